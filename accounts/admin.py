"""The technical administration: to look and to repair, not to work."""

from django.contrib import admin
from django.contrib.auth.decorators import login_required

from .models import Organisation, TerritoryRole, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["display_name", "email", "is_active", "last_login"]
    search_fields = ["search"]
    fields = ["email", "display_name", "function", "phone", "is_active", "is_staff", "last_login"]
    readonly_fields = ["last_login"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(TerritoryRole)
class TerritoryRoleAdmin(admin.ModelAdmin):
    list_display = ["user", "role", "region", "department"]
    list_select_related = ["user", "region", "department"]
    raw_id_fields = ["user"]


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "siren"]
    search_fields = ["search", "siren"]
    readonly_fields = ["name", "kind", "sector", "siren", "merged_into"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


# One door only, with its locks: see views/session.py.
admin.site.login = login_required(admin.site.login)  # type: ignore[method-assign]
