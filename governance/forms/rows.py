"""The small forms of the governance. Each names its fields; the service takes them as they are."""

from decimal import Decimal

from django.urls import reverse_lazy

from accounts.models import Organisation
from core.forms import (
    AmountField,
    ComboboxField,
    ComboboxMultipleField,
    DsfrModelForm,
    FrenchDateField,
)
from governance.models import Body, CoordinationPost, Meeting, PostShare, Seat

LOOKUP = {
    "url": reverse_lazy("accounts:organisation_lookup"),
    "create_url": reverse_lazy("accounts:organisation_create"),
}
HELP = "Écrivez ses premières lettres."


def register():
    return Organisation.objects.current()


class BodyForm(DsfrModelForm):
    chairs = ComboboxMultipleField(
        register(), label="Présidence", required=False, help_text="Une ou plusieurs organisations.", **LOOKUP
    )

    until = FrenchDateField(
        label="Close le", required=False, help_text="Son dernier jour\xa0; ses séances et ses décisions restent."
    )

    class Meta:
        model = Body
        fields = ["kind", "name", "meetings_per_year", "quorum", "chairs", "theme", "actions", "until"]
        help_texts = {
            "name": "Laissez vide pour reprendre la nature.",
            "quorum": "Sièges présents ou représentés. Laissez vide s’il n’y en a pas.",
        }

    sections = [
        ("L’instance", "", ["kind", "name", "chairs"]),
        ("Son rythme", "", ["meetings_per_year", "quorum", "until"]),
        ("Ce qu’elle suit", "Surtout pour un groupe de travail.", ["theme", "actions"]),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["actions"].queryset = self.instance.contract.actions.in_plan_order()


class SeatForm(DsfrModelForm):
    organisation = ComboboxField(register(), label="Organisation", help_text=HELP, **LOOKUP)
    since = FrenchDateField(label="Depuis le", required=False)
    until = FrenchDateField(label="Jusqu’au", required=False)

    class Meta:
        model = Seat
        fields = [
            *("organisation", "college", "since", "until"),
            *("holder_name", "holder_role", "holder_email"),
            *("substitute_name", "substitute_role", "substitute_email"),
        ]
        help_texts = {
            "college": "Élus, institutions, professionnels, habitants, usagers, conseil citoyen…",
            "until": "Une personne change\xa0? Datez la fin de ce siège, ajoutez-en un\xa0: le passé garde les siens.",
        }

    sections = [
        ("Le siège", "", ["organisation", "college", "since", "until"]),
        ("Titulaire", "", ["holder_name", "holder_role", "holder_email"]),
        ("Suppléant·e", "", ["substitute_name", "substitute_role", "substitute_email"]),
    ]


class MeetingForm(DsfrModelForm):
    on = FrenchDateField(label="Tenue le")

    class Meta:
        model = Meeting
        fields = ["on", "title"]


class PostForm(DsfrModelForm):
    since = FrenchDateField(label="Depuis le", required=False)
    until = FrenchDateField(label="Jusqu’au", required=False)
    fte = AmountField(label="ETP", required=False, max_digits=4)

    class Meta:
        model = CoordinationPost
        fields = [
            *("title", "fte", "employer", "location"),
            *("holder_name", "holder_role", "holder_email", "since", "until"),
        ]
        help_texts = {"holder_name": "Laissez vide tant que le poste est vacant."}

    sections = [
        ("Le poste", "", ["title", "fte", "employer", "location"]),
        (
            "Qui l’occupe",
            "Pour noter un départ et une arrivée, « Changer de titulaire » garde la mémoire de qui précède.",
            ["holder_name", "holder_role", "holder_email", "since", "until"],
        ),
    ]


class PostShareForm(DsfrModelForm):
    share = AmountField(
        label="Part du poste, en %", required=False, min_value=0, max_value=100, help_text="Par exemple 20."
    )

    class Meta:
        model = PostShare
        fields = ["scheme", "share"]
        help_texts = {"scheme": "Contrat local de santé mentale, atelier santé ville, CPTS…"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["share"] = self.instance.percent

    def clean_share(self):
        """Kept as a part of one, to three places."""
        percent = self.cleaned_data["share"]
        return None if percent is None else (percent / 100).quantize(Decimal("0.001"))
