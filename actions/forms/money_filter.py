"""The filters of « Financements », in the address: the same names as the lines of the tables and the REST interface."""

from actions.enums import FundingKind, FundingNature
from actions.models import Funding
from core.forms import DsfrForm
from core.search import search_key

from .filters import choice

STATES = [
    ("missing", "Reste à financer"),
    ("unplanned", "Notifié sans être prévu"),
    ("due", "Réalisé à dire (année passée)"),
]


class MoneyFilter(DsfrForm):
    secondary = ["kind", "nature", "action", "agreement"]

    axis = choice("Axe")
    funder = choice("Financeur")
    year = choice("Année", empty="Toutes")
    state = choice("À regarder", STATES, "Tout")
    kind = choice("Nature des fonds", FundingKind.choices, "Toutes")
    nature = choice("Origine des moyens", FundingNature.choices, "Toutes")
    action = choice("Fiche", empty="Toutes")
    agreement = choice("Convention", empty="Toutes")

    def __init__(self, data, *, contract, today):
        super().__init__(data)
        self.today = today
        #: The words of each filter, {name: {key: label}}, in the order to show.
        self.labels = self._labels(contract)
        for name, labels in self.labels.items():
            self._choices(name, labels)
        self.is_valid()

    def _labels(self, contract) -> dict[str, dict]:
        """Only what occurs can be chosen. One query."""
        rows = list(
            Funding.objects.filter(contract=contract)
            .order_by("action__axis__position", "action__position", "action")
            .values_list(
                *("action__axis", "action__axis__number", "action__axis__title"),
                *("action", "action__number", "action__title"),
                *("funder", "funder__name", "year"),
                *("funding_agreement", "funding_agreement__reference", "funding_agreement__title"),
            )
        )
        funders = {row[6]: row[7] for row in rows}
        years = sorted({row[8] for row in rows}, key=lambda year: year or 9999)
        return {
            "axis": {row[0]: _numbered(row[1], row[2]) for row in rows},
            "action": {row[3]: _numbered(row[4], row[5]) for row in rows},
            "funder": dict(sorted(funders.items(), key=lambda pair: search_key(pair[1]))),
            "year": {year: str(year or "Sans année") for year in years},
            "agreement": {row[9]: row[10] or row[11] for row in rows if row[9]},
        }

    def _choices(self, name, labels):
        field = self.fields[name]
        choices = [("none" if key is None else str(key), label) for key, label in labels.items()]
        field.choices = [field.choices[0], *choices]

    def value(self, name):
        return getattr(self, "cleaned_data", {}).get(name) or ""

    def narrow(self, fundings):
        equal = {name: name for name in ("funder", "kind", "nature", "action")}
        equal |= {"axis": "action__axis", "agreement": "funding_agreement"}
        found = fundings.filter(**{path: self.value(name) for name, path in equal.items() if self.value(name)})
        if year := self.value("year"):
            found = found.filter(year=None if year == "none" else year)
        return found.in_state(self.value("state"), self.today)

    @property
    def any(self) -> bool:
        """Whether the contract has one line of money."""
        return bool(self.labels["action"])

    @property
    def narrowed(self) -> bool:
        return any(self.value(name) for name in self.fields)


def _numbered(number, title) -> str:
    return f"{number}. {title}" if number else title
