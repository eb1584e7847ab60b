"""Follow-ups: what is asked of whom, that it is done, that it is dropped; and the filters of their list."""

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy

from accounts.models import Organisation
from core.forms import ComboboxField, DsfrForm, DsfrModelForm, FrenchDateField
from governance.enums import BodyKind
from governance.models import FollowUp
from governance.services.follow_ups import people_of

from .decisions import choice, in_short

STATES = [
    ("open", "En attente"),
    ("late", "En retard"),
    ("verify", "À vérifier"),
    ("done", "Faites"),
    ("dropped", "Abandonnées"),
    ("all", "Toutes"),
]


class FollowUpForm(DsfrModelForm):
    text = forms.CharField(label="À faire", widget=forms.Textarea(attrs={"rows": 3}))
    due_on = FrenchDateField(label="Pour le", required=False)
    owner = forms.ModelChoiceField(
        None,
        label="Compte",
        required=False,
        help_text="La suite paraît sur son accueil, et dans son rappel de la semaine si elle est en retard.",
    )
    organisation = ComboboxField(
        Organisation.objects.current(),
        label="Organisation",
        required=False,
        url=reverse_lazy("accounts:organisation_lookup"),
        create_url=reverse_lazy("accounts:organisation_create"),
    )

    class Meta:
        model = FollowUp
        fields = [
            *("text", "due_on", "high_priority", "decision", "action"),
            *("owner", "owner_name", "owner_email", "organisation"),
        ]
        help_texts = {"owner_name": "Pour une personne sans compte. Personne ne lui écrit depuis la plateforme."}

    sections = [
        ("La suite", "", ["text", "due_on", "high_priority", "decision", "action"]),
        (
            "Qui",
            "Un compte, une personne sans compte, ou une organisation.",
            ["owner", "owner_name", "owner_email", "organisation"],
        ),
    ]

    def __init__(self, data=None, *, contract, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["owner"].queryset = people_of(contract)
        self.fields["decision"].queryset = contract.decisions.all()
        self.fields["decision"].label_from_instance = in_short
        self.fields["action"].queryset = contract.actions.order_by("axis__position", "position")


class FinishForm(DsfrForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    done_on = FrenchDateField(label="Fait le")
    proof = forms.CharField(
        label="Preuve",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Courrier, délibération, lien vers un document\xa0: ce qui montre que c’est fait.",
    )


class DropForm(DsfrForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    dropped_reason = forms.CharField(label="Raison", widget=forms.Textarea(attrs={"rows": 3}))


class FollowUpFilter(DsfrForm):
    """In the address. Without a state, what waits."""

    state = choice("État", STATES[1:], STATES[0][1])
    who = choice("Qui", [("me", "Moi")], "Tout le monde")
    body = choice("Instance", empty="Toutes")

    def __init__(self, data, *, follow_ups, user, today):
        super().__init__(data)
        self.user, self.today = user, today
        bodies = {}
        for path in ("decision__body", "meeting__body"):
            for pk, name, kind in follow_ups.order_by().values_list(path, f"{path}__name", f"{path}__kind").distinct():
                if pk:
                    bodies[pk] = name or BodyKind(kind).label
        self.fields["body"].choices = [("", "Toutes"), *bodies.items()]
        self.is_valid()

    def value(self, name):
        return getattr(self, "cleaned_data", {}).get(name) or ""

    def narrow(self, follow_ups):
        found = follow_ups.of_person(self.user) if self.value("who") else follow_ups
        if body := self.value("body"):
            found = found.filter(Q(decision__body=body) | Q(meeting__body=body))
        return found.in_state(self.value("state") or "open", self.today)

    @property
    def narrowed(self) -> bool:
        return any(self.value(name) for name in self.fields)
