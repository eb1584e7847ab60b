"""The filters of a list of fiches: they live in the address, one name per field."""

from django import forms
from django.db.models import F, FilteredRelation, Q, Value
from django.utils import timezone

from accounts.enums import Sector
from actions.enums import ActionStatus, Origin, Priority
from actions.models import Action, ActionPerson, Funding
from contracts.enums import Stage
from contracts.models import Contract
from core.forms import DsfrForm
from core.search import search_key
from territories.models import Department

ORDERS = {
    "": "Ordre du plan",
    "ends_on": "Fin la plus proche",
    "-ends_on": "Fin la plus lointaine",
    "-updated_at": "Nouvelles les plus récentes",
    "updated_at": "Sans nouvelles depuis longtemps",
    "title": "Titre",
    "-title": "Titre, de Z à A",
    "status": "Statut",
    "priority": "Priorité",
}
STATES = [
    ("moved", "Ont bougé depuis 7 jours"),
    ("late", "En retard"),
    ("silent", "Sans nouvelles depuis 3 mois"),
    ("incomplete", "Incomplètes"),
    ("complete", "Complètes"),
    ("figures_due", "Chiffres dus (indicateurs)"),
    ("money_due", "Réalisé à dire (argent)"),
    ("year_due", "Sans avancement de l’année"),
]


def choice(label, choices=(), empty="Tous"):
    return forms.ChoiceField(label=label, required=False, choices=[("", empty), *choices])


class ActionFilter(DsfrForm):
    secondary = ["lead", "person", "sector", "funder", "theme", "priority", "origin", "order"]
    #: The order where none is asked for.
    usual = ORDERS[""]

    q = forms.CharField(label="Rechercher", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    axis = choice("Axe")
    status = choice("Statut", [*ActionStatus.choices, ("none", "Sans statut")])
    state = choice("À regarder", STATES, "Toutes")
    lead = choice("Structure pilote", empty="Toutes")
    person = choice("Personne pilote", empty="Toutes")
    sector = choice("Secteur des pilotes et partenaires", Sector.choices)
    funder = choice("Financeur")
    theme = choice("Thème")
    priority = choice("Priorité", Priority.choices, "Toutes")
    origin = choice("Provenance", Origin.choices, "Toutes")
    columns = forms.CharField(required=False, widget=forms.HiddenInput)
    order = choice("Trier par", list(ORDERS.items())[1:], ORDERS[""])

    def __init__(self, data, *, actions, today, contract=None):
        super().__init__(data)
        self.fields["order"].choices = [("", self.usual), *self.fields["order"].choices[1:]]
        self.today, self.contract = today, contract
        self._offer(actions)
        self.is_valid()

    def _offer(self, actions):
        """Only what occurs can be chosen; one query for axes, leads and themes, one for people and funders."""
        led = FilteredRelation("organisation_parts", condition=Q(organisation_parts__part="lead"))
        rows = list(
            actions.order_by("axis__position", "axis")
            .annotate(led=led)
            .values_list(
                "themes", "axis", "axis__number", "axis__title", "led__organisation", "led__organisation__name"
            )
        )
        axes = {pk: f"{number}. {title}" if number else title for _, pk, number, title, *_ in rows}
        leads = {pk: name for *_, pk, name in rows if pk}
        self._choices("axis", list(axes.items()))
        self._choices("lead", sorted(leads.items(), key=lambda pair: search_key(pair[1])))
        self._choices("theme", [(theme, theme) for theme in sorted({each for themes, *_ in rows for each in themes})])

        self._offer_parties(actions)

    def _offer_parties(self, actions):
        people = ActionPerson.objects.filter(part="lead", action__in=actions.order_by()).exclude(name="").order_by()
        lines = Funding.objects.filter(action__in=actions.order_by(), funder__isnull=False).order_by()
        found = people.values_list(Value(0), "name").union(lines.values_list("funder", "funder__name"))
        known = sorted(found, key=lambda pair: search_key(pair[1]))
        self._choices("person", [(name, name) for funder, name in known if not funder])
        self._choices("funder", [(funder, name) for funder, name in known if funder])

    def _choices(self, name, choices):
        if choices:
            field = self.fields[name]
            field.choices = [field.choices[0], *choices]
        else:
            del self.fields[name]

    def value(self, name):
        return getattr(self, "cleaned_data", {}).get(name) or ""

    def narrow(self, actions):
        """`actions` as the address asks; what is not understood is left aside."""
        found = actions.search(self.value("q")) if self.value("q") else actions
        equal = {"axis": "axis_id", "priority": "priority", "origin": "origin"}
        found = found.filter(**{path: self.value(name) for name, path in equal.items() if self.value(name)})
        if status := self.value("status"):
            found = found.filter(status="" if status == "none" else status)
        found = self._by_parties(found)
        if theme := self.value("theme"):
            found = found.with_theme(theme)
        return self._ordered(found.in_state(self.value("state"), self.today))

    def _by_parties(self, found):
        """Led by this organisation or person, funded by that one."""
        if lead := self.value("lead"):
            found = found.led_by_organisation(lead)
        if person := self.value("person"):
            found = found.filter(pk__in=ActionPerson.objects.filter(part="lead", name=person).values("action"))
        if sector := self.value("sector"):
            found = found.with_sector(sector)
        if funder := self.value("funder"):
            found = found.funded_by(funder)
        return found

    def _ordered(self, found):
        order = self.value("order")
        if order == "priority":
            return found.by_priority()
        if order == "status":
            return found.by_status()
        if order == "ends_on":
            return found.order_by(F("ends_on").asc(nulls_last=True), "pk")
        if order == "-ends_on":
            return found.order_by(F("ends_on").desc(nulls_last=True), "-pk")
        return found.order_by(order, "pk") if order else self._usual(found)

    def _usual(self, found):
        return found.in_plan_order()

    @property
    def narrowed(self) -> bool:
        return any(self.value(name) for name in self.fields if name not in ("order", "columns"))

    @property
    def sorted_by(self) -> str:
        return self.value("order")

    def in_plan_order(self) -> bool:
        return not self.sorted_by


class AllActionsFilter(ActionFilter):
    """Across contracts: by contract stage and département instead of axis and theme."""

    axis = None
    theme = None
    lead = None
    person = None
    funder = None
    usual = "Contrat le plus récent"
    stage = choice("Étape du contrat", Stage.choices, "Toutes")
    department = choice("Département")

    field_order = ["q", "department", "stage", "status", "state", "priority", "sector", "origin", "order"]

    def __init__(self, data, *, contracts, **kwargs):
        self.contracts = contracts
        super().__init__(data, **kwargs)

    def _offer(self, actions):
        """The départements of the contracts that one may read."""
        followed = self.contracts.order_by().values("territory")
        places = Department.objects.filter(territories__in=followed).distinct().only("code", "name")
        self._choices("department", [(each.pk, f"{each.name} ({each.pk})") for each in places])

    def narrow(self, actions):
        found = super().narrow(actions)
        if stage := self.value("stage"):
            found = found.filter(contract__stage=stage)
        if department := self.value("department"):
            found = found.filter(contract__in=Contract.objects.in_departments([department]))
        return found

    def _usual(self, found):
        """The newest contract first: an index gives its fiches without sorting all those of the others."""
        return found.order_by("-contract_id", "axis__position", "position", "pk")


def listed_fiches(contract, query):
    """The fiches that the list of `contract` shows at this address, in its order."""
    actions = Action.objects.filter(contract=contract)
    return ActionFilter(query, actions=actions, today=timezone.localdate(), contract=contract).narrow(actions)
