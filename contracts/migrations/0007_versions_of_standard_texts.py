"""Two people of a siège may open the same standard text: the second to save is told."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0006_days_to_the_first_copil")]

    operations = [
        migrations.AddField("standardtext", "version", models.PositiveIntegerField(
            default=1, editable=False, verbose_name="version"
        )),
        migrations.AddField(
            "standardtext",
            "created_at",
            models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now, verbose_name="créé le"),
            preserve_default=False,
        ),
        migrations.AddField(
            "standardtext", "updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")
        ),
    ]
