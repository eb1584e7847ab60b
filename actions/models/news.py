"""News asked of partners: one link a person, one question a fiche, one answer that waits for approval."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from actions.enums import ActionStatus, NewsState
from core.links import SignedLink

from .action import ActionPart
from .batches import UNDO_WITHIN
from .indicators import Indicator, number


class NewsLink(SignedLink):
    """What one person without an account holds: it opens the fiches asked of her, and nothing else."""

    purpose = "actions.news"

    email = models.EmailField("courriel", max_length=254, db_index=True)
    name = models.CharField("nom", max_length=200, blank=True)

    class Meta:
        verbose_name = "lien de nouvelles"
        verbose_name_plural = "liens de nouvelles"
        constraints = [
            # Two contracts that ask at once meet here: one person, one link.
            models.UniqueConstraint(
                fields=["email"], condition=Q(revoked_at__isnull=True), name="news_one_link_a_person"
            )
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def sent_at(self):
        """When the last mail left; None while it is on its way."""
        mails = list(self.mails.all())
        return mails[-1].sent_at if mails else None

    def get_absolute_url(self):
        return reverse("actions:news_answer", args=[self.token])


class NewsMailQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at__isnull=True)


class NewsMail(models.Model):
    """One mail to one person each time somebody asks; `sent_at` is set when it left."""

    link = models.ForeignKey(NewsLink, on_delete=models.CASCADE, related_name="mails")
    message = models.TextField("mot joint", blank=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField("parti le", null=True, blank=True)

    objects = NewsMailQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel de nouvelles"
        verbose_name_plural = "courriels de nouvelles"
        ordering = ["id"]

    def __str__(self):
        return str(self.link)


class NewsRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Asked, and nothing said yet (or what was said was returned with a word)."""
        return self.filter(state__in=[NewsState.WAITING, NewsState.REFUSED])

    def answerable(self):
        """What the link still shows: also an answer that nobody approved yet, so that it can be mended."""
        return self.filter(state__in=[NewsState.WAITING, NewsState.REFUSED, NewsState.ANSWERED])

    def to_approve(self):
        return self.filter(state=NewsState.ANSWERED)


class NewsRequest(ActionPart):
    """« Où en est cette fiche ? » asked of one person; her answer; what the coordinator made of it."""

    action = models.ForeignKey(
        "actions.Action", on_delete=models.CASCADE, related_name="news_requests", verbose_name="fiche"
    )
    link = models.ForeignKey(NewsLink, on_delete=models.CASCADE, related_name="requests", verbose_name="personne")
    mail = models.ForeignKey(
        NewsMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="requests", verbose_name="courriel"
    )
    asked_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="demandé par"
    )
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    state = models.CharField("état", max_length=12, choices=NewsState.choices, default=NewsState.WAITING)

    status = models.CharField("où en est la fiche", max_length=20, choices=ActionStatus.choices, blank=True)
    done = models.TextField("ce qui a été fait", blank=True)
    blocks = models.TextField("ce qui bloque", blank=True)
    next_step = models.CharField("prochaine étape", max_length=600, blank=True)
    next_on = models.DateField("pour le", null=True, blank=True)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="indicateur"
    )
    value = number("valeur")
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    # What the fiche said when it was answered, so that before and after can still be told once approved.
    status_before = models.CharField("statut avant", max_length=20, choices=ActionStatus.choices, blank=True)

    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="relu par"
    )
    decided_at = models.DateTimeField("relu le", null=True, blank=True)
    word = models.TextField("mot de la coordination", blank=True)
    # What the approval wrote, so that it can be taken back: {"status": [before, after], "rows": [[kind, id, version]]}.
    made = models.JSONField("ce que l’accord a écrit", default=dict, blank=True, editable=False)

    objects = NewsRequestQuerySet.as_manager()

    class Meta(ActionPart.Meta):
        verbose_name = "demande de nouvelles"
        verbose_name_plural = "demandes de nouvelles"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "link"],
                condition=Q(state__in=["waiting", "answered", "refused"]),
                name="news_asked_once",
                violation_error_message="Des nouvelles de cette fiche sont déjà demandées à cette personne.",
            )
        ]

    def __str__(self):
        return f"{self.action}\xa0: {self.link}"

    @property
    def last_measure(self):
        """The value that the answer comes after."""
        measures = list(self.indicator.measures.all()) if self.indicator else []
        return measures[-1] if measures else None

    @property
    def undo_until(self):
        return self.decided_at + UNDO_WITHIN

    @property
    def can_be_undone(self) -> bool:
        return self.state == NewsState.APPROVED and bool(self.made) and timezone.now() < self.undo_until

    @property
    def changes_status(self) -> bool:
        """The person said another status than the one she saw, and the fiche does not bear it already."""
        return bool(self.status) and self.status not in (self.status_before, self.action.status)
