"""Why something promised at the signature changes: asked beside the form that changes it."""

from django import forms

from actions.enums import Reason
from actions.services.reasons import promises_of
from core.forms import DsfrForm

from .fiche import choice


class ReasonForm(DsfrForm):
    reason = choice("Motif", Reason.choices, empty="Choisissez")
    reason_text = forms.CharField(
        label="Explication", required=False, help_text="Une phrase.", widget=forms.Textarea(attrs={"rows": 2})
    )

    @classmethod
    def beside(cls, request, *rows):
        """The form, where one of `rows` holds something promised; else nothing is asked."""
        if any(promises_of(row) for row in rows):
            return cls(request.POST if request.method == "POST" else None)
        return None

    def refuse(self, error):
        """Said once, whatever the number of lines that ask."""
        if not self.errors:
            self.add_refusal(error)


def said(form) -> dict:
    """What a service takes as `reason` and `reason_text`."""
    if form is None or not form.is_bound:
        return {}
    form.is_valid()
    return {name: form.cleaned_data.get(name, "") for name in form.fields}
