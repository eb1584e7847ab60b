"""What the evaluation found, what it recommends, what was answered, and what became of it."""

from django.db import models
from django.db.models import Q

from core.wording import cut
from evaluation.terms import Answer, Progress

from .evaluations import EvaluationPart, EvaluationQuestion, Source


class EvaluationFinding(EvaluationPart):
    """« Constat de l’évaluation »: apart from those of the shared diagnosis."""

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.CASCADE, related_name="evaluation_findings", verbose_name="contrat"
    )
    text = models.TextField("constat")
    questions = models.ManyToManyField(
        EvaluationQuestion, blank=True, related_name="findings", verbose_name="questions évaluatives"
    )
    sources = models.ManyToManyField(Source, blank=True, related_name="findings", verbose_name="sources")

    class Meta(EvaluationPart.Meta):
        verbose_name = "constat de l’évaluation"
        verbose_name_plural = "constats de l’évaluation"

    def __str__(self):
        return cut(self.text, 120)


class RecommendationQuerySet(models.QuerySet):
    def pending(self):
        """Accepted, and not yet done."""
        return self.filter(answer=Answer.ACCEPTED).exclude(progress=Progress.DONE)

    def late_on(self, day):
        return self.pending().filter(due_on__lt=day)

    def unanswered(self):
        return self.filter(answer="")

    def in_state(self, state, day):
        """The states of the list's filter: one of `STATES`, or an answer."""
        if state == "late":
            return self.late_on(day)
        if state == "pending":
            return self.pending()
        if state == "done":
            return self.filter(answer=Answer.ACCEPTED, progress=Progress.DONE)
        if state == "unanswered":
            return self.unanswered()
        return self.filter(answer=state) if state in Answer.values else self

    def of_predecessors(self, contract):
        """Accepted in the contracts that `contract` follows and not done there: the next one answers for them."""
        return self.pending().filter(contract__successors__contract=contract)

    def for_lists(self):
        return self.select_related("owner", "inherited_from__contract").prefetch_related("findings", "actions")


class Recommendation(EvaluationPart):
    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.CASCADE, related_name="recommendations", verbose_name="contrat"
    )
    text = models.TextField("recommandation")
    addressed_to = models.CharField("à qui elle s’adresse", max_length=300, blank=True)
    findings = models.ManyToManyField(
        EvaluationFinding, blank=True, related_name="recommendations", verbose_name="constats"
    )
    actions = models.ManyToManyField(
        "actions.Action", blank=True, related_name="recommendations", verbose_name="fiches concernées"
    )
    inherited_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="taken_up",
        verbose_name="recommandation de la génération précédente",
    )
    answer = models.CharField("réponse", max_length=10, choices=Answer.choices, blank=True)
    answer_reason = models.TextField("raison de la réponse", blank=True)
    answered_by = models.CharField("répondu par", max_length=300, blank=True)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    owner = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name="compte",
    )
    owner_name = models.CharField("qui s’en charge", max_length=200, blank=True)
    due_on = models.DateField("pour le", null=True, blank=True)
    progress = models.CharField("avancement", max_length=20, choices=Progress.choices, default=Progress.TO_DO)
    done_on = models.DateField("faite le", null=True, blank=True)
    proof = models.TextField("preuve", blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta(EvaluationPart.Meta):
        verbose_name = "recommandation"
        constraints = [
            models.CheckConstraint(
                name="recommendation_answer_is_signed",
                condition=Q(answer="") | (Q(answered_on__isnull=False) & ~Q(answered_by="")),
                violation_error_message="Dites qui a répondu, et quand.",
            ),
            models.CheckConstraint(
                name="recommendation_refusal_has_its_reason",
                condition=~Q(answer__in=["refused", "postponed"]) | ~Q(answer_reason=""),
                violation_error_message="Dites pourquoi elle est refusée ou reportée.",
            ),
            models.CheckConstraint(
                name="recommendation_done_has_its_day",
                condition=Q(progress="done", done_on__isnull=False) | (~Q(progress="done") & Q(done_on__isnull=True)),
                violation_error_message="Une recommandation faite l’est un jour dit.",
            ),
        ]

    def __str__(self):
        return cut(self.text, 120)

    @property
    def who(self) -> str:
        return str(self.owner or self.owner_name or "")

    def late_on(self, day) -> bool:
        open_ = self.answer == Answer.ACCEPTED and self.progress != Progress.DONE
        return open_ and self.due_on is not None and self.due_on < day
