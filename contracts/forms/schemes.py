"""The register of schemes, and the roles of schemes on one theme."""

from django import forms
from django.urls import reverse_lazy

from accounts.models import Organisation
from contracts.enums import SchemeKind, SchemeRole
from contracts.models import Scheme
from core.forms import ComboboxField, DsfrForm, DsfrModelForm
from core.search import matching

from .contract import MembersField, _WithMembers


class SchemeFilter(DsfrForm):
    q = forms.CharField(label="Rechercher", required=False, max_length=200)
    kind = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes les natures"), *SchemeKind.choices])

    def narrow(self, schemes):
        data = self.cleaned_data if self.is_valid() else {}
        asked = {"kind": data["kind"]} if data.get("kind") else {}
        return schemes.filter(matching(data.get("q", ""), "search"), **asked)


class RegisterForm(_WithMembers, DsfrModelForm):
    members = MembersField(label="Périmètre", required=False, help_text="Communes, EPCI\xa0: un nom ou un code.")
    organisation = ComboboxField(
        Organisation.objects.current(),
        label="Structure porteuse",
        required=False,
        url=reverse_lazy("accounts:organisation_lookup"),
        create_url=reverse_lazy("accounts:organisation_create"),
    )
    coordinator_email = forms.EmailField(label="Courriel de la coordination", max_length=254, required=False)

    class Meta:
        model = Scheme
        fields = ["kind", "name", "stage", "organisation", "coordinator_name", "coordinator_email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            rows = self.instance.territory.members.all()
            self.initial["members"] = [f"{row.level}:{row.code}:{row.name}" for row in rows]
        self.name_members()

    def _post_clean(self):
        """The service checks and saves; this form touches no row."""


class RolesForm(DsfrForm):
    """For one theme: a role and a sentence for the contract and for each of its schemes."""

    def __init__(self, *args, links, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = [(None, "Contrat local de santé"), *((link.pk, str(link)) for link in links)]
        roles = [("", "Pas de rôle"), *SchemeRole.choices]
        for pk, _label in self.columns:
            row = rows.get(pk)
            self.fields[f"role_{pk or 0}"] = forms.ChoiceField(
                label="Rôle", choices=roles, required=False, initial=row.role if row else ""
            )
            self.fields[f"sentence_{pk or 0}"] = forms.CharField(
                label="Qui fait quoi", required=False, max_length=1000, initial=row.sentence if row else ""
            )
            self.fields[f"version_{pk or 0}"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput, initial=row.version if row else None
            )

    def lines(self):
        for pk, label in self.columns:
            yield label, self[f"role_{pk or 0}"], self[f"sentence_{pk or 0}"], self[f"version_{pk or 0}"]

    def told(self) -> dict:
        data = self.cleaned_data
        names = ("role", "sentence", "version")
        return {pk: tuple(data[f"{name}_{pk or 0}"] for name in names) for pk, _label in self.columns}
