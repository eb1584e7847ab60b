"""What is said of inhabitants and of partnerships."""

from django import forms

from actions.models import ParticipationPhase
from core.forms import DsfrForm, DsfrModelForm


class PhaseForm(DsfrModelForm):
    class Meta:
        model = ParticipationPhase
        fields = ["level", "said", "changed", "answer"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("said", "changed", "answer")}


class PartnershipsForm(DsfrForm):
    """Two fields a partner of the fiche."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, action, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.partners = partners
        self.fields["version"].initial = action.version
        for row in partners:
            self.fields[f"new_{row.pk}"] = forms.BooleanField(
                label="Ce partenariat est né avec la fiche", required=False, initial=row.new
            )
            self.fields[f"produced_{row.pk}"] = forms.CharField(
                label="Ce qu’il a produit",
                required=False,
                max_length=300,
                initial=row.produced,
                help_text="Convention, charte, outil commun…",
            )

    def rows(self):
        return [(row, self[f"new_{row.pk}"], self[f"produced_{row.pk}"]) for row in self.partners]

    def told(self) -> dict:
        data = self.cleaned_data
        return {row.pk: {"new": data[f"new_{row.pk}"], "produced": data[f"produced_{row.pk}"]} for row in self.partners}
