"""The evaluation of a contract: its questions, their criteria, the grid fiche by fiche, and what it rests on."""

from django.db import models
from django.urls import reverse

from contracts.models.base import ContractPart
from evaluation.terms import SWOT, Scale, SourceKind


class EvaluationPart(ContractPart):
    journal_part = "evaluation"

    class Meta(ContractPart.Meta):
        abstract = True


class Evaluation(EvaluationPart):
    """How it is led. A contract without a row has not set its evaluation up."""

    contract = models.OneToOneField(
        "contracts.Contract", on_delete=models.CASCADE, related_name="evaluation", verbose_name="contrat"
    )
    purpose = models.TextField("ce que l’on veut savoir")
    conducted_by = models.CharField("qui la conduit", max_length=300, blank=True)
    method = models.TextField("méthode", blank=True)
    due_on = models.DateField("rapport attendu le", null=True, blank=True)
    synthesis = models.TextField("synthèse", blank=True)

    class Meta(EvaluationPart.Meta):
        verbose_name = "évaluation du contrat"
        verbose_name_plural = "évaluations des contrats"

    def __str__(self):
        return "Évaluation du contrat"


class EvaluationQuestion(EvaluationPart):
    """`code` is that of the bank: what the same code asks can be compared from a contract to another."""

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.CASCADE, related_name="evaluation_questions", verbose_name="contrat"
    )
    code = models.SlugField("code", max_length=80, blank=True)
    title = models.CharField("question évaluative", max_length=400)
    help = models.TextField("ce qu’elle veut savoir", blank=True)
    origin = models.CharField("d’où elle vient", max_length=300, blank=True)
    answer = models.TextField("réponse à la question", blank=True)
    strengths = models.JSONField("forces", default=list, blank=True)
    weaknesses = models.JSONField("faiblesses", default=list, blank=True)
    opportunities = models.JSONField("opportunités", default=list, blank=True)
    threats = models.JSONField("menaces", default=list, blank=True)

    class Meta(EvaluationPart.Meta):
        verbose_name = "question évaluative"
        verbose_name_plural = "questions évaluatives"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "code"],
                condition=~models.Q(code=""),
                name="evaluation_question_code_once",
                violation_error_message="Cette question est déjà dans l’évaluation.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("evaluation:question_page", args=[self.contract.reference, self.pk])

    @property
    def swot(self) -> list[tuple[str, list[str]]]:
        """(what it is called, its lines) of the four lists, in the usual order."""
        return [(label, getattr(self, name)) for name, label in SWOT.items()]

    @property
    def has_swot(self) -> bool:
        return any(lines for _label, lines in self.swot)


class Source(EvaluationPart):
    """What the evaluation rests on. An interview is one too, told without the name of whoever spoke."""

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.CASCADE, related_name="evaluation_sources", verbose_name="contrat"
    )
    kind = models.CharField("nature", max_length=20, choices=SourceKind.choices, default=SourceKind.DOCUMENT)
    title = models.CharField("intitulé", max_length=300)
    details = models.TextField("précisions", blank=True)
    on = models.DateField("date", null=True, blank=True)
    document = models.ForeignKey(
        "contracts.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="document du contrat",
    )

    class Meta(EvaluationPart.Meta):
        verbose_name = "source de l’évaluation"
        verbose_name_plural = "sources de l’évaluation"

    def __str__(self):
        return self.title


class Criterion(EvaluationPart):
    """What is looked at to answer. Without fiches of its own, it is judged on all those of the contract."""

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.CASCADE, related_name="evaluation_criteria", verbose_name="contrat"
    )
    question = models.ForeignKey(
        EvaluationQuestion, on_delete=models.CASCADE, related_name="criteria", verbose_name="question"
    )
    code = models.SlugField("code", max_length=80, blank=True)
    title = models.CharField("critère", max_length=300)
    help = models.TextField("comment l’apprécier", blank=True)
    indicators = models.ManyToManyField(
        "actions.Indicator", blank=True, related_name="evaluation_criteria", verbose_name="indicateurs"
    )
    sources = models.ManyToManyField(Source, blank=True, related_name="criteria", verbose_name="sources")
    actions = models.ManyToManyField(
        "actions.Action", blank=True, related_name="evaluation_criteria", verbose_name="fiches concernées"
    )

    class Meta(EvaluationPart.Meta):
        verbose_name = "critère"
        verbose_name_plural = "critères"

    def __str__(self):
        return self.title


class Judgement(EvaluationPart):
    """One cell of the grid: how far a fiche takes a criterion into account, and why one says so."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.CASCADE, related_name="judgements", verbose_name="critère"
    )
    action = models.ForeignKey(
        "actions.Action", on_delete=models.CASCADE, related_name="judgements", verbose_name="fiche"
    )
    value = models.CharField("appréciation", max_length=10, choices=Scale.choices, blank=True)
    comment = models.TextField("commentaire", blank=True)

    class Meta(EvaluationPart.Meta):
        verbose_name = "appréciation d’une fiche"
        verbose_name_plural = "appréciations des fiches"
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "action"],
                name="judgement_once",
                violation_error_message="Cette fiche est déjà appréciée sur ce critère.",
            )
        ]

    def __str__(self):
        return f"{self.action} – {self.criterion}"
