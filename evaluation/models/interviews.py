"""Interviews, heard under a consent, and the quotes that one may show. Names and notes stay with who writes."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from evaluation.terms import Audience, Consent, ConsentWay

from .evaluations import EvaluationPart, EvaluationQuestion, Source


class Interview(EvaluationPart):
    """Personal data: read by the writers of the contract only, and never told by the journal."""

    untold = ("person_name", "person_role", "answers", "notes")

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.CASCADE, related_name="interviews", verbose_name="contrat"
    )
    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="interview", verbose_name="source")
    audience = models.CharField("public", max_length=20, choices=Audience.choices)
    on = models.DateField("date de l’entretien")
    person_name = models.CharField("personne entendue", max_length=200, blank=True)
    person_role = models.CharField("sa fonction", max_length=200, blank=True)
    conducted_by = models.CharField("mené par", max_length=200, blank=True)
    #: A list of {"question", "answer"}: the guide as it was on that day.
    answers = models.JSONField("réponses", default=list, blank=True)
    notes = models.TextField("notes", blank=True)
    consent = models.CharField("consentement", max_length=10, choices=Consent.choices, blank=True)
    consent_on = models.DateField("recueilli le", null=True, blank=True)
    consent_way = models.CharField("comment", max_length=10, choices=ConsentWay.choices, blank=True)
    consent_noted_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="noté par"
    )

    class Meta(EvaluationPart.Meta):
        verbose_name = "entretien"
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                name="interview_consent_is_dated",
                condition=Q(consent="") | (Q(consent_on__isnull=False) & ~Q(consent_way="")),
                violation_error_message="Dites quand et comment le consentement a été recueilli.",
            )
        ]

    def __str__(self):
        return f"Entretien ({self.get_audience_display()})"

    def get_absolute_url(self):
        return reverse("evaluation:interview", args=[self.contract.reference, self.pk])

    @property
    def may_be_quoted(self) -> bool:
        return self.consent == Consent.GIVEN


class QuotingReport(models.Model):
    """A report among the documents of the contract, and whom it quotes: it is shown as long as they all agree.

    `taken_back_on`: the day when one of them did no more, and it left the documents that one opens.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="quoting_reports")
    document = models.OneToOneField("contracts.Document", on_delete=models.CASCADE, related_name="+")
    interviews = models.ManyToManyField(Interview, related_name="reports")
    taken_back_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "rapport qui cite"
        verbose_name_plural = "rapports qui citent"
        ordering = ["id"]

    def __str__(self):
        return str(self.document)


class QuoteQuerySet(models.QuerySet):
    def shown(self):
        """What everybody may read: a person confirmed the words, and who spoke agrees to be quoted."""
        return self.filter(confirmed_at__isnull=False, interview__consent=Consent.GIVEN)


class Quote(EvaluationPart):
    """`original` is what was said; `text`, without the names, is shown once somebody has confirmed it."""

    untold = ("original", "text")

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="evaluation_quotes")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="quotes", verbose_name="entretien")
    question = models.ForeignKey(
        EvaluationQuestion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="quotes",
        verbose_name="question évaluative",
    )
    original = models.TextField("ce qui a été dit", blank=True)
    text = models.TextField("citation anonymisée", blank=True)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="confirmée par",
    )

    objects = QuoteQuerySet.as_manager()

    class Meta(EvaluationPart.Meta):
        verbose_name = "citation"

    def __str__(self):
        return f"Citation n°\xa0{self.position}"
