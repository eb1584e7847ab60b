"""The forms of news: asked by the coordinator, answered by a partner in two minutes."""

from django import forms

from actions.enums import ActionStatus
from core.forms import DsfrForm, FrenchDateField

from .rows import AnyNumberField

#: What a partner may say; «\xa0à discuter\xa0» belongs to those who write the plan.
SAYABLE = [(value, label) for value, label in ActionStatus.choices if value != ActionStatus.TO_DISCUSS]


class AskForm(DsfrForm):
    message = forms.CharField(
        label="Un mot de votre part",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Il s’ajoute au courriel.",
    )


class AnswerForm(DsfrForm):
    status = forms.ChoiceField(label="Où en est cette action\xa0?", choices=[("", "Je ne sais pas"), *SAYABLE])
    done = forms.CharField(
        label="Ce qui a été fait",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une ou deux phrases suffisent.",
    )
    blocks = forms.CharField(
        label="Ce qui bloque, s’il y a lieu", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_step = forms.CharField(label="Prochaine étape", required=False, max_length=600)
    next_on = FrenchDateField(label="Prévue pour le", required=False)

    def __init__(self, *args, request, **kwargs):
        self.request = request
        said = request.answered_at is not None
        initial = {name: getattr(request, name) for name in ("done", "blocks", "next_step", "next_on", "value")}
        initial["status"] = request.status if said else request.action.status
        super().__init__(*args, prefix=f"f{request.pk}", initial=initial, **kwargs)
        self.fields["status"].required = False
        if request.indicator_id:
            self.fields["value"] = AnyNumberField(label=_asked(request.indicator))

    def for_service(self):
        """A figure that was not asked is not said."""
        return {
            name: value for name, value in self.cleaned_data.items() if name != "value" or self.request.indicator_id
        }


def _asked(indicator) -> str:
    return f"{indicator.title} ({indicator.unit})" if indicator.unit else indicator.title


class WordForm(DsfrForm):
    word = forms.CharField(
        label="Votre mot",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne le reçoit par courriel et peut répondre à nouveau.",
    )
