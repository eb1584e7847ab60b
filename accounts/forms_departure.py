"""To whom each thing is given: one choice a line, and one for all the lines left blank."""

from django import forms

from core.forms import DsfrForm

from .models import User


class GiveForm(DsfrForm):
    everything = forms.ModelChoiceField(
        None,
        label="Donner tout le reste à",
        required=False,
        empty_label="Personne",
        help_text="Vaut pour chaque ligne où personne n’est choisi.",
    )

    def __init__(self, data=None, *, pairs, leaver):
        super().__init__(data)
        self.people: dict[str, User] = {}
        near: dict = {}
        for kind, holding in pairs:
            if holding.host not in near:
                near[holding.host] = [user for user in kind.candidates(holding.host) if user.pk != leaver.pk]
            choices = [(str(user.pk), str(user)) for user in near[holding.host]]
            self.people |= {str(user.pk): user for user in near[holding.host]}
            self.fields[holding.key] = forms.ChoiceField(
                label=f"{holding.what}\xa0: {holding.label}",
                required=False,
                choices=[("", "Donner à…"), *choices],
            )
        self.fields["everything"].queryset = User.objects.filter(pk__in=self.people)

    def clean(self):
        said = super().clean()
        if not self.errors and not any(said.values()):
            raise forms.ValidationError("Choisissez au moins une personne.")
        return said

    def gifts(self) -> dict:
        """{key: account}"""
        said = dict(self.cleaned_data)
        other = said.pop("everything")
        chosen = {key: self.people.get(pk) or other for key, pk in said.items()}
        return {key: to for key, to in chosen.items() if to}
