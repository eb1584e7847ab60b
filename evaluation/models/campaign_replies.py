"""What comes back from a campaign: one reply a contract, one answer a question, its drafts, and what was mailed."""

import hashlib

from django.db import models
from django.db.models import Q

from contracts.enums import ContractRoleKind
from contracts.models import Contract, ContractRole
from core.versioned import Versioned
from evaluation.campaign_enums import MISSING, MailPurpose, ReplyState, VerbatimState
from evaluation.campaign_values import texts_in

from .campaigns import Campaign, OfCampaign, Question, coordinators_of


class ReplyQuerySet(models.QuerySet):
    def answered_by(self, user):
        """Those of the contracts that `user` coordinates, and those to which she was added."""
        mine = ContractRole.objects.filter(user=user, role=ContractRoleKind.COORDINATOR).values("contract")
        named = Reply.people.through.objects.filter(user=user).values("reply")
        return self.filter(Q(contract__in=mine) | Q(pk__in=named))

    def kept(self):
        """Those that the analysis counts: sent, and not refused."""
        return self.filter(state=ReplyState.SUBMITTED)

    def missing(self):
        return self.filter(state__in=MISSING)


class Reply(Versioned, OfCampaign):
    """The answer of one contract, filled by several people."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="replies", verbose_name="campagne")
    contract = models.ForeignKey(
        Contract, on_delete=models.CASCADE, related_name="campaign_replies", verbose_name="contrat"
    )
    state = models.CharField(
        "état de la réponse", max_length=10, choices=ReplyState.choices, default=ReplyState.WAITING
    )
    people = models.ManyToManyField(
        "accounts.User", related_name="campaign_replies", blank=True, verbose_name="personnes qui répondent aussi"
    )
    submitted_at = models.DateTimeField("envoyée le", null=True, blank=True)
    submitted_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="envoyée par"
    )
    reopened_at = models.DateTimeField("rouverte le", null=True, blank=True)
    reopened_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="rouverte par"
    )
    reason = models.TextField("raison", blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse à une campagne"
        verbose_name_plural = "réponses aux campagnes"
        ordering = ["contract__title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "contract"],
                name="reply_once",
                violation_error_message="Ce contrat est déjà dans la campagne.",
            )
        ]

    def __str__(self):
        return f"{self.campaign}\xa0: {self.contract}"

    @property
    def given(self) -> bool:
        return self.state in (ReplyState.SUBMITTED, ReplyState.REFUSED)


def who_fills(replies) -> list[tuple]:
    """(reply, person) for those who can sign in: the coordinators of its contract, and who was added to it.

    Two queries, whatever the number of `replies`.
    """
    replies = list(replies)
    models.prefetch_related_objects(replies, "people")
    coordinators: dict = {}
    for role in coordinators_of({reply.contract_id for reply in replies}):
        coordinators.setdefault(role.contract_id, []).append(role.user)
    found = []
    for reply in replies:
        people = {user.pk: user for user in coordinators.get(reply.contract_id, [])}
        people |= {user.pk: user for user in reply.people.all() if user.is_active}
        found += [(reply, user) for user in people.values()]
    return found


class Answer(Versioned):
    """What is answered to one question, as JSON in the shape of its kind. Its past is in `versions`."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    value = models.JSONField("réponse", null=True, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "réponse à une question"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "question"],
                name="answer_once",
                violation_error_message="Cette question a déjà sa réponse.",
            )
        ]

    def __str__(self):
        return f"{self.question}"


class AnswerVersion(models.Model):
    """An answer as it was saved once: nothing typed is lost, even when somebody writes over it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    value = models.JSONField("réponse", null=True, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField("enregistrée le", auto_now_add=True)

    class Meta:
        verbose_name = "version d’une réponse"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["answer", "version"], name="answer_version_once")]

    def __str__(self):
        return f"{self.answer}, version {self.version}"


def fingerprint(text) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class VerbatimQuerySet(models.QuerySet):
    def to_read(self):
        return self.filter(state=VerbatimState.TO_READ, answer__reply__state=ReplyState.SUBMITTED)

    def confirmed(self):
        """Those that a person lets be shown, of the replies that count."""
        return self.filter(state=VerbatimState.CONFIRMED, answer__reply__state=ReplyState.SUBMITTED)


class Verbatim(Versioned, OfCampaign):
    """A text that was answered, and the form in which a person let it be published.

    It holds for the text that was read: another text, since, is to be read again (`source`). `place` says where in a
    table (« line|column »), empty for a question of text.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="verbatims")
    place = models.CharField(max_length=250, blank=True)
    source = models.CharField(max_length=64, editable=False)
    masked = models.TextField("texte publié", blank=True)
    state = models.CharField("relecture", max_length=10, choices=VerbatimState.choices, default=VerbatimState.TO_READ)
    read_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="relu par"
    )
    read_at = models.DateTimeField("relu le", null=True, blank=True)

    objects = VerbatimQuerySet.as_manager()

    class Meta:
        verbose_name = "verbatim"
        ordering = ["answer__question__position", "id"]
        constraints = [models.UniqueConstraint(fields=["answer", "place"], name="verbatim_once")]

    def __str__(self):
        return f"Verbatim n°\xa0{self.pk}"

    def journal_campaign(self):
        return self.answer.reply.campaign_id

    @property
    def text(self) -> str:
        """As it was answered; empty where the answer changed since it was gathered."""
        text = texts_in(self.answer.question, self.answer.value).get(self.place, "")
        return text if self.holds_for(text) else ""

    def holds_for(self, text) -> bool:
        return self.source == fingerprint(text)


class CampaignMail(models.Model):
    """One mail to one person about one reply; `sent_at` is set when it left, so that nobody is written to twice."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="mails")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField("objet", max_length=10, choices=MailPurpose.choices)
    # Which opening or reopening it tells of.
    occasion = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField("parti le", null=True, blank=True)

    class Meta:
        verbose_name = "courriel de campagne"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "user", "purpose", "occasion"], name="campaign_mail_once")
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}\xa0: {self.user}"
