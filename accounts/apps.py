from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Comptes et organisations"

    def ready(self):
        from core import acronyms, navigation
        from core.history import journalled

        from . import permissions, schema  # noqa: F401
        from .acronyms import of_organisations
        from .models import (
            Invitation,
            Organisation,
            OrganisationAlias,
            TerritoryRole,
            User,
        )
        from .views.departures import home_block

        derived = ("version", "created_at", "updated_at", "search")
        journalled(Organisation, OrganisationAlias, TerritoryRole, exclude=derived)
        journalled(Invitation, exclude=(*derived, "token_hash"))
        journalled(User, exclude=(*derived, "password", "last_login", "preferences"))
        acronyms.register_source(of_organisations)
        navigation.register_home_block("accounts/_home_departures.html", home_block, order=15)
        navigation.register("Organisations", "accounts:organisations", order=60)
        navigation.register("Comptes", "accounts:people", order=70, predicate=permissions.may_manage_accounts)
