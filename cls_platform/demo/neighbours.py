"""The other contracts of the region: short, so that a dashboard, a map and a list of flaws have something to say.

Their days are told in months from today: one always ends soon, one is always past its end.
"""

from datetime import date, timedelta
from itertools import cycle

from django.db.models import F
from django.utils import timezone

from actions.due import after
from contracts.exchange import import_contract
from contracts.models import Contract
from core.models import Change
from territories.models import Epci

from .files import read

ARS = {"name": "ARS Auvergne-Rhône-Alpes", "kind": "ars", "sector": "health"}
MENTAL_HEALTH = "Santé mentale"
SIGNED = ("in_force", "closed")
NOTICE = "<p><strong>Données fictives.</strong> Ce contrat est écrit pour la démonstration.</p>"


def settle() -> list[Contract]:
    """Those that are not there yet, where the territories that they name are loaded."""
    book, made = read("neighbours.json"), []
    places = Epci.objects.select_related("department").in_bulk([node["epci"] for node in book["contracts"]])
    known = set(Contract.objects.values_list("reference", flat=True))
    for node in book["contracts"]:
        if node["epci"] in places and node["reference"] not in known:
            made.append(_made(node, places[node["epci"]], book["fiches"]))
    return made


def _made(node, epci, titles):
    """By the platform: whoever imports a contract holds its pen."""
    today = timezone.localdate()
    entered_at = timezone.now() - timedelta(days=30 * max(-node.get("signed", -3), 1))
    document = {"format": "cls-exchange/1", "contract": Written(node, epci, titles, today).contract()}
    contract = import_contract(document, department=epci.department, fictional=True, entered_at=entered_at).contract
    if months := node.get("asleep"):
        _let_sleep(contract, timedelta(days=31 * months))
    return contract


def _let_sleep(contract, since):
    """An import makes everything new: here nobody wrote anything for months."""
    Change.objects.filter(scope=contract.pk).update(timestamp=F("timestamp") - since)
    contract.actions.update(updated_at=timezone.now() - since)


class Written:
    """A node of the file, told as the exchange format tells a contract."""

    def __init__(self, node, epci, titles, today):
        self.node, self.titles, self.today = node, titles, today
        self.carrier = {"name": epci.name, "kind": "epci", "sector": "planning", "siren": epci.pk}
        self.member = {"level": "epci", "code": epci.pk, "name": epci.name}
        self.begins, self.ends = self._first(node["begins"]), self._first(node["ends"]) - timedelta(days=1)
        self.flaws = node.get("flaws", ())

    def _first(self, months) -> date:
        return after(self.today.replace(day=1), months)

    def _on(self, months) -> str:
        return after(self.today, months).isoformat()

    def contract(self):
        node = self.node
        signed = {"signed_on": self._on(node["signed"])} if node["stage"] in SIGNED else {}
        schemes = (
            [
                {
                    "scheme": "ptsm",
                    "name": "PTSM du département",
                    "role": "contributes",
                    "who_does_what": "Le volet santé mentale en décline les priorités.",
                }
            ]
            if node.get("ptsm")
            else []
        )
        return {
            "reference": node["reference"],
            "title": f"Contrat local de santé {node['of']} {self.begins.year}-{self.ends.year} (données fictives)",
            "kind": "contract",
            "generation": node["generation"],
            "status": node["stage"],
            "starts_on": self.begins.isoformat(),
            "ends_on": self.ends.isoformat(),
            **signed,
            "predecessors": node.get("follows", []),
            "carrier": self.carrier,
            "territory": {"name": self.carrier["name"], "kind": "epci", "members": [self.member]},
            "preamble": NOTICE,
            "signatories": self._signatories(signed),
            "axes": self._axes(),
            "bodies": self._bodies(),
            "coordination": self._coordination(),
            "schemes": schemes,
        }

    def _signatories(self, signed):
        unsigned = "unsigned_signatory" in self.flaws
        return [
            {"organisation": ARS, "capacity": "signatory", **signed},
            {"organisation": self.carrier, "capacity": "signatory", **({} if unsigned else signed)},
        ]

    def _axes(self):
        """The fiches go round the axes."""
        titles = {axis: list(found) for axis, found in self.titles.items()}
        if not self.node.get("mental_health", True):
            del titles[MENTAL_HEALTH]
        axes = {axis: [] for axis in titles}
        turn = cycle(titles)
        for rank in range(self.node["fiches"]):
            axis = next(name for name in turn if titles[name])
            axes[axis].append(self._fiche(rank, titles[axis].pop(0)))
        if "twin_fiche" in self.flaws:
            first = next(iter(axes))
            axes[first].append({**axes[first][0], "number": str(self.node["fiches"] + 1)})
        return [
            {"number": str(rank), "title": axis, "mental_health": axis == MENTAL_HEALTH, "actions": actions}
            for rank, (axis, actions) in enumerate(axes.items(), start=1)
            if actions
        ]

    def _fiche(self, rank, title):
        done, reached = rank < self.node.get("done", 0), rank < self.node.get("reached", 0)
        signed = self.node["stage"] in SIGNED
        attainment = "reached" if reached else ("partly_reached", "postponed_or_redirected")[rank % 2]
        ends = self.ends + timedelta(days=200) if rank == 0 and "late_fiche" in self.flaws else self.ends
        return {
            "number": str(rank + 1),
            "title": title,
            "status": "done" if done else "in_progress" if signed else "planned",
            "attainment": attainment if done else None,
            "starts_on": self.begins.isoformat(),
            "ends_on": ends.isoformat(),
            "lead_organisations": [self.carrier],
            "funding": self._funding(rank) if self.node["money"] and rank < 6 else [],
        }

    def _funding(self, rank):
        """Two thirds from the ARS; granted up to this year, spent up to the last."""
        last = min(self.ends.year, self.today.year + 1) + ("money_too_late" in self.flaws and rank == 0)
        return [
            {"funder": funder, "year": year, "kind": kind, "nature": "new", **self._amounts(part * (rank + 2), year)}
            for year in range(max(self.begins.year, self.today.year - 2), last + 1)
            for funder, kind, part in ((ARS, "fir", 2), (self.carrier, "own_funds", 1))
        ]

    def _amounts(self, parts, year):
        planned = self.node["money"] * parts // 10
        granted = {"granted": planned * 9 // 10} if year <= self.today.year else {}
        spent = {"spent": planned * 8 // 10} if year < self.today.year else {}
        return {"planned": planned, **granted, **spent}

    def _bodies(self):
        if not (copil := self.node.get("copil")):
            return []
        meetings = [{"held_on": self._on(-months), "title": "Comité de pilotage"} for months in copil["held"]]
        seats = [{"organisation": organisation} for organisation in (ARS, self.carrier)]
        said = {"kind": "copil", "name": "Comité de pilotage", "meetings_per_year": copil["per_year"]}
        return [{**said, "seats": seats, "chairs": [self.carrier], "meetings": meetings}]

    def _coordination(self):
        if not (post := self.node.get("post")):
            return []
        held = {"holder": {"name": post["holder"], "role": "Coordination du contrat"}} if post["holder"] else {}
        until = {"until": self._on(post["until"])} if "until" in post else {}
        return [
            {
                "title": "Coordination du contrat local de santé",
                "fte": 0.8,
                "employer": self.carrier["name"],
                "since": self._on(post["since"]),
                **until,
                **held,
            }
        ]
