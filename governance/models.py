"""Bodies that steer the contract, and the posts that coordinate it."""

from django.db import models
from django.db.models import F, Q

from contracts.models.base import ContractPart

from .enums import BodyKind


class Body(ContractPart):
    """An instance: COPIL, COTECH, working group… A seat belongs to an organisation."""

    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="bodies")
    kind = models.CharField("nature", max_length=20, choices=BodyKind.choices)
    name = models.CharField("nom", max_length=300, blank=True)
    meetings_per_year = models.PositiveSmallIntegerField("séances par an", null=True, blank=True)
    chairs = models.ManyToManyField(
        "accounts.Organisation", blank=True, related_name="chaired_bodies", verbose_name="présidence"
    )

    class Meta(ContractPart.Meta):
        verbose_name = "instance"

    def __str__(self):
        return self.name or self.get_kind_display()


class Seat(ContractPart):
    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="seats")
    holder_name = models.CharField("titulaire", max_length=200, blank=True)
    holder_role = models.CharField("fonction du titulaire", max_length=200, blank=True)
    holder_email = models.CharField("courriel du titulaire", max_length=254, blank=True)
    substitute_name = models.CharField("suppléant·e", max_length=200, blank=True)
    substitute_role = models.CharField("fonction du suppléant", max_length=200, blank=True)
    substitute_email = models.CharField("courriel du suppléant", max_length=254, blank=True)
    college = models.CharField("collège", max_length=200, blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "siège"

    def __str__(self):
        return str(self.organisation)


class Meeting(ContractPart):
    """A meeting that was held, with what it decided."""

    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="meetings")
    held_on = models.DateField("tenue le")
    title = models.CharField("intitulé", max_length=300, blank=True)
    decisions = models.JSONField("décisions", default=list, blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "séance"
        ordering = ["held_on", "id"]

    def __str__(self):
        return f"{self.body}, {self.held_on:%d/%m/%Y}"


class CoordinationPost(ContractPart):
    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="coordination_posts")
    title = models.CharField("intitulé", max_length=300, blank=True)
    fte = models.DecimalField("ETP", max_digits=4, decimal_places=2, null=True, blank=True)
    employer = models.CharField("employeur", max_length=300, blank=True)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)
    holder_name = models.CharField("titulaire", max_length=200, blank=True)
    holder_role = models.CharField("fonction", max_length=200, blank=True)
    holder_email = models.CharField("courriel", max_length=254, blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "poste de coordination"
        verbose_name_plural = "postes de coordination"
        constraints = [
            models.CheckConstraint(
                name="post_until_after_since",
                condition=Q(until__gte=F("since")) | Q(until__isnull=True) | Q(since__isnull=True),
                violation_error_message="Le poste finit avant de commencer.",
            ),
            models.CheckConstraint(
                name="post_fte_positive",
                condition=Q(fte__gte=0) | Q(fte__isnull=True),
                violation_error_message="Un ETP ne peut pas être négatif.",
            ),
        ]

    def __str__(self):
        return self.title or "Coordination"


class PostFunding(ContractPart):
    """Who pays the post, by year. The exchange format writes it like the funding of a fiche."""

    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(CoordinationPost, on_delete=models.CASCADE, related_name="fundings")
    funder = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="post_fundings")
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    kind = models.CharField("nature des fonds", max_length=20, blank=True)
    nature = models.CharField("origine des moyens", max_length=20, blank=True)
    planned = models.DecimalField("prévu", max_digits=14, decimal_places=2, null=True, blank=True)
    granted = models.DecimalField("notifié", max_digits=14, decimal_places=2, null=True, blank=True)
    spent = models.DecimalField("réalisé", max_digits=14, decimal_places=2, null=True, blank=True)
    fte = models.DecimalField("ETP", max_digits=6, decimal_places=2, null=True, blank=True)
    agreement = models.TextField("convention", blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "financement d’un poste"
        verbose_name_plural = "financements des postes"

    def __str__(self):
        return f"{self.funder} {self.year or ''}".strip()


class PostShare(ContractPart):
    """The part of a post that serves another scheme (CLSM, ASV, CPTS)."""

    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(CoordinationPost, on_delete=models.CASCADE, related_name="shares")
    scheme = models.CharField("dispositif", max_length=200)
    share = models.DecimalField("part du poste", max_digits=4, decimal_places=3, null=True, blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "partage d’un poste"
        verbose_name_plural = "partages des postes"

    def __str__(self):
        return self.scheme

    @property
    def percent(self):
        return None if self.share is None else self.share * 100
