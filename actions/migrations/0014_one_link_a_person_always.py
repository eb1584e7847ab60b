from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0013_one_link_a_person")]

    operations = [
        migrations.RemoveField(model_name="newslink", name="sent_at"),
        migrations.AddConstraint(
            model_name="newslink",
            constraint=models.UniqueConstraint(
                fields=["email"], condition=models.Q(revoked_at__isnull=True), name="news_one_link_a_person"
            ),
        ),
    ]
