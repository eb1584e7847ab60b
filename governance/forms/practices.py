"""A shared practice, the filters of the shelf, and where to take one up."""

from django import forms

from actions.enums import Origin
from contracts.models import Contract
from contracts.permissions import can_write
from core.forms import DsfrForm, DsfrModelForm, LinesField
from core.search import unaccent
from governance.enums import PracticeState
from governance.models import Practice


class PracticeForm(DsfrModelForm):
    themes = LinesField(label="Thèmes", required=False, help_text="Un par ligne\xa0: on la retrouve par eux.")
    public = LinesField(label="Publics", required=False, help_text="Un par ligne.")

    class Meta:
        model = Practice
        fields = ["brings", "know_how", "means", "contact", "themes", "public"]
        help_texts = {
            "brings": "Ce qui a changé, pour qui, à quoi on le voit.",
            "know_how": "Ce que vous auriez aimé savoir avant\xa0: conditions, pièges, partenaires à réunir.",
            "means": "Temps, argent, locaux, compétences.",
            "contact": "À qui écrire pour en parler\xa0: nom et adresse professionnelle.",
        }
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("brings", "know_how", "means")}


class PracticeFilter(DsfrForm):
    """In the address. A value that does not exist is left out, never an error."""

    q = forms.CharField(
        label="Rechercher", required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    theme = forms.ChoiceField(label="Thème", required=False)
    public = forms.ChoiceField(label="Public", required=False)
    state = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *PracticeState.choices])

    def __init__(self, data, *, practices):
        super().__init__(data)
        self.rows = list(practices.values_list("pk", "themes", "public"))
        for place, name in ((1, "theme"), (2, "public")):
            every = sorted({word for row in self.rows for word in row[place]}, key=unaccent)
            self.fields[name].choices = [("", "Tous"), *((word, word) for word in every)]
        self.is_valid()

    def narrow(self, practices):
        said = self.cleaned_data
        practices = practices.search(said.get("q", ""))
        if said.get("state"):
            practices = practices.filter(state=said["state"])
        for place, name in ((1, "theme"), (2, "public")):
            if word := said.get(name):
                practices = practices.filter(pk__in=[row[0] for row in self.rows if word in row[place]])
        return practices

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())


class TakeForm(DsfrForm):
    """An axis of a contract that this person writes."""

    axis = forms.ChoiceField(label="Dans quel axe de quel contrat")
    origin = forms.ChoiceField(
        label="Provenance de la fiche",
        required=False,
        choices=[("", "Contrat non signé"), *(each for each in Origin.choices if each[0] != Origin.ORIGINAL)],
        help_text="Pour un contrat signé\xa0: avenant, ou hors du contrat.",
    )

    def __init__(self, data=None, *, user):
        super().__init__(data)
        contracts = Contract.objects.visible_to(user).prefetch_related("axes", "territory__departments")
        written = [each for each in contracts.select_related("territory") if can_write(user, each)]
        self.axes = {str(axis.pk): axis for contract in written for axis in contract.axes.all()}
        groups = [(each.title, [(str(axis.pk), str(axis)) for axis in each.axes.all()]) for each in written]
        self.fields["axis"].choices = [("", "Sélectionner une option"), *(group for group in groups if group[1])]

    def clean_axis(self):
        return self.axes[self.cleaned_data["axis"]]
