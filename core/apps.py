from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Outils communs"

    def ready(self):
        # The web process must know the kinds of jobs that the applications declare in their tasks.py.
        autodiscover_modules("tasks")
        from . import navigation, todo

        navigation.register_home_block("todo/_home.html", todo.home_block, order=1)
