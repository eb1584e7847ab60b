"""A campaign of questionnaire, and its questions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from contracts.enums import ContractRoleKind
from contracts.models import Contract, ContractRole
from core.history import Journalled
from core.versioned import Versioned
from evaluation.campaign_enums import CHOSEN, LISTED, CampaignState, ColumnKind, Crossing, QuestionKind, TableRows

COLUMNS = 4


class OfCampaign(Journalled):
    """A row whose journal lines are found by its campaign (`additional_data`), beside those of a contract."""

    journal_part = "campaign"

    class Meta:
        abstract = True

    def get_additional_data(self):
        return {**super().get_additional_data(), "campaign": self.journal_campaign()}

    def journal_campaign(self):
        return self.campaign_id


class CampaignQuerySet(models.QuerySet):
    def managed_by(self, user):
        """The siège manages the campaigns of its region, a référent those of her département."""
        roles = user.roles
        return self.filter(Q(region__in=roles.region_codes) | Q(department__in=roles.department_codes))

    def answered_by(self, user):
        """Sent to a contract that `user` coordinates, or to whose answer she was added."""
        from .campaign_replies import Reply

        sent = self.exclude(state=CampaignState.DRAFT)
        return sent.filter(pk__in=Reply.objects.answered_by(user).values("campaign"))

    def visible_to(self, user):
        """Those that one manages or answers, and the published ones of one's region for its ARS."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(pk__in=self.model.objects.managed_by(user).values("pk"))
        mine |= Q(pk__in=self.model.objects.answered_by(user).values("pk"))
        mine |= Q(state=CampaignState.PUBLISHED, region__in=user.roles.ars_region_codes)
        return self.filter(mine)


class Campaign(Versioned, OfCampaign):
    untold = ("published_as",)

    title = models.CharField("titre", max_length=200)
    year = models.PositiveSmallIntegerField("année")
    introduction = models.TextField("mot d’accueil", blank=True)
    region = models.ForeignKey(
        "territories.Region", on_delete=models.PROTECT, related_name="campaigns", verbose_name="région"
    )
    department = models.ForeignKey(
        "territories.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name="département",
    )
    state = models.CharField(
        "état", max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT, editable=False
    )
    closes_on = models.DateField("à rendre pour le", null=True, blank=True)
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("close le", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("publiée le", null=True, blank=True, editable=False)
    reason = models.TextField("raison", blank=True, editable=False)
    reminded_at = models.DateTimeField("ceux qui n’ont pas répondu relancés le", null=True, blank=True, editable=False)
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="next_ones"
    )
    # One alone: two of them, subtracted, would tell the answer of one contract.
    crossed_by = models.CharField(
        "croisement publié",
        max_length=12,
        choices=Crossing.choices,
        default=Crossing.DEPARTMENT,
        blank=True,
        help_text="Le seul que lisent ceux qui ont répondu\xa0: deux, comparés, diraient la réponse d’un contrat.",
    )
    #: As it was on the day of the publication, whatever becomes of the contracts: {"fewest", "groups": [[label, ids]]}.
    published_as = models.JSONField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    contracts = models.ManyToManyField(Contract, through="evaluation.Reply", related_name="campaigns")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        ordering = ["-year", "-id"]

    def __str__(self):
        return f"{self.title} ({self.year})"

    def get_absolute_url(self):
        return reverse("evaluation:campaign", args=[self.pk])

    def journal_campaign(self):
        return self.pk

    def late_on(self, day) -> bool:
        return self.state == CampaignState.OPEN and bool(self.closes_on) and self.closes_on < day


class Question(Versioned, OfCampaign):
    """One question. Its choices are kept as they are read: nothing of a question changes once the campaign opened."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField("ordre", default=0)
    kind = models.CharField("nature", max_length=10, choices=QuestionKind.choices)
    text = models.CharField("question", max_length=500)
    help = models.TextField("aide", blank=True)
    example = models.TextField("exemple", blank=True)
    required = models.BooleanField("réponse obligatoire", default=False)
    choices = models.JSONField("choix proposés", default=list, blank=True)
    scale_max = models.PositiveSmallIntegerField("dernier degré de l’échelle", default=5)
    scale_low = models.CharField("sens du premier degré", max_length=80, blank=True)
    scale_high = models.CharField("sens du dernier degré", max_length=80, blank=True)
    unit = models.CharField("unité", max_length=40, blank=True)
    rows = models.CharField("lignes du tableau", max_length=10, choices=TableRows.choices, blank=True)
    columns = models.JSONField("colonnes du tableau", default=list, blank=True)
    blank_counts = models.BooleanField(
        "l’absence de réponse compte dans les pourcentages",
        default=True,
        help_text="Sinon les pourcentages portent sur les seules réponses données.",
    )
    condition = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="conditioned",
        verbose_name="posée selon la réponse à",
    )
    condition_answers = models.JSONField("réponses qui la font poser", default=list, blank=True)

    class Meta:
        verbose_name = "question"
        ordering = ["position", "id"]

    def __str__(self):
        return self.text

    @property
    def options(self) -> list[str]:
        """What may be answered, as text, where it is a short list."""
        if self.kind == QuestionKind.SCALE:
            return [str(degree) for degree in range(1, self.scale_max + 1)]
        return list(self.choices) if self.kind in CHOSEN else []

    @property
    def listed(self) -> bool:
        return self.kind in LISTED

    @property
    def holds_text(self) -> bool:
        return self.kind == QuestionKind.TEXT or any(column["kind"] == ColumnKind.TEXT for column in self.columns)

    def clean(self):
        errors = {}
        if self.kind in CHOSEN and len(self.choices) < 2:
            errors["choices"] = "Proposez au moins deux choix, un par ligne."
        if len(set(self.choices)) != len(self.choices):
            errors["choices"] = "Un choix est écrit deux fois."
        if self.kind == QuestionKind.SCALE and not 2 <= self.scale_max <= 10:
            errors["scale_max"] = "Une échelle va de 1 à un nombre entre 2 et 10."
        if self.kind == QuestionKind.TABLE:
            errors |= self._table_errors()
        if errors:
            raise ValidationError(errors)

    def _table_errors(self):
        found = {}
        labels = [column["label"] for column in self.columns]
        if not self.rows:
            found["rows"] = "Dites ce que sont les lignes du tableau."
        if not labels:
            found["columns"] = "Donnez au moins une colonne."
        elif len(set(labels)) != len(labels):
            found["columns"] = "Deux colonnes portent le même nom."
        if any(column["kind"] == ColumnKind.CHOICE for column in self.columns) and len(self.choices) < 2:
            found["choices"] = "Une colonne à choix demande au moins deux choix, un par ligne."
        return found


def coordinators_of(contracts):
    """The roles of the people who coordinate these contracts and can sign in."""
    roles = ContractRole.objects.filter(role=ContractRoleKind.COORDINATOR, user__is_active=True)
    return roles.filter(contract__in=contracts).select_related("user", "contract").order_by("user__display_name")
