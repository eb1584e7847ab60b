"""What can be changed on several fiches at once, and what it makes of one of them. Nothing is written here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.due import after
from actions.enums import ActionStatus
from core import wording

LEADS = ("lead_add", "lead_replace", "lead_remove")
DATES = ("dates_shift", "dates_set")
NOBODY, NO_DATE = "personne", "sans date"


@dataclass(frozen=True)
class BulkChange:
    """`kind` is « status », one of `LEADS` or of `DATES`; the rest says to what."""

    kind: str
    status: str = ""
    organisation: Any = None
    months: int = 0
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def label(self) -> str:
        match self.kind:
            case "status":
                return f"Statut\xa0: {status_words(self.status)}"
            case "lead_add":
                return f"Ajouter la structure pilote {self.organisation}"
            case "lead_replace":
                return f"Structure pilote\xa0: {self.organisation}, à la place des autres"
            case "lead_remove":
                return f"Retirer la structure pilote {self.organisation}"
            case "dates_shift":
                return f"Décaler les dates de {self.months:+d}\xa0mois".replace("-", "−")
        said = [("début", self.starts_on), ("fin", self.ends_on)]
        return "Dates\xa0: " + ", ".join(f"{name} le {wording.day(day)}" for name, day in said if day)

    def given(self, action) -> dict:
        """What `edit_action` should be given for this fiche; empty where nothing would change."""
        wanted = self._wanted(action)
        now = state(action, wanted)
        return wanted if wanted != now else {}

    def _wanted(self, action) -> dict:
        match self.kind:
            case "status":
                return {"status": self.status}
            case "dates_shift":
                days = {"starts_on": action.starts_on, "ends_on": action.ends_on}
                return {name: after(day, self.months) for name, day in days.items() if day}
            case "dates_set":
                days = {"starts_on": self.starts_on, "ends_on": self.ends_on}
                return {name: day for name, day in days.items() if day}
        return {"leads": self._leads(leads_of(action))}

    def _leads(self, leads) -> list:
        if self.kind == "lead_replace":
            return [self.organisation]
        others = [each for each in leads if each != self.organisation]
        if self.kind == "lead_remove":
            return others
        return leads if self.organisation in leads else [*leads, self.organisation]


def leads_of(action) -> list:
    """Prefetched by `for_lists`, in their order."""
    rows = sorted(action.lead_rows, key=lambda row: (row.position, row.pk))
    return [row.organisation for row in rows]


def state(action, names) -> dict:
    """The same keys, as the fiche is now."""
    return {name: leads_of(action) if name == "leads" else getattr(action, name) for name in names}


def in_words(values) -> str:
    return "\xa0; ".join(_said(name, value) for name, value in values.items())


def _said(name, value) -> str:
    if name == "status":
        return status_words(value)
    if name == "leads":
        return ", ".join(str(each) for each in value) or NOBODY
    label = "début" if name == "starts_on" else "fin"
    return f"{label}\xa0: {wording.short_day(value) if value else NO_DATE}"


def status_words(status) -> str:
    return dict(ActionStatus.choices).get(status, "sans statut")


def to_json(values) -> dict:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value):
    if isinstance(value, list):
        return [each.pk for each in value]
    return value.isoformat() if isinstance(value, date) else value
