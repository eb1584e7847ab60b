import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0019_what_networks_ask'),
    ]

    operations = [
        migrations.AddField(
            model_name='networkdecision',
            name='supersedes',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='governance.networkdecision', verbose_name='remplace'),
        ),
    ]
