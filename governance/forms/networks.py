"""What people type of the bodies of a territory: the body, its members, its meetings, its decisions."""

from django import forms
from django.db.models import Q

from core.forms import ComboboxField, DsfrForm, DsfrModelForm, FrenchDateField, RichTextField
from governance.models import (
    Network,
    NetworkAttendance,
    NetworkDecision,
    NetworkFollowUp,
    NetworkItem,
    NetworkMeeting,
    NetworkMember,
    NetworkRectification,
)
from governance.services.networks import accounts_of
from territories.models import Department, Region

from .decisions import in_short
from .meetings import PrepareForm
from .rows import HELP, LOOKUP, register


class NetworkForm(DsfrModelForm):
    until = FrenchDateField(
        label="Close le", required=False, help_text="Son dernier jour\xa0; ses séances et ses décisions restent."
    )

    class Meta:
        model = Network
        fields = ["kind", "name", "purpose", "meetings_per_year", "until"]
        help_texts = {
            "name": "Laissez vide pour reprendre la nature. Le territoire s’ajoute de lui-même.",
            "meetings_per_year": "Le rythme promis.",
        }
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}


class NewNetworkForm(NetworkForm):
    """With its territory, among those that this person holds."""

    territory = forms.ChoiceField(label="Territoire")
    field_order = ["territory"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["until"]
        roles = user.roles
        regions = Region.objects.filter(pk__in=roles.region_codes).order_by("name")
        departments = Department.objects.filter(Q(pk__in=roles.department_codes) | Q(region__in=roles.region_codes))
        self.places = {f"region:{each.pk}": {"region": each} for each in regions}
        self.places |= {f"department:{each.pk}": {"department": each} for each in departments.order_by("name")}
        labels = [(key, next(iter(place.values())).name) for key, place in self.places.items()]
        groups = [("Région", "region:"), ("Département", "department:")]
        self.fields["territory"].choices = [
            (word, [pair for pair in labels if pair[0].startswith(start)])
            for word, start in groups
            if any(pair[0].startswith(start) for pair in labels)
        ]

    def _post_clean(self):
        if place := self.places.get(self.cleaned_data.get("territory", "")):
            for name, value in place.items():
                setattr(self.instance, name, value)
        super()._post_clean()

    def values(self) -> dict:
        said = dict(self.cleaned_data)
        return {**self.places[said.pop("territory")], **said}


class MemberForm(DsfrModelForm):
    organisation = ComboboxField(register(), label="Organisation", required=False, help_text=HELP, **LOOKUP)
    since = FrenchDateField(label="Membre depuis le", required=False)
    until = FrenchDateField(label="Jusqu’au", required=False)

    class Meta:
        model = NetworkMember
        fields = ["name", "email", "organisation", "leads", "since", "until"]
        help_texts = {
            "email": "C’est à cette adresse que partent les convocations. Si un compte la porte, il devient membre.",
            "organisation": "",
        }

    sections = [
        ("La personne", "", ["name", "email", "organisation", "leads"]),
        ("Quand", "Une séance passée garde ceux qui en étaient.", ["since", "until"]),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = not self.instance.user_id
        if self.instance.user_id:
            # The name and the address are those of the account.
            del self.fields["name"], self.fields["email"]


class NetworkMeetingForm(PrepareForm):
    class Meta(PrepareForm.Meta):
        model = NetworkMeeting  # type: ignore[assignment]  # another meeting, with the same fields


class NetworkMinutesForm(DsfrModelForm):
    minutes = RichTextField(label="Compte rendu", required=False)

    class Meta:
        model = NetworkMeeting
        fields = ["minutes"]


class NetworkItemForm(DsfrModelForm):
    class Meta:
        model = NetworkItem
        fields = ["title", "presenter", "minutes_planned"]


class NetworkPresenceForm(DsfrModelForm):
    class Meta:
        model = NetworkAttendance
        fields = ["presence"]


class NetworkDecisionForm(DsfrModelForm):
    on = FrenchDateField(label="Prise le")

    class Meta:
        model = NetworkDecision
        fields = ["text", "on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"text": "Elle prend le numéro suivant et ne change plus\xa0: une autre la remplace."}


class NetworkFollowUpForm(DsfrModelForm):
    text = forms.CharField(label="À faire", widget=forms.Textarea(attrs={"rows": 3}))
    due_on = FrenchDateField(label="Pour le", required=False)
    owner = forms.ModelChoiceField(
        None,
        label="Membre",
        required=False,
        help_text="La suite paraît sur son accueil, et dans son rappel de la semaine si elle est en retard.",
    )

    class Meta:
        model = NetworkFollowUp
        fields = ["text", "due_on", "decision", "owner", "owner_name"]
        labels = {"owner_name": "Ou une personne sans compte"}
        help_texts = {"owner_name": "Personne ne lui écrit depuis la plateforme."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        network = self.instance.network
        self.fields["owner"].queryset = accounts_of(network)
        self.fields["decision"].queryset = network.decisions.all()
        self.fields["decision"].label_from_instance = in_short

    def clean(self):
        said = super().clean()
        if said.get("owner") and said.get("owner_name"):
            self.add_error("owner_name", "Choisissez un membre, ou écrivez un nom\xa0: pas les deux.")
        return said


class NetworkFinishForm(DsfrModelForm):
    done_on = FrenchDateField(label="Fait le")

    class Meta:
        model = NetworkFollowUp
        fields = ["done_on", "proof"]
        widgets = {"proof": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"proof": "Courrier, lien vers un document\xa0: ce qui montre que c’est fait."}


class NetworkDropForm(DsfrModelForm):
    class Meta:
        model = NetworkFollowUp
        fields = ["dropped_reason"]
        labels = {"dropped_reason": "Raison"}
        widgets = {"dropped_reason": forms.Textarea(attrs={"rows": 3})}


class NetworkRectificationForm(DsfrModelForm):
    class Meta:
        model = NetworkRectification
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


class NetworkFilter(DsfrForm):
    """In the address. A value that does not exist is left out, never an error."""

    territory = forms.ChoiceField(label="Territoire", required=False)
    kind = forms.ChoiceField(label="Nature", required=False)

    def __init__(self, data, *, networks):
        super().__init__(data)
        rows = list(networks.for_lists())
        places = {self._key(row): row.place.name for row in rows}
        kinds = {row.kind: row.get_kind_display() for row in rows}
        self.fields["territory"].choices = [("", "Tous"), *sorted(places.items(), key=lambda pair: pair[1])]
        self.fields["kind"].choices = [("", "Toutes"), *kinds.items()]
        self.is_valid()

    @staticmethod
    def _key(network):
        return f"region:{network.region_id}" if network.region_id else f"department:{network.department_id}"

    def narrow(self, networks):
        said = self.cleaned_data
        if said.get("territory"):
            name, _, code = said["territory"].partition(":")
            networks = networks.filter(**{name: code})
        return networks.filter(kind=said["kind"]) if said.get("kind") else networks

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())
