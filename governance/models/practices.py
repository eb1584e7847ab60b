"""A fiche shared as an example with the other coordinators of the region, and what was made of it elsewhere."""

from django.db import models
from django.urls import reverse

from contracts.models.base import ContractPart
from core import richtext
from core.search import Searchable, search_key
from governance.enums import PracticeState
from governance.querysets import PracticeQuerySet


class Practice(Searchable, ContractPart):
    """`shown` is what the fiche said when it was proposed: what was read and accepted is what others read.

    What is written in the fiche afterwards is not shown until it is proposed again.
    """

    journal_part = "actions"
    # A copy of the fiche, whose own journal tells it.
    untold = ("shown",)

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="practices")
    action = models.OneToOneField(
        "actions.Action", on_delete=models.CASCADE, related_name="practice", verbose_name="fiche"
    )
    state = models.CharField(
        "état de la pratique", max_length=20, choices=PracticeState.choices, default=PracticeState.PROPOSED
    )
    brings = models.TextField("ce qu’elle apporte")
    know_how = models.TextField("à savoir pour la refaire ailleurs")
    means = models.TextField("moyens nécessaires", blank=True)
    contact = models.CharField("contact", max_length=300, blank=True)
    themes = models.JSONField("thèmes de la pratique", default=list, blank=True)
    public = models.JSONField("publics de la pratique", default=list, blank=True)
    remark = models.TextField("remarque", blank=True)
    shown = models.JSONField("ce qui est montré de la fiche", default=dict, blank=True, editable=False)
    proposed_on = models.DateField("proposée le", null=True, blank=True, editable=False)
    published_on = models.DateField("publiée le", null=True, blank=True, editable=False)

    objects = PracticeQuerySet.as_manager()

    class Meta(ContractPart.Meta):
        verbose_name = "pratique partagée"
        verbose_name_plural = "pratiques partagées"

    def __str__(self):
        return self.shown.get("title") or str(self.action)

    def get_absolute_url(self):
        return reverse("practices:practice", args=[self.pk])

    def get_additional_data(self):
        return {**super().get_additional_data(), "action": self.action_id}

    def search_text(self) -> str:
        words = [self.brings, self.know_how, self.means, *self.themes, *self.public, self.shown.get("title", "")]
        return search_key(" ".join([*words, richtext.to_text(self.shown.get("description", ""))]))


class PracticeCopy(ContractPart):
    """A fiche made from a practice: where it comes from is kept, even if the practice goes."""

    journal_part = "actions"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    action = models.OneToOneField(
        "actions.Action", on_delete=models.CASCADE, related_name="copied_practice", verbose_name="fiche"
    )
    practice = models.ForeignKey(
        Practice, on_delete=models.SET_NULL, null=True, related_name="copies", verbose_name="pratique reprise"
    )
    source = models.CharField("reprise de", max_length=700)

    class Meta(ContractPart.Meta):
        verbose_name = "reprise d’une pratique"
        verbose_name_plural = "reprises de pratiques"

    def __str__(self):
        return self.source

    def get_additional_data(self):
        return {**super().get_additional_data(), "action": self.action_id}
