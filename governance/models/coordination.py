"""The posts that coordinate a contract, and who pays them."""

from django.db import models
from django.db.models import F, Q

from contracts.models.base import ContractPart
from governance.querysets import PostQuerySet


class CoordinationPost(ContractPart):
    """`since`, `until` and the holder are those of whoever holds it now; who held it before is a `PostHolder`."""

    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="coordination_posts")
    title = models.CharField("intitulé", max_length=300, blank=True)
    fte = models.DecimalField("ETP", max_digits=4, decimal_places=2, null=True, blank=True)
    employer = models.CharField("employeur", max_length=300, blank=True)
    location = models.CharField("lieu d’exercice", max_length=300, blank=True)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)
    holder_name = models.CharField("titulaire", max_length=200, blank=True)
    holder_role = models.CharField("fonction", max_length=200, blank=True)
    holder_email = models.CharField("courriel", max_length=254, blank=True)

    objects = PostQuerySet.as_manager()

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


class PostHolder(ContractPart):
    """Who held the post before, from a date to a date."""

    journal_part = "governance"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(CoordinationPost, on_delete=models.CASCADE, related_name="former_holders")
    holder_name = models.CharField("titulaire", max_length=200)
    holder_role = models.CharField("fonction", max_length=200, blank=True)
    holder_email = models.CharField("courriel", max_length=254, blank=True)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au")

    class Meta(ContractPart.Meta):
        verbose_name = "ancien titulaire d’un poste"
        verbose_name_plural = "anciens titulaires des postes"
        ordering = ["-until", "-id"]
        constraints = [
            models.CheckConstraint(
                name="post_holder_until_after_since",
                condition=Q(until__gte=F("since")) | Q(since__isnull=True),
                violation_error_message="Le départ précède l’arrivée.",
            )
        ]

    def __str__(self):
        return self.holder_name


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
    agreement_ends_on = models.DateField("fin de la convention", null=True, blank=True)

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
