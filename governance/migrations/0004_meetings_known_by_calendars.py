import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_decisions_become_rows")]
    operations = [
        migrations.RemoveField(model_name="meeting", name="decision_texts"),
        migrations.AlterField(model_name="meeting", name="on", field=models.DateField(verbose_name="date")),
        migrations.AlterField(
            model_name="meeting",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
