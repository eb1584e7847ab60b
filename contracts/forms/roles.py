"""Giving somebody a role on a contract."""

from django import forms

from contracts.enums import ContractRoleKind
from core.forms import DsfrForm

WHAT = {
    ContractRoleKind.COORDINATOR: "écrit le contrat et tient les fiches à jour",
    ContractRoleKind.ELECTED: "lit le contrat et ce qui l’attend",
    ContractRoleKind.PARTNER: "lit le contrat, donne des nouvelles de ses fiches",
    ContractRoleKind.READER: "lit le contrat",
    ContractRoleKind.PEN: "écrit le contrat à la place du référent",
}


class RoleForm(DsfrForm):
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        help_text="Sans compte, la personne reçoit un lien pour choisir son mot de passe.",
    )
    display_name = forms.CharField(label="Prénom et nom", max_length=150, required=False)
    role = forms.ChoiceField(label="Rôle", widget=forms.RadioSelect)

    def __init__(self, *args, may_give_pen, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in ContractRoleKind if may_give_pen or kind != ContractRoleKind.PEN]
        self.fields["role"].choices = [(kind.value, f"{kind.label} : {WHAT[kind]}") for kind in kinds]
