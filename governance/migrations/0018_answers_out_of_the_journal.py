from django.db import migrations

#: `core.history.RESERVED`, and what it leaves as it is, when this was written.
RESERVED, NOTHING = "(réservé)", ("", "None")


def reserve_answers(apps, _editor):
    """The journal kept the words of the answers of hand-overs before `HandoverAnswer.reserved` said not to."""
    Change, ContentType = apps.get_model("core", "Change"), apps.get_model("contenttypes", "ContentType")
    kinds = ContentType.objects.filter(app_label="governance", model="handoveranswer")
    lines = Change.objects.filter(content_type__in=kinds, changes__has_key="text")
    for line in lines.only("changes").iterator():
        line.changes["text"] = [each if each in NOTHING else RESERVED for each in line.changes["text"]]
        line.save(update_fields=["changes"])


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0017_networks"),
        ("core", "0004_postponed"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(reserve_answers, migrations.RunPython.noop, elidable=True)]
