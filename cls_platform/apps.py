from django.apps import AppConfig


class ClsPlatformConfig(AppConfig):
    name = "cls_platform"
    verbose_name = "Plateforme"

    def ready(self):
        from accounts.permissions import is_administrator
        from core import navigation

        from .administration import home_block

        navigation.register_home_block("administration/_home.html", home_block, order=3, predicate=is_administrator)
