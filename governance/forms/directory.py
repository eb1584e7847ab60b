"""The filters of the directory, and a training followed."""

from django import forms

from core.forms import AmountField, DsfrForm, DsfrModelForm, FrenchDateField
from core.search import unaccent, words
from governance.directory import matches, themes_of
from governance.models import Training

STATES = [("", "Tous"), ("held", "Pourvus"), ("vacant", "Vacants")]


class DirectoryFilter(DsfrForm):
    """In the address. A value that does not exist is left out, never an error."""

    secondary = ["department", "theme", "training", "state"]

    q = forms.CharField(
        label="Rechercher", required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    department = forms.ChoiceField(label="Département", required=False)
    theme = forms.ChoiceField(label="Thème des fiches", required=False)
    training = forms.CharField(label="Formation suivie", required=False, max_length=200)
    state = forms.ChoiceField(label="Poste", required=False, choices=STATES)

    def __init__(self, data, *, lines):
        super().__init__(data)
        departments = {each for line in lines for each in _departments(line.contract)}
        chosen = [(each.pk, f"{each.pk} – {each.name}") for each in sorted(departments, key=lambda each: each.pk)]
        self.fields["department"].choices = [("", "Tous"), *chosen]
        self.themes = themes_of({line.contract.pk for line in lines})
        every = sorted({theme for themes in self.themes.values() for theme in themes}, key=unaccent)
        self.fields["theme"].choices = [("", "Tous"), *((theme, theme) for theme in every)]
        self.is_valid()

    def narrow(self, lines):
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        return [line for line in lines if all(self._keeps(line, *each) for each in asked.items())]

    def _keeps(self, line, name, value) -> bool:
        match name:
            case "q":
                return matches(line, value)
            case "department":
                return value in {each.pk for each in _departments(line.contract)}
            case "theme":
                return value in self.themes[line.contract.pk]
            case "training":
                return any(_has_words(row.title, value) for row in line.trainings)
            case "state":
                return line.vacant == (value == "vacant")
        return True

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())


def _has_words(title, text) -> bool:
    return all(word in unaccent(title) for word in words(text))


def _departments(contract):
    own = [contract.department] if contract.department else []
    return {*contract.territory.departments.all(), *own}


class TrainingForm(DsfrModelForm):
    on = FrenchDateField(label="Date", help_text="Le dernier jour, si elle en a duré plusieurs.")
    hours = AmountField(label="Durée, en heures", required=False, min_value=0, max_digits=5, decimal_places=1)

    class Meta:
        model = Training
        fields = ["title", "organiser", "on", "hours"]
