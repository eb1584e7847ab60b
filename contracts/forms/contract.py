"""What people type about a contract: its beginning, its identity, its perimeter, its predecessors."""

from django import forms
from django.urls import reverse_lazy

from accounts.models import Organisation
from contracts.enums import SIGNED_STAGES, ContractKind, Stage
from contracts.freeze import frozen_fields
from contracts.models import Contract
from core.forms import ComboboxField, ComboboxMultipleWidget, DsfrForm, DsfrModelForm, FrenchDateField, RichTextField
from territories.enums import TerritoryKind
from territories.models import Department
from territories.services import resolve_members

FROZEN_HELP = "Figé depuis la mise à la signature : un avenant peut le changer."


def carrier_field(**kwargs):
    return ComboboxField(
        Organisation.objects.current(),
        label="Porteur",
        required=False,
        url=reverse_lazy("accounts:organisation_lookup"),
        create_url=reverse_lazy("accounts:organisation_create"),
        help_text="Qui emploie ou accueille la coordination. Écrivez ses premières lettres.",
        **kwargs,
    )


def own_departments(user):
    """Those that `user` may attach a contract to."""
    mine = Department.objects.filter(pk__in=user.roles.department_codes)
    return (mine | Department.objects.filter(region__in=user.roles.region_codes)).order_by("pk")


class MembersField(forms.MultipleChoiceField):
    """Communes and groups found while typing; cleaned to `(level, code, name)`."""

    def __init__(self, **kwargs):
        url = reverse_lazy("territories:lookup")
        kwargs.setdefault("widget", ComboboxMultipleWidget(url=url, placeholder="Nyons, Baronnies, 26110…"))
        super().__init__(**kwargs)

    def valid_value(self, value):
        return ":" in value

    def clean(self, value):
        return [_member(each) for each in super().clean(value)]

    def prepare_value(self, value):
        if isinstance(value, tuple):
            return ":".join(value)
        return [self.prepare_value(each) for each in value] if isinstance(value, list) else value

    def in_words(self, members):
        """Their names, one per line, as the reference data knows them."""
        return "\n".join(member.name for member in resolve_members(members).members)

    def name_choices(self, values):
        """The labels of what is already chosen, so that the page shows them."""
        given = [_member(value) for value in values if ":" in value]
        names = {(member.level, member.code): member.name for member in resolve_members(given).members}
        self.widget.choices = [
            (value, name or names.get((level, code), code))
            for value, (level, code, name) in zip(values, given, strict=False)
        ]


def _member(value):
    level, code, *name = value.split(":", 2)
    return level, code, name[0] if name else ""


class _WithMembers:
    """Shows the names of the members that came back with the form."""

    def name_members(self):
        field = self.fields["members"]
        values = self.data.getlist("members") if self.is_bound else self.initial.get("members", [])
        field.name_choices(values)

    def add_refusal(self, error):
        fields = getattr(error, "fields", {})
        for path in [path for path in fields if path.startswith("members[")]:
            fields.setdefault("members", []).extend(fields.pop(path))
        super().add_refusal(error)


class CreateForm(_WithMembers, DsfrForm):
    sections = [
        ("Le contrat", "Un titre suffit ; le reste peut attendre.", ["title", "kind", "reference"]),
        (
            "Son territoire",
            "Les départements, la région et la population s’en déduisent.",
            ["members", "territory_name", "territory_kind", "department"],
        ),
        ("Ses dates", "", ["starts_on", "ends_on"]),
        (
            "Un contrat déjà signé ?",
            "Un contrat qui vit déjà entre à son étape, avec ses vraies dates ; il reste modifiable jusqu’au dépôt de "
            "son exemplaire signé.",
            ["live", "stage", "signed_on"],
        ),
    ]
    title = forms.CharField(
        label="Titre", max_length=300, help_text="Par exemple : Contrat local de santé des Baronnies."
    )
    kind = forms.ChoiceField(label="Nature", choices=ContractKind.choices, initial=ContractKind.CONTRACT)
    reference = forms.CharField(
        label="Référence", max_length=60, required=False, help_text="Laissée vide, elle est donnée : CLS-26-2026-01."
    )
    members = MembersField(label="Communes et EPCI", required=False, help_text="Un nom, un code ou un code postal.")
    territory_name = forms.CharField(
        label="Nom du territoire", max_length=250, required=False, help_text="Laissé vide, c’est le titre du contrat."
    )
    territory_kind = forms.ChoiceField(
        label="Nature du territoire", required=False, choices=[("", "Non précisée"), *TerritoryKind.choices]
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="Département de rattachement",
        required=False,
        empty_label="Déduit du périmètre",
        help_text="Celui de la délégation qui suit le contrat.",
    )
    starts_on = FrenchDateField(label="Début", required=False)
    ends_on = FrenchDateField(
        label="Fin", required=False, help_text="Laissée vide, la durée habituelle de la région est appliquée."
    )
    live = forms.BooleanField(label="Ce contrat est déjà signé : le saisir en cours de vie", required=False)
    stage = forms.ChoiceField(
        label="Son étape",
        required=False,
        choices=[(stage.value, stage.label) for stage in SIGNED_STAGES],
        initial=Stage.IN_FORCE,
    )
    signed_on = FrenchDateField(label="Signé le", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = own_departments(user)
        self.name_members()

    def clean(self):
        data = super().clean()
        if data.get("live") and not data.get("signed_on"):
            self.add_error("signed_on", "Donnez la date de signature : ce contrat est déjà signé.")
        return data

    def contract(self):
        """The arguments of the service."""
        data = dict(self.cleaned_data)
        live, stage, signed_on = data.pop("live"), data.pop("stage"), data.pop("signed_on")
        return {**data, "stage": stage, "signed_on": signed_on} if live else {**data, "usual_duration": True}


class _FreezingForm(DsfrModelForm):
    """Signed matter is shown, and cannot be typed over."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in frozen_fields(self.instance) & set(self.fields):
            self.fields[name].disabled = True
            self.fields[name].help_text = FROZEN_HELP


class IdentityForm(_FreezingForm):
    sections = [
        ("Identité", "", ["title", "kind", "generation", "department"]),
        (
            "Dates",
            "La signature, le début et la fin sont trois dates.",
            ["starts_on", "ends_on", "signed_on"],
        ),
        ("Porteur", "", ["carrier"]),
        (
            "Référent·e de l’ARS",
            "La personne nommée dans le contrat ; elle n’a pas besoin d’un compte.",
            ["ars_referent_name", "ars_referent_role", "ars_referent_email"],
        ),
        (
            "Élu·e référent·e",
            "",
            ["elected_referent_name", "elected_referent_role", "elected_referent_email"],
        ),
    ]
    starts_on = FrenchDateField(label="Début", required=False)
    ends_on = FrenchDateField(label="Fin", required=False, help_text="Celle du contrat, sans ses prorogations.")
    signed_on = FrenchDateField(label="Signature", required=False)
    carrier = carrier_field()
    ars_referent_email = forms.EmailField(label="Courriel", max_length=254, required=False)
    elected_referent_email = forms.EmailField(label="Courriel", max_length=254, required=False)

    class Meta:
        model = Contract
        fields = [
            "title",
            "kind",
            "generation",
            "department",
            "starts_on",
            "ends_on",
            "signed_on",
            "carrier",
            "ars_referent_name",
            "ars_referent_role",
            "ars_referent_email",
            "elected_referent_name",
            "elected_referent_role",
            "elected_referent_email",
        ]
        labels = {
            "ars_referent_name": "Prénom et nom",
            "ars_referent_role": "Fonction",
            "elected_referent_name": "Prénom et nom",
            "elected_referent_role": "Fonction",
        }
        help_texts = {"generation": "1 pour un premier contrat sur ce territoire."}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.entered_live or self.instance.frozen:
            del self.fields["signed_on"]
        departments = own_departments(user) | Department.objects.filter(pk=self.instance.department_id)
        self.fields["department"].queryset = departments.distinct()


class LongTextsForm(_FreezingForm):
    # The titles that one writes inside these texts stand below the one of the section.
    sections = [("Les textes du contrat", "", ["preamble", "diagnosis", "prs_alignment"])]

    preamble = RichTextField(label="Préambule", required=False)
    diagnosis = RichTextField(
        label="Diagnostic partagé",
        required=False,
        help_text="Ce que le contrat en dit ; chaque constat a sa ligne dans l’onglet Constats.",
    )
    prs_alignment = RichTextField(label="Articulation avec le projet régional de santé", required=False)

    class Meta:
        model = Contract
        fields = ["preamble", "diagnosis", "prs_alignment"]


class PerimeterForm(_WithMembers, DsfrForm):
    name = forms.CharField(label="Nom du territoire", max_length=250)
    kind = forms.ChoiceField(label="Nature", required=False, choices=[("", "Non précisée"), *TerritoryKind.choices])
    members = MembersField(
        label="Communes et EPCI",
        required=False,
        help_text="Écrivez un nom, un code INSEE, un SIREN ou un code postal ; un EPCI vaut toutes ses communes.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    #: What the perimeter was made of when the page was opened.
    seen_members = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, territory, members=(), **kwargs):
        values = [f"{member.level}:{member.code}:{member.name}" for member in members]
        initial = {
            "name": territory.name,
            "kind": territory.kind,
            "members": values,
            "version": territory.version,
            "seen_members": "|".join(values),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.name_members()

    @property
    def seen_version(self):
        return self.cleaned_data["version"]

    def before(self):
        return [_member(value) for value in self.cleaned_data["seen_members"].split("|") if ":" in value]

    def accept_version(self, version):
        self.data = self.data.copy()
        self.data["version"] = version


class PredecessorForm(DsfrForm):
    known = forms.ModelChoiceField(
        Contract.objects.none(), label="Un contrat connu ici", required=False, empty_label="Aucun"
    )
    label = forms.CharField(
        label="Ou sa référence, ou son titre", max_length=300, required=False, help_text="Quand il n’est pas ici."
    )

    def __init__(self, *args, user, contract, **kwargs):
        super().__init__(*args, **kwargs)
        near = Contract.objects.visible_to(user).exclude(pk=contract.pk)
        codes = [department.pk for department in contract.territory.departments.all()]
        self.fields["known"].queryset = near.in_departments([*codes, contract.department_id]).order_by("title")
