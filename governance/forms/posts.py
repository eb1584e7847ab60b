"""Who holds a post, what is paid for it, which sharing is expected; the filters of the posts of a region."""

from django import forms

from actions.forms.money import FundingLineForm
from contracts.filters import places_of
from core.forms import AmountField, DsfrForm, DsfrModelForm, FrenchDateField, LinesField
from governance.models import CoordinationPost, GovernanceSettings, RegionGovernance


class HolderForm(DsfrModelForm):
    """The one who comes; the one who leaves stands on the page."""

    left_on = FrenchDateField(
        label="Dernier jour de la personne en poste",
        required=False,
        help_text="Laissez vide\xa0: la fin déjà notée, sinon la veille de l’arrivée.",
    )
    since = FrenchDateField(label="Depuis le", required=False)
    until = FrenchDateField(label="Jusqu’au", required=False)

    sections = [
        ("Qui part", "", ["left_on"]),
        ("Qui arrive", "", ["holder_name", "holder_role", "holder_email", "since", "until"]),
    ]

    class Meta:
        model = CoordinationPost
        fields = ["holder_name", "holder_role", "holder_email", "since", "until"]
        help_texts = {"holder_name": "Laissez vide si personne n’est encore recruté\xa0: le poste est alors vacant."}

    def __init__(self, data=None, *, post):
        blank = dict.fromkeys(["holder_name", "holder_role", "holder_email", "since", "until"])
        super().__init__(data, instance=post, initial=blank)
        if not post.holder_name:
            del self.fields["left_on"]

    def values(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PostFundingLineForm(FundingLineForm):
    """One line of the grid of a post: as for a fiche, with the end of the agreement."""

    action = None  # type: ignore[assignment]  # the way of Django to take a field away
    agreement_ends_on = FrenchDateField(label="Fin de la convention", required=False)

    VALUES = (*FundingLineForm.VALUES, "agreement_ends_on")
    PLACE = ("row", "version")


class SharingForm(DsfrModelForm):
    """Another sharing than the region's, for one contract."""

    ars_share = AmountField(
        label="Part de l’ARS, en %",
        required=False,
        min_value=0,
        max_value=100,
        help_text="Laissez vide pour revenir à la règle de la région.",
    )

    class Meta:
        model = GovernanceSettings
        fields = ["ars_share", "sharing_reason"]
        labels = {"sharing_reason": "Raison"}
        widgets = {"sharing_reason": forms.Textarea(attrs={"rows": 3})}


class RegionRulesForm(DsfrModelForm):
    ars_share = AmountField(
        label="Part de l’ARS, en %",
        required=False,
        min_value=0,
        max_value=100,
        help_text="Laissez vide pour des parts égales entre ceux qui financent.",
    )

    handover_questions = LinesField(
        label="Questions ajoutées au dossier de passation",
        required=False,
        help_text=RegionGovernance._meta.get_field("handover_questions").help_text,
    )
    sections = [
        ("Partage du financement", "", ["ars_share"]),
        ("Engagements des signataires", "", ["commitment_review_months"]),
        ("Passation", "", ["handover_questions"]),
    ]

    class Meta:
        model = RegionGovernance
        fields = ["ars_share", "commitment_review_months", "handover_questions"]


STATES = [("", "Tous"), ("held", "Pourvus"), ("vacant", "Vacants")]


class PostFilter(DsfrForm):
    """In the address."""

    state = forms.ChoiceField(label="Poste", required=False, choices=STATES)
    department = forms.ChoiceField(label="Département", required=False)

    def __init__(self, data, *, user):
        super().__init__(data)
        places = [(each.pk, f"{each.pk} – {each.name}") for each in places_of(user)]
        self.fields["department"].choices = [("", "Tous"), *places]
        if len(places) < 2:
            del self.fields["department"]
        self.is_valid()

    def narrow(self, posts, contracts, *, day):
        """A value that does not exist is left out, never an error."""
        said = self.cleaned_data
        if said.get("department"):
            posts = posts.filter(contract__in=contracts.in_departments([said["department"]]))
        return {"held": posts.held_on, "vacant": posts.vacant_on}.get(said.get("state"), lambda day: posts)(day)

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())
