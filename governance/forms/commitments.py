"""Where a promise stands, and the filters of their list."""

from django import forms

from contracts.enums import CommitmentState
from contracts.models import Commitment
from core.forms import DsfrForm, DsfrModelForm
from governance.figures_commitments import CODES

from .decisions import choice

LOOKS = [("late", "En retard"), ("review", "À revoir"), ("bare", "Tenus sans preuve")]


class ReportForm(DsfrModelForm):
    class Meta:
        model = Commitment
        fields = ["state", "proof", "comment"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("proof", "comment")}
        help_texts = {
            "proof": "Convention, délibération, lien vers un document\xa0: ce qui montre que c’est tenu.",
            "comment": "Ce qui avance, ce qui bloque, ce qui est prévu.",
        }


class CommitmentFilter(DsfrForm):
    """In the address."""

    signatory = choice("Signataire")
    state = choice("État", CommitmentState.choices)
    look = choice("À regarder", LOOKS, "Tout")

    def __init__(self, data, *, signatories):
        super().__init__(data)
        self.fields["signatory"].choices = [("", "Tous"), *((str(each.pk), str(each)) for each in signatories)]
        self.is_valid()

    def narrow(self, rows, *, today, to_review):
        """A value that does not exist is left out, never an error."""
        said = getattr(self, "cleaned_data", {})
        if said.get("signatory"):
            rows = rows.filter(signatory=said["signatory"])
        if said.get("state"):
            rows = rows.filter(CODES[said["state"]])
        match said.get("look"):
            case "late":
                return rows.late_on(today)
            case "review":
                return rows.filter(pk__in=to_review.values("pk"))
            case "bare":
                return rows.filter(state=CommitmentState.KEPT, proof="")
        return rows

    @property
    def narrowed(self) -> bool:
        return any(getattr(self, "cleaned_data", {}).values())
