from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "territories"
    verbose_name = "Territoires"

    def ready(self):
        from core import navigation
        from core.history import journalled

        from .models import Territory, TerritoryMember

        journalled(Territory, TerritoryMember)
        navigation.register("Territoires", "territories:index", order=50)
