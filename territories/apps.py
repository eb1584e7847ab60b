from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "territories"
    verbose_name = "Territoires"

    def ready(self):
        from core.history import journalled

        from .models import Territory, TerritoryMember

        journalled(Territory, TerritoryMember)
