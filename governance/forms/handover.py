"""Who leaves, when, who comes; one answer of the questionnaire."""

from django import forms

from core.forms import DsfrForm, DsfrModelForm, FrenchDateField
from governance.enums import HandoverKind
from governance.models import Handover, HandoverAnswer
from governance.services.follow_ups import people_of


class OpenForm(DsfrForm):
    """« Qui part » : a post by its key, else a role, with whoever the contract names there."""

    who = forms.ChoiceField(label="Qui part")

    def __init__(self, data=None, *, contract):
        super().__init__(data)
        self.posts = {f"poste-{post.pk}": post for post in contract.coordination_posts.all()}
        roles = [kind for kind in HandoverKind if kind != HandoverKind.COORDINATOR or not self.posts]
        names = {HandoverKind.ELECTED: contract.elected_referent_name, HandoverKind.ARS: contract.ars_referent_name}
        self.fields["who"].choices = [
            *((key, _with_name(post, post.holder_name)) for key, post in self.posts.items()),
            *((kind.value, _with_name(kind.label, names.get(kind))) for kind in roles),
        ]

    def asked(self) -> dict:
        who = self.cleaned_data["who"]
        if who in self.posts:
            return {"kind": HandoverKind.COORDINATOR, "post": self.posts[who]}
        return {"kind": HandoverKind(who)}


def _with_name(what, name) -> str:
    return f"{what} ({name})" if name else str(what)


class HandoverForm(DsfrModelForm):
    leaves_on = FrenchDateField(label="Dernier jour", required=False)
    successor = forms.ModelChoiceField(
        None,
        label="Qui prend la suite",
        required=False,
        empty_label="Pas encore connu",
        help_text="Le dossier remis paraît sur la présentation du contrat jusqu’à ce que cette personne le dise lu.",
    )

    class Meta:
        model = Handover
        fields = ["leaver_name", "leaver_email", "leaves_on", "successor"]

    def __init__(self, *args, contract, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = people_of(contract)


class AnswerForm(DsfrModelForm):
    class Meta:
        model = HandoverAnswer
        fields = ["text"]
        labels = {"text": "Votre réponse"}
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
