"""A démarche: a territory asks for a contract, or is asked, before any contract exists. Read by the ARS alone."""

from urllib.parse import urlsplit

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from contracts.enums import OPEN_APPROACHES, ApproachState
from core.history import Channel, Journalled
from core.search import Searchable, search_key
from core.versioned import Versioned

from .documents import KeptFile


class ApproachQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the départements and regions of an ARS agent; it names who asked, so nobody else sees it."""
        roles = getattr(user, "roles", None)
        if not roles or not roles.is_ars:
            return self.none()
        return self.filter(Q(department__in=roles.department_codes) | Q(department__region__in=roles.region_codes))

    def open(self):
        return self.filter(state__in=OPEN_APPROACHES)

    def late_on(self, day):
        """Still open, and the day of the next step has passed."""
        return self.open().filter(next_on__lt=day)

    def by_next_step(self):
        return self.order_by(F("next_on").asc(nulls_last=True), "name", "pk")


class Approach(Versioned, Searchable, Journalled):
    journal_part = "approach"

    name = models.CharField("territoire, en mots", max_length=250)
    department = models.ForeignKey("territories.Department", on_delete=models.PROTECT, verbose_name="département")
    territory = models.OneToOneField(
        "territories.Territory", on_delete=models.PROTECT, related_name="approach", verbose_name="périmètre envisagé"
    )
    state = models.CharField(
        "état des échanges", max_length=20, choices=ApproachState.choices, default=ApproachState.FIRST_CONTACT
    )
    asked_on = models.DateField("premier contact le")
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="structure qui a demandé",
    )
    asker_name = models.CharField("personne qui a demandé", max_length=200, blank=True)
    asker_role = models.CharField("fonction", max_length=200, blank=True)
    asker_contact = models.CharField("contact", max_length=254, blank=True)
    axes = models.JSONField("axes pressentis", default=list, blank=True)
    talks = models.TextField("où en sont les échanges", blank=True)
    next_step = models.CharField("prochaine étape", max_length=300, blank=True)
    next_on = models.DateField("date de la prochaine étape", null=True, blank=True)
    referent = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="suivie par",
    )
    contract = models.OneToOneField(
        "contracts.Contract",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="approach",
        verbose_name="contrat",
    )

    objects = ApproachQuerySet.as_manager()

    class Meta:
        verbose_name = "démarche"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="approach_named", condition=~Q(name=""), violation_error_message="Nommez le territoire."
            ),
            models.CheckConstraint(
                name="approach_contract_with_its_state",
                condition=Q(state=ApproachState.CONTRACT, contract__isnull=False)
                | ~Q(state=ApproachState.CONTRACT) & Q(contract__isnull=True),
                violation_error_message="Une démarche devenue un contrat le nomme, et elle seule.",
            ),
            models.CheckConstraint(
                name="approach_dated_step_said",
                condition=Q(next_on__isnull=True) | ~Q(next_step=""),
                violation_error_message="Dites quelle est la prochaine étape dont vous donnez la date.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("approaches:approach", args=[self.pk])

    def search_text(self):
        asker = [self.organisation.name if self.organisation else "", self.asker_name]
        return search_key(" ".join([self.name, *asker, *self.axes]))

    @property
    def is_open(self):
        return self.state in OPEN_APPROACHES

    def late_on(self, day):
        return self.is_open and self.next_on is not None and self.next_on < day


class ApproachPart(Journalled):
    """A row of one démarche, told in the journal of its contract once it has one."""

    journal_part = "approach"

    approach = models.ForeignKey(Approach, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name="démarche")

    class Meta:
        abstract = True

    def journal_scope(self):
        return self.approach.contract_id


class ApproachPassage(ApproachPart):
    """One passage of a démarche: who, when, why. Never changed, never deleted."""

    source = models.CharField("de", max_length=20, choices=ApproachState.choices, blank=True)
    target = models.CharField("à", max_length=20, choices=ApproachState.choices)
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField("par", max_length=10, choices=Channel.choices, default=Channel.PAGE)
    at = models.DateTimeField("le")
    reason = models.TextField("raison", blank=True)

    class Meta:
        verbose_name = "passage d’une démarche"
        ordering = ["at", "id"]

    def __str__(self):
        return " → ".join(filter(None, [self.get_source_display(), self.get_target_display()]))


class ApproachNote(ApproachPart):
    """What was said one day; written once."""

    on = models.DateField("le")
    text = models.TextField("note")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("écrite le", auto_now_add=True)

    class Meta:
        verbose_name = "note d’une démarche"
        ordering = ["-on", "-id"]

    def __str__(self):
        return f"{self.on:%d/%m/%Y}"


class PressLink(ApproachPart):
    title = models.CharField("titre de l’article", max_length=300)
    url = models.CharField(
        "adresse",
        max_length=1000,
        validators=[URLValidator(schemes=["http", "https"], message="Écrivez une adresse qui commence par https://.")],
    )
    published_on = models.DateField("paru le", null=True, blank=True)

    class Meta:
        verbose_name = "article de presse"
        ordering = [F("published_on").desc(nulls_last=True), "-id"]

    def __str__(self):
        return self.title

    @property
    def host(self):
        return urlsplit(self.url).hostname or ""


class ApproachDocument(ApproachPart, KeptFile):
    class Meta(KeptFile.Meta):
        verbose_name = "document d’une démarche"
