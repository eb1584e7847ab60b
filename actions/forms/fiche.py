"""The fiche as people write it, cut in the sections of the page."""

import json

from django import forms
from django.urls import reverse_lazy

from accounts.models import Organisation
from actions.enums import (
    ActionStatus,
    Approach,
    Attainment,
    CarePath,
    Determinant,
    Novelty,
    Origin,
    Participation,
    Priority,
)
from contracts.freeze import frozen_fields
from contracts.models import Finding
from core.forms import ComboboxField, ComboboxMultipleField, DsfrForm, FrenchDateField, LinesField, RichTextField
from territories.models import PriorityKind, PriorityPlace

from .fields import PeopleField, PlacesField, PlanPlaceField, plan_place
from .seen import Seen

ORGANISATIONS = {
    "queryset": Organisation.objects.current(),
    "url": reverse_lazy("accounts:organisation_lookup"),
    "create_url": reverse_lazy("accounts:organisation_create"),
    "required": False,
}
FROZEN = "Signé avec le contrat\xa0: ne change que par un avenant."
NOT_YOUR_PLACE = "La place dans le plan se choisit par ceux qui écrivent le contrat."
COUNTED = "Classés un à un sur la page de la fiche, ils se comptent."
PERSON_HELP = "Une personne par ligne\xa0: nom\xa0; fonction\xa0; courriel. Le nom suffit."


def text(label, rows=3, **kwargs):
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def choice(label, choices, empty="Non précisé", **kwargs):
    return forms.ChoiceField(label=label, required=False, choices=[("", empty), *choices], **kwargs)


def codes(label, choices, **kwargs):
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=widget, **kwargs)


YES_NO = [("true", "Oui"), ("false", "Non")]


class ActionForm(Seen, DsfrForm):
    title = forms.CharField(label="Titre", max_length=600)
    number = forms.CharField(label="Numéro", max_length=20, required=False, help_text="Tel qu’il est imprimé.")
    place = PlanPlaceField(label="Axe et objectif stratégique")
    status = choice("Statut", ActionStatus.choices, help_text="« En retard » se calcule d’après les dates.")
    priority = choice("Priorité", Priority.choices)
    novelty = choice("Nouveauté", Novelty.choices)
    origin = choice("Provenance", Origin.choices)

    context = text("Constats et besoins", rows=5)
    findings = forms.ModelMultipleChoiceField(
        label="Constats du diagnostic auxquels la fiche répond",
        queryset=Finding.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    prs_objectives = LinesField(label="Objectifs du PRS", required=False, help_text="Un par ligne.")

    description = RichTextField(label="Description", required=False)
    resources = text("Moyens humains et techniques")

    leads = ComboboxMultipleField(label="Structures pilotes", **ORGANISATIONS)
    lead_people = PeopleField(label="Personnes pilotes", required=False, help_text=PERSON_HELP)
    partners = ComboboxMultipleField(label="Partenaires", **ORGANISATIONS)
    sponsors = PeopleField(label="Élu·es référent·es", required=False, help_text=PERSON_HELP)
    competent_authority = ComboboxField(
        label="Autorité compétente", help_text="Qui tient le levier, quand ce n’est pas un signataire.", **ORGANISATIONS
    )

    starts_on = FrenchDateField(label="Début", required=False)
    ends_on = FrenchDateField(label="Fin", required=False)
    schedule = text("Calendrier, en mots", rows=2, help_text="Par exemple\xa0: avril-mai de chaque année.")
    yearly = choice("Se répète chaque année", YES_NO)

    target_public = LinesField(label="Publics", required=False, help_text="Un par ligne.")
    places = PlacesField(
        label="Lieux",
        required=False,
        help_text="Un par ligne. Une commune ou un quartier prioritaire du périmètre se reconnaît à son nom\xa0; "
        "pour un établissement\xa0: nom\xa0; code\xa0; nature.",
    )

    approach = choice("Approche", Approach.choices)
    proportionality = text("Comment l’intensité suit le besoin", help_text="En une phrase.")
    participation = choice("Place des habitants", Participation.choices)
    inhabitants_said = text("Ce que les habitants ont dit")
    inhabitants_changed = text("Ce que leur parole a changé")
    answer_to_inhabitants = text("Ce qui leur a été répondu")
    determinants = codes("Déterminants de santé", Determinant.choices)
    care_path = codes("Parcours de santé", CarePath.choices)

    themes = LinesField(label="Thèmes", required=False, help_text="Un par ligne.")
    attainment = choice("Atteinte des objectifs", Attainment.choices)
    attainment_comment = text("Ce qui l’explique", rows=2)
    obstacles = text(
        "Freins, en texte libre", rows=2, help_text="Classés un à un sur la page de la fiche, ils se comptent."
    )
    levers = text("Leviers, en texte libre", rows=2)

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    sections = [
        (
            "Identité",
            "Un titre et un axe suffisent.",
            ["title", "number", "place", "status", "priority", "novelty", "origin"],
        ),
        ("Pourquoi", "Le besoin auquel la fiche répond.", ["context", "findings", "prs_objectives"]),
        ("Quoi", "Ce qui sera fait, et avec quoi.", ["description", "resources"]),
        ("Qui", "Qui pilote, qui aide.", ["leads", "lead_people", "partners", "sponsors", "competent_authority"]),
        ("Quand", "Des dates, ou un calendrier en mots.", ["starts_on", "ends_on", "schedule", "yearly"]),
        ("Pour qui et où", "", ["target_public", "places"]),
        (
            "Équité",
            "À qui la fiche profite, et la place des habitants.",
            [
                "approach",
                "proportionality",
                "participation",
                "inhabitants_said",
                "inhabitants_changed",
                "answer_to_inhabitants",
                "determinants",
                "care_path",
            ],
        ),
        ("Thèmes et bilan", "", ["themes", "attainment", "attainment_comment", "obstacles", "levers"]),
    ]

    def __init__(self, *args, action, places=True, **kwargs):
        """`places`: the plan belongs to those who write the contract; who leads the fiche alone does not move it."""
        self.action, self.may_place = action, places
        self.now = self.row_values(action)
        initial = {**self.now, "version": action.version, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["place"].of(action.contract)
        self._findings()
        self.fields["places"].known = known_places(action.contract)
        if not places:
            self.fields["place"].disabled, self.fields["place"].help_text = True, NOT_YOUR_PLACE
        for name in self._frozen():
            self.fields[name].disabled, self.fields[name].help_text = True, FROZEN
        self.initial["seen"] = json.dumps(self.prints())

    def _findings(self):
        found = self.action.contract.findings.all()
        if found:
            self.fields["findings"].queryset = found
        else:
            del self.fields["findings"]

    def _frozen(self):
        frozen = frozen_fields(self.action)
        names = {"title": "title", "number": "number", "axis": "place", "origin": "origin"}
        return [name for field, name in names.items() if field in frozen]

    def values_now(self):
        return {name: value for name, value in self.now.items() if name in self.fields}

    def row_values(self, action):
        """The fiche as this form speaks of it."""
        plain = {name: getattr(action, name) for name in PLAIN}
        organisations = list(action.organisation_parts.select_related("organisation"))
        people = list(action.person_parts.select_related("user"))
        self.accounts = {tuple(_person(each).values()): each.user for each in people if each.user_id}
        return {
            **plain,
            "place": plan_place(action),
            "yearly": {True: "true", False: "false", None: ""}[action.yearly],
            "findings": list(action.findings.all()),
            "leads": [each.organisation for each in organisations if each.part == "lead"],
            "partners": [each.organisation for each in organisations if each.part == "partner"],
            "lead_people": [_person(each) for each in people if each.part == "lead"],
            "sponsors": [_person(each) for each in people if each.part == "sponsor"],
            "places": [{"level": each.level, "code": each.code, "name": each.name} for each in action.places.all()],
        }

    @property
    def seen_version(self):
        return self.cleaned_data.get("version")

    def for_service(self) -> dict:
        """What she touched, as `edit_action` takes it."""
        given = {name: self.cleaned_data[name] for name in self.touched()}
        if "place" in given:
            given["axis"], given["objective"] = given.pop("place")
        for name in {"lead_people", "sponsors"} & set(given):
            given[name] = [self._with_account(person) for person in given[name]]
        if "yearly" in given:
            given["yearly"] = {"true": True, "false": False}.get(given["yearly"])
        return given

    def _with_account(self, person):
        """Somebody whose line did not change keeps the account that she had."""
        told = (person["name"], person["function"], person["email"])
        return {**person, "user": person["user"] or self.accounts.get(told)}


PLAIN = [
    *("title", "number", "status", "priority", "novelty", "origin", "context", "prs_objectives", "description"),
    *("resources", "competent_authority", "starts_on", "ends_on", "schedule", "target_public", "approach"),
    *(
        "proportionality",
        "participation",
        "inhabitants_said",
        "inhabitants_changed",
        "answer_to_inhabitants",
        "determinants",
        "care_path",
    ),
    *("themes", "attainment", "attainment_comment", "obstacles", "levers"),
]


def _person(row):
    return {"name": row.name, "function": row.function, "email": row.email}


def known_places(contract) -> list[tuple]:
    """(level, code, name) of the communes, the EPCI and the priority neighbourhoods of the perimeter."""
    from territories.services import communes_of

    members = [(each.level, each.code, each.name) for each in contract.territory.members.all()]
    epci = [("epci", code, name) for level, code, name in members if level in ("epci", "ept")]
    communes = communes_of(contract.territory)
    qpv = PriorityPlace.objects.filter(kind=PriorityKind.QPV).in_communes(communes)
    return [
        *(("commune", each.code, each.name) for each in communes),
        *epci,
        *(("qpv", each.code, each.name) for each in qpv),
    ]


class CreateForm(DsfrForm):
    """A title and an axis; the number is proposed, and everything else may wait."""

    title = forms.CharField(label="Titre", max_length=600)
    place = PlanPlaceField(label="Axe et objectif stratégique")
    number = forms.CharField(
        label="Numéro", max_length=20, required=False, help_text="Laissez vide\xa0: le suivant sera proposé."
    )
    origin = choice("D’où vient cette fiche", Origin.choices[1:], empty="Choisissez")

    def __init__(self, *args, contract, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].of(contract)
        if not (contract.frozen or contract.signed):
            del self.fields["origin"]
        elif not contract.frozen:
            # Signed on paper and taken up here: what is typed may be what was signed.
            self.fields["origin"].choices = Origin.choices

    def for_service(self):
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        given["axis"], given["objective"] = given.pop("place")
        return given


class MoveForm(DsfrForm):
    place = PlanPlaceField(label="Nouvel emplacement")

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, initial={"place": plan_place(action)}, **kwargs)
        self.fields["place"].of(action.contract)
