"""Each text of a meeting becomes a row of the register; meetings noted so far took place; calendars get their names."""

import uuid

from django.db import migrations


def forward(apps, schema_editor):
    Meeting = apps.get_model("governance", "Meeting")
    Decision = apps.get_model("governance", "Decision")
    numbers, rows = {}, []
    for meeting in Meeting.objects.order_by("contract_id", "on", "id"):
        meeting.state, meeting.uid = "held", uuid.uuid4()
        meeting.save(update_fields=["state", "uid"])
        for text in meeting.decision_texts:
            number = numbers[meeting.contract_id] = numbers.get(meeting.contract_id, 0) + 1
            facts = {"contract_id": meeting.contract_id, "body_id": meeting.body_id, "meeting": meeting}
            rows.append(Decision(**facts, on=meeting.on, number=number, position=number, text=text))
    Decision.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_meetings_and_decisions")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
