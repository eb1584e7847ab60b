"""What is typed during a meeting, in as few fields as it takes."""

from django import forms

from accounts.models import Organisation
from core.forms import ComboboxField, DsfrModelForm, FrenchDateField
from governance.enums import Effect, Presence
from governance.models import Decision, FollowUp

from .decisions import in_short
from .rows import HELP, LOOKUP


class NotesForm(forms.Form):
    """Notes of one item, saved as they are typed; `version` is the one that the writer had before them.

    `keep` (mine, theirs, both) answers a conflict shown with the version `seen`.
    """

    notes = forms.CharField(required=False)
    version = forms.IntegerField()
    keep = forms.ChoiceField(choices=[(word, word) for word in ("mine", "theirs", "both")], required=False)
    seen = forms.IntegerField(required=False)


class DecisionForm(DsfrModelForm):
    effects = forms.MultipleChoiceField(
        label="Ce qu’elle change", choices=Effect.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Decision
        fields = ["text", "kind", "effects", "actions"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, item, **kwargs):
        kwargs.setdefault("instance", Decision(contract=item.contract))
        super().__init__(*args, **kwargs, prefix="decision")
        self.fields["actions"].queryset = item.contract.actions.in_plan_order()
        self.initial.setdefault("actions", [action.pk for action in item.actions.all()])


class FollowUpForm(DsfrModelForm):
    organisation = ComboboxField(
        Organisation.objects.current(), label="Organisation", required=False, help_text=HELP, **LOOKUP
    )
    due_on = FrenchDateField(label="Pour le", required=False)

    class Meta:
        model = FollowUp
        fields = ["text", "owner_name", "owner_email", "organisation", "due_on", "high_priority", "decision"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, decisions, **kwargs):
        super().__init__(*args, **kwargs, prefix="suite")
        decision = self.fields["decision"]
        decision.label, decision.empty_label = "Après la décision", "Aucune"
        decision.label_from_instance = in_short
        decision.queryset = Decision.objects.filter(pk__in=[each.pk for each in decisions])
        if len(decisions):
            decision.initial = list(decisions)[-1].pk


class PresenceForm(forms.Form):
    presence = forms.ChoiceField(choices=[("", ""), *Presence.choices], required=False)
