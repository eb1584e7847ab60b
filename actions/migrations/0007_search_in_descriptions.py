"""The `search` column of fiches holds their description too."""

from django.db import migrations

from core import richtext
from core.search import unaccent


def fill(apps, schema_editor):
    actions = apps.get_model("actions", "Action")._base_manager.using(schema_editor.connection.alias)
    for action in actions.exclude(description="").only("number", "title", "description").iterator():
        html = action.description if "<" in action.description else richtext.from_text(action.description)
        search = unaccent(f"{action.number} {action.title} {richtext.to_text(html)}")
        actions.filter(pk=action.pk).update(search=search)


class Migration(migrations.Migration):
    dependencies = [("actions", "0006_change_reasons")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
