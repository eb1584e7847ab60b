"""A person who signs in. Nobody is deleted: an account is deactivated, and the journal keeps its author."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from core.history import Journalled
from core.search import Searchable, matching

from .roles import Roles, TerritoryRole


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def search(self, text):
        return self.filter(matching(text, "search"))

    def with_roles(self):
        """For lists: the roles and the organisation in a constant number of queries."""
        held = TerritoryRole.objects.select_related("region", "department")
        return self.select_related("organisation").prefetch_related(models.Prefetch("territory_roles", held))

    def managed_by(self, user):
        """Whose account `user` may manage: everybody for an administrator, the region's ARS agents for its siège."""
        if user.roles.administrator:
            return self
        regions = user.roles.region_codes
        mine = models.Q(territory_roles__region__in=regions) | models.Q(territory_roles__department__region__in=regions)
        return self.filter(pk__in=self.model._base_manager.filter(mine).values("pk"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, email):
        return self.get(email=normal_email(email))

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


def normal_email(email) -> str:
    """Addresses are kept in lower case: no real mailbox tells « A@b.fr » from « a@b.fr »."""
    return str(email or "").strip().lower()


class User(AbstractBaseUser, PermissionsMixin, Searchable, Journalled):
    journal_part = "account"
    search_sources = ("display_name", "email", "function")

    email = models.EmailField("adresse électronique", max_length=254)
    display_name = models.CharField("nom affiché", max_length=150)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    function = models.CharField("fonction", max_length=150, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name="organisation",
    )
    # What the directory of coordinators may show; she alone chooses, on « Mon compte ».
    email_in_directory = models.BooleanField(
        "montrer mon adresse électronique dans l’annuaire des coordinations",
        default=True,
        help_text="Aux coordinations et aux agents de l’ARS de la région, et à eux seuls.",
    )
    phone_in_directory = models.BooleanField("montrer mon téléphone dans l’annuaire des coordinations", default=False)
    is_active = models.BooleanField("compte actif", default=True)
    closed_at = models.DateTimeField("compte fermé le", null=True, blank=True, editable=False)
    is_staff = models.BooleanField("accès à l’administration technique", default=False)
    #: How pages look to this person: `{name: value}`, see `services.remember`.
    preferences = models.JSONField("préférences d’affichage", default=dict, blank=True, editable=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        ordering = ["display_name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="Un compte existe déjà pour cette adresse.",
            ),
        ]

    def __str__(self):
        return self.display_name or self.email

    def clean(self):
        self.email = normal_email(self.email)
        super().clean()

    def save(self, *args, **kwargs):
        self.email = normal_email(self.email)
        super().save(*args, **kwargs)

    def get_full_name(self):
        return self.display_name

    def get_short_name(self):
        return self.display_name

    @cached_property
    def roles(self) -> Roles:
        """What this person holds on territories: one query, kept as long as the instance (a request)."""
        return Roles.of(self)

    def refresh_from_db(self, *args, **kwargs):
        self.__dict__.pop("roles", None)
        super().refresh_from_db(*args, **kwargs)
