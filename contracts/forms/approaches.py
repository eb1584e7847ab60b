"""What people type about a démarche."""

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone

from accounts.models import Organisation
from contracts.enums import ApproachState
from contracts.following import followers_of
from contracts.models import Approach
from core.forms import ComboboxField, DsfrForm, DsfrModelForm, FrenchDateField, LinesField
from core.search import matching

from .contract import MembersField, _member, _WithMembers, own_departments
from .life import area


class ApproachFilter(DsfrForm):
    secondary = ["department"]

    q = forms.CharField(
        label="Rechercher", required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(label="État des échanges", required=False, choices=[("", "Tous"), *ApproachState.choices])
    department = forms.ChoiceField(label="Département", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        places = [(each.pk, f"{each.pk} – {each.name}") for each in own_departments(user)]
        self.fields["department"].choices = [("", "Tous"), *places]
        if len(places) < 2:
            del self.fields["department"]

    def narrow(self, approaches):
        """A value that does not exist is left out, never an error."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        found = approaches.filter(matching(asked.pop("q", ""), "search"))
        return found.filter(**asked).by_next_step()

    @property
    def narrows(self):
        return any(self.cleaned_data.values())


class ApproachForm(_WithMembers, DsfrModelForm):
    sections = [
        ("Le territoire", "Un nom suffit ; communes et EPCI peuvent attendre.", ["name", "department", "members"]),
        (
            "Qui a demandé",
            "Lu par les référents du département et le siège de l’ARS, par personne d’autre.",
            ["asked_on", "organisation", "asker_name", "asker_role", "asker_contact"],
        ),
        ("Les échanges", "", ["axes", "talks"]),
        (
            "La suite",
            "Passé sa date, elle est rappelée chaque semaine à la personne qui suit la démarche.",
            ["next_step", "next_on", "referent"],
        ),
    ]
    members = MembersField(label="Communes et EPCI", required=False, help_text="Un nom, un code ou un code postal.")
    asked_on = FrenchDateField(label="Premier contact le")
    organisation = ComboboxField(
        Organisation.objects.current(),
        label="Structure",
        required=False,
        url=reverse_lazy("accounts:organisation_lookup"),
        create_url=reverse_lazy("accounts:organisation_create"),
        help_text="Écrivez ses premières lettres.",
    )
    axes = LinesField(label="Axes pressentis", required=False, help_text="Un par ligne.")
    next_on = FrenchDateField(label="Date", required=False)
    seen_members = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Approach
        fields = [
            *("name", "department", "asked_on", "organisation", "asker_name", "asker_role", "asker_contact"),
            *("axes", "talks", "next_step", "next_on", "referent"),
        ]
        labels = {
            "name": "Territoire",
            "asker_name": "Prénom et nom",
            "asker_contact": "Courriel ou téléphone",
            "next_step": "Prochaine étape",
        }
        help_texts = {"name": "Par exemple : pays de Bièvre, ou communauté de communes du Royans."}
        widgets = {"talks": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        places = own_departments(user)
        self.fields["department"].queryset = places
        self.fields["referent"].queryset = followers_of(places)
        if self.instance.pk:
            values = [f"{row.level}:{row.code}:{row.name}" for row in self.instance.territory.members.all()]
            self.initial |= {"members": values, "seen_members": "|".join(values)}
        else:
            self.initial |= {"asked_on": timezone.localdate(), "referent": user.pk}
            if len(places) == 1:
                self.initial["department"] = places[0].pk
        self.name_members()

    def members_before(self):
        """What the perimeter was when the page was opened."""
        return [_member(value) for value in self.cleaned_data["seen_members"].split("|") if ":" in value]

    def _post_clean(self):
        """The service checks and saves; this form touches no row."""


class BecomeForm(DsfrForm):
    title = forms.CharField(label="Titre du contrat", max_length=300)


class NoteForm(DsfrForm):
    on = FrenchDateField(label="Le", initial=timezone.localdate)
    text = area("Note", help_text="Ce qui s’est dit, avec qui. Elle porte votre nom et ne se modifie plus.")


class PressForm(DsfrForm):
    title = forms.CharField(label="Titre de l’article", max_length=300)
    url = forms.CharField(
        label="Adresse", max_length=1000, help_text="https://…", widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    published_on = FrenchDateField(label="Paru le", required=False)


class DepositForm(DsfrForm):
    file = forms.FileField(label="Fichier", help_text="PDF, image, Word, Excel ou OpenDocument, 50 Mo au plus.")
    title = forms.CharField(
        label="Titre", required=False, max_length=300, help_text="Le nom du fichier, si vous n’écrivez rien."
    )
