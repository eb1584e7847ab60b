"""The fiche action, and who, where it is for."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from actions.enums import (
    ActionStatus,
    Approach,
    Attainment,
    CarePath,
    Determinant,
    Novelty,
    OrganisationPart,
    Origin,
    Participation,
    PersonPart,
    PlaceLevel,
    Priority,
)
from actions.querysets import ActionQuerySet
from actions.states import FINISHED, is_late
from contracts.models.base import ContractPart
from core import richtext
from core.search import unaccent


class Action(ContractPart):
    """A title and an axis are enough to save one; checks speak at milestones (domain, §7)."""

    journal_part = "actions"
    #: The words of the codes that its lists hold, for the journal.
    json_choices = {"determinants": Determinant.choices, "care_path": CarePath.choices}

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="actions")
    axis = models.ForeignKey("contracts.Axis", on_delete=models.CASCADE, related_name="actions", verbose_name="axe")
    objective = models.ForeignKey(
        "contracts.Objective",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="objectif stratégique",
    )
    number = models.CharField("numéro", max_length=20, blank=True)
    title = models.CharField("titre", max_length=600)
    search = models.TextField(editable=False, default="")

    status = models.CharField("statut", max_length=20, choices=ActionStatus.choices, blank=True)
    attainment = models.CharField("atteinte des objectifs", max_length=30, choices=Attainment.choices, blank=True)
    attainment_comment = models.TextField("atteinte, en une phrase", blank=True)
    priority = models.CharField("priorité", max_length=10, choices=Priority.choices, blank=True)
    origin = models.CharField("provenance", max_length=20, choices=Origin.choices, blank=True)
    novelty = models.CharField("nouveauté", max_length=20, choices=Novelty.choices, blank=True)
    prs_objectives = models.JSONField("objectifs du PRS", default=list, blank=True)
    competent_authority = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="competent_actions",
        verbose_name="autorité compétente",
        help_text="Qui tient le levier, quand ce n’est pas un signataire.",
    )

    context = models.TextField("constats et besoins", blank=True)
    description = models.TextField("description", blank=True)
    # {"general": str|None, "specific": [{"number", "title", "operational": [{"number", "title"}]}]}
    goals = models.JSONField("objectifs de la fiche", null=True, blank=True)
    findings = models.ManyToManyField("contracts.Finding", blank=True, related_name="actions", verbose_name="constats")
    target_public = models.JSONField("publics", default=list, blank=True)
    themes = models.JSONField("thèmes", default=list, blank=True)
    resources = models.TextField("moyens humains et techniques", blank=True)

    starts_on = models.DateField("début", null=True, blank=True)
    ends_on = models.DateField("fin", null=True, blank=True)
    schedule = models.TextField("calendrier, en mots", blank=True)
    yearly = models.BooleanField("se répète chaque année", null=True, blank=True)

    approach = models.CharField("approche", max_length=20, choices=Approach.choices, blank=True)
    proportionality = models.TextField("comment l’intensité suit le besoin", blank=True)
    participation = models.CharField("place des habitants", max_length=20, choices=Participation.choices, blank=True)
    inhabitants_said = models.TextField("ce que les habitants ont dit", blank=True)
    inhabitants_changed = models.TextField("ce que leur parole a changé", blank=True)
    answer_to_inhabitants = models.TextField("ce qui leur a été répondu", blank=True)
    determinants = models.JSONField("déterminants de santé", default=list, blank=True)
    care_path = models.JSONField("parcours de santé", default=list, blank=True)
    obstacles = models.TextField("freins", blank=True)
    levers = models.TextField("leviers", blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta(ContractPart.Meta):
        verbose_name = "fiche action"
        verbose_name_plural = "fiches actions"
        indexes = [models.Index(fields=["contract", "position"])]
        constraints = [
            models.CheckConstraint(
                name="action_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")) | Q(ends_on__isnull=True) | Q(starts_on__isnull=True),
                violation_error_message="La fin de la fiche précède son début.",
            )
        ]

    def __str__(self):
        return f"{self.number}. {self.title}" if self.number else self.title

    def refresh_search(self):
        """`bulk_create` does not call `save`: imports call this."""
        self.search = unaccent(f"{self.number} {self.title} {richtext.to_text(self.description_html)}")

    def save(self, *args, **kwargs):
        self.refresh_search()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("actions:action", args=[self.contract.reference, self.pk])

    def get_additional_data(self):
        return {**super().get_additional_data(), "action": self.pk}

    @property
    def description_html(self) -> str:
        """Imported descriptions may be plain text: their lines are kept."""
        return self.description if "<" in self.description else richtext.from_text(self.description)

    @property
    def determinant_labels(self) -> list[str]:
        return [Determinant(code).label for code in self.determinants if code in Determinant.values]

    @property
    def care_path_labels(self) -> list[str]:
        return [CarePath(code).label for code in self.care_path if code in CarePath.values]

    @property
    def arrived_after(self) -> bool:
        """Foreseen by the framework or added by an avenant: said in lists; « hors contrat » has its own badge."""
        return self.origin in (Origin.FRAMEWORK, Origin.AMENDMENT)

    def year_missing(self, day) -> int | None:
        """The year of `day`, where the fiche comes back every year and nothing tells that one. As `states.year_due`."""
        if not self.yearly or self.status in FINISHED or any(row.year == day.year for row in self.years.all()):
            return None
        return day.year

    def late_on(self, day) -> bool:
        """« En retard »."""
        return is_late(self.status, self.starts_on, self.ends_on, day)

    def days_late(self, day) -> int:
        """Days since the date that was missed: the end, else the start of what is only planned."""
        if not self.late_on(day):
            return 0
        return (day - (self.ends_on if self.ends_on and self.ends_on < day else self.starts_on)).days


class ActionPart(ContractPart):
    """A row of one fiche; it carries its contract too, so that the journal and the freeze need no join."""

    journal_part = "actions"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name="fiche")

    class Meta(ContractPart.Meta):
        abstract = True

    def get_additional_data(self):
        return {**super().get_additional_data(), "action": self.action_id}


class ActionOrganisation(ActionPart):
    part = models.CharField("rôle", max_length=10, choices=OrganisationPart.choices)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="action_parts", verbose_name="organisation"
    )

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="organisation_parts")
    new = models.BooleanField("partenariat nouveau", default=False)
    produced = models.CharField("convention ou outil produit", max_length=300, blank=True)

    class Meta(ActionPart.Meta):
        verbose_name = "organisation d’une fiche"
        verbose_name_plural = "organisations des fiches"
        # For the search, which finds fiches by the names of those who lead them.
        indexes = [
            models.Index(fields=["organisation", "action"], name="action_lead", condition=Q(part=OrganisationPart.LEAD))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "part", "organisation"],
                name="action_organisation_once",
                violation_error_message="Cette organisation est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return str(self.organisation)


class ActionPerson(ActionPart):
    """A lead person or an elected sponsor, with or without an account."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="person_parts")
    part = models.CharField("rôle", max_length=10, choices=PersonPart.choices)
    name = models.CharField("nom", max_length=200, blank=True)
    function = models.CharField("fonction", max_length=200, blank=True)
    email = models.CharField("courriel", max_length=254, blank=True)
    user = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="action_parts"
    )

    class Meta(ActionPart.Meta):
        verbose_name = "personne d’une fiche"
        verbose_name_plural = "personnes des fiches"

    def __str__(self):
        return self.name or self.function or self.email


class ActionPlace(ActionPart):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="places")
    level = models.CharField("nature", max_length=20, choices=PlaceLevel.choices, blank=True)
    code = models.CharField("code", max_length=20, blank=True)
    name = models.CharField("nom", max_length=300, blank=True)

    class Meta(ActionPart.Meta):
        verbose_name = "lieu d’une fiche"
        verbose_name_plural = "lieux des fiches"

    def __str__(self):
        return self.name or self.code
