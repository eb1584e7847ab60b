"""Contracts can be looked at in the technical administration, never written: services and the freeze are the door."""

from django.apps import apps
from django.contrib import admin


class LookOnly(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ContractLook(LookOnly):
    list_display = ["reference", "title", "stage", "starts_on", "ends_on"]
    list_filter = ["stage", "kind"]
    search_fields = ["search", "reference"]


for model in apps.get_app_config("contracts").get_models():
    admin.site.register(model, ContractLook if model.__name__ == "Contract" else LookOnly)
