"""What people type on the pages of accounts and organisations."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from core.forms import DsfrForm, DsfrModelForm
from territories.models import Department, Region

from .enums import KeyScope, OrganisationKind, Sector, TerritoryRoleKind
from .models import ApiKey, Organisation, User
from .models.user import normal_email
from .permissions import is_administrator

NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})
PASSWORD_HELP = "Douze caractères au moins. Une phrase que vous retenez est un bon mot de passe."


class SignInForm(AuthenticationForm):
    """The account is locked by address in lower case, so that capitals give no second chance."""

    error_messages = {
        "invalid_login": "Adresse ou mot de passe incorrect.",
        "inactive": "Ce compte est désactivé.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Adresse électronique"
        self.fields["username"].widget = forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})

    def clean_username(self):
        return normal_email(self.cleaned_data["username"])

    @property
    def was_tried(self) -> bool:
        """Both were given, so it was a guess, not a slip."""
        return bool(self.data.get("username") and self.data.get("password"))


class ForgottenForm(DsfrForm):
    email = forms.EmailField(
        label="Adresse électronique", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class NewPasswordForm(DsfrForm):
    password = forms.CharField(label="Nouveau mot de passe", strip=False, widget=NEW_PASSWORD, help_text=PASSWORD_HELP)
    again = forms.CharField(label="Le même, encore une fois", strip=False, widget=NEW_PASSWORD)

    def clean(self):
        data = super().clean()
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "Les deux mots de passe diffèrent.")
        return data


class ChangePasswordForm(NewPasswordForm):
    current = forms.CharField(
        label="Mot de passe actuel",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["current", "password", "again"]

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_current(self):
        if not self.user.check_password(self.cleaned_data["current"]):
            raise forms.ValidationError("Ce n’est pas votre mot de passe actuel.")
        return self.cleaned_data["current"]


class AcceptForm(NewPasswordForm):
    display_name = forms.CharField(
        label="Prénom et nom", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ["display_name", "password", "again"]

    def accepted(self):
        return {name: self.cleaned_data[name] for name in ("display_name", "password")}


class ProfileForm(DsfrModelForm):
    class Meta:
        model = User
        fields = ["display_name", "function", "phone", "email_in_directory", "phone_in_directory"]


class KeyForm(DsfrForm):
    name = forms.CharField(label="Nom", max_length=100, help_text=ApiKey._meta.get_field("name").help_text)
    scope = forms.ChoiceField(label="Étendue", choices=KeyScope.choices, initial=KeyScope.SIGNED)
    read_only = forms.BooleanField(label="Lecture seule", required=False, initial=True)


class RoleForm(DsfrForm):
    """A role among those that `actor` may give, and its place."""

    role = forms.ChoiceField(label="Rôle")
    region = forms.ModelChoiceField(
        Region.objects.none(), label="Région", required=False, help_text="Pour un rôle d’ARS siège."
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label="Département", required=False, help_text="Pour un·e référent·e ARS DD."
    )

    def __init__(self, actor, *args, **kwargs):
        super().__init__(*args, **kwargs)
        everything = is_administrator(actor)
        mine = {} if everything else {"pk__in": actor.roles.region_codes}
        of_mine = {} if everything else {"region__in": actor.roles.region_codes}
        self.fields["region"].queryset = Region.objects.filter(**mine).order_by("name")
        self.fields["department"].queryset = Department.objects.filter(**of_mine).order_by("pk")
        roles = [choice for choice in TerritoryRoleKind.choices if everything or choice[0] != "administrator"]
        self.fields["role"].choices = [("", "Choisir un rôle"), *roles]

    def clean(self):
        data = super().clean()
        match data.get("role"):
            case TerritoryRoleKind.ARS_REGION if not data.get("region"):
                self.add_error("region", "Choisissez la région.")
            case TerritoryRoleKind.ARS_DEPARTMENT if not data.get("department"):
                self.add_error("department", "Choisissez le département.")
        return data

    def role_given(self):
        """The role with the only place that it needs, whatever else was left in the other field."""
        data = self.cleaned_data
        role = TerritoryRoleKind(data["role"])
        return {
            "role": role,
            "region": data["region"] if role == TerritoryRoleKind.ARS_REGION else None,
            "department": data["department"] if role == TerritoryRoleKind.ARS_DEPARTMENT else None,
        }


class InviteForm(RoleForm):
    email = forms.EmailField(label="Adresse électronique", max_length=254)
    display_name = forms.CharField(label="Prénom et nom", max_length=150, required=False)
    field_order = ["email", "display_name", "role", "region", "department"]

    def invited(self):
        given = self.role_given()
        given["territory_role"] = given.pop("role")
        return {**given, "email": self.cleaned_data["email"], "display_name": self.cleaned_data["display_name"]}


class PeopleFilter(DsfrForm):
    q = forms.CharField(label="Rechercher", required=False, max_length=200)
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous les rôles"), *TerritoryRoleKind.choices])
    inactive = forms.BooleanField(label="Voir aussi les comptes désactivés", required=False)

    def narrow(self, people):
        data = self.cleaned_data if self.is_valid() else {}
        people = people.search(data.get("q", ""))
        if data.get("role"):
            people = people.filter(pk__in=User.objects.filter(territory_roles__role=data["role"]).values("pk"))
        return people if data.get("inactive") else people.active()


class OrganisationFilter(DsfrForm):
    q = forms.CharField(label="Rechercher", required=False, max_length=200)
    kind = forms.ChoiceField(
        label="Nature", required=False, choices=[("", "Toutes les natures"), *OrganisationKind.choices]
    )
    sector = forms.ChoiceField(label="Secteur", required=False, choices=[("", "Tous les secteurs"), *Sector.choices])

    def narrow(self, organisations):
        data = self.cleaned_data if self.is_valid() else {}
        asked = {name: data[name] for name in ("kind", "sector") if data.get(name)}
        return organisations.search(data.get("q", "")).filter(**asked)


class OrganisationForm(DsfrModelForm):
    class Meta:
        model = Organisation
        fields = ["name", "kind", "sector", "siren"]

    def clean_siren(self):
        return "".join(self.cleaned_data["siren"].split())

    def _post_clean(self):
        """The service checks and saves; this form touches no row."""

    def organisation(self):
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class AliasForm(DsfrForm):
    name = forms.CharField(label="Autre nom", max_length=300)


class MergeForm(DsfrForm):
    other = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisation à fusionner",
        error_messages={"invalid_choice": "Cette organisation n’est plus dans le registre."},
    )

    def __init__(self, kept, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = Organisation.objects.current().exclude(pk=kept.pk)
