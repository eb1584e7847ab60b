"""What people type of a meeting: when and where, its agenda, its people."""

from django import forms

from accounts.models import Organisation
from contracts.models import Document
from core.forms import ComboboxField, DsfrForm, DsfrModelForm, FrenchDateField
from governance.models import AgendaItem, Attendance, Meeting, Rectification

from .rows import HELP, LOOKUP


def time_field(label, help_text=""):
    return forms.TimeField(
        label=label, required=False, help_text=help_text, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class PrepareForm(DsfrModelForm):
    on = FrenchDateField(label="Date")
    begins_at = time_field("Début")
    ends_at = time_field("Fin")

    class Meta:
        model = Meeting
        fields = ["on", "begins_at", "ends_at", "place", "link", "title", "introduction"]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "title": "Laissez vide pour reprendre le nom de l’instance.",
            "introduction": "Il ouvre la convocation.",
        }

    sections = [
        ("Quand et où", "", ["on", "begins_at", "ends_at", "place", "link"]),
        ("Ce qui s’écrit dans la convocation", "", ["title", "introduction"]),
    ]

    def clean(self):
        data = super().clean()
        begins, ends = data.get("begins_at"), data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", "La séance finit avant de commencer.")
        return data


class MinutesForm(DsfrModelForm):
    class Meta:
        model = Meeting
        fields = ["minutes"]
        widgets = {"minutes": forms.Textarea(attrs={"rows": 10})}


class ItemForm(DsfrModelForm):
    class Meta:
        model = AgendaItem
        fields = ["title", "kind", "minutes_planned", "presenter", "description", "actions", "documents"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"documents": "Parmi les documents du contrat."}

    sections = [
        ("Le point", "", ["title", "kind", "minutes_planned", "presenter", "description"]),
        ("Ce qui s’y rapporte", "", ["actions", "documents"]),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        contract = self.instance.contract
        self.fields["actions"].queryset = contract.actions.in_plan_order()
        self.fields["documents"].queryset = Document.objects.filter(contract=contract, withdrawn_at__isnull=True)


class GuestForm(DsfrModelForm):
    organisation = ComboboxField(Organisation.objects.current(), label="Organisation", help_text=HELP, **LOOKUP)

    class Meta:
        model = Attendance
        fields = ["organisation", "name", "role", "email"]


class AttendanceForm(DsfrModelForm):
    """One line of the list of people."""

    class Meta:
        model = Attendance
        fields = ["answer", "presence", "represented_by"]


class RectificationForm(DsfrModelForm):
    class Meta:
        model = Rectification
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


class ConveneForm(DsfrForm):
    substitutes = forms.BooleanField(
        label="Écrire aussi aux suppléant·es",
        required=False,
        help_text="Chacun·e reçoit son propre lien, puis les mises à jour.",
    )


class ReasonForm(DsfrForm):
    reason = forms.CharField(label="Raison", widget=forms.Textarea(attrs={"rows": 3}))
