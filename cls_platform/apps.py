from django.apps import AppConfig


class ClsPlatformConfig(AppConfig):
    name = "cls_platform"
    verbose_name = "Plateforme"
