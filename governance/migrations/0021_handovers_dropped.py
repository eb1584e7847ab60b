from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0020_network_decisions_replaced'),
    ]

    operations = [
        migrations.AddField(
            model_name='handover',
            name='dropped_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='abandonné le'),
        ),
        migrations.AddField(
            model_name='handover',
            name='dropped_reason',
            field=models.TextField(blank=True, verbose_name='sans dossier parce que'),
        ),
        migrations.RemoveConstraint(
            model_name='handover',
            name='handover_open_once_a_post',
        ),
        migrations.RemoveConstraint(
            model_name='handover',
            name='handover_open_once_a_role',
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(condition=models.Q(('dropped_on__isnull', True), ('handed_on__isnull', True), ('post__isnull', False)), fields=('contract', 'kind', 'post'), name='handover_open_once_a_post', violation_error_message='Un dossier de passation est déjà ouvert pour ce poste.'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(condition=models.Q(('dropped_on__isnull', True), ('handed_on__isnull', True), ('post__isnull', True)), fields=('contract', 'kind'), name='handover_open_once_a_role', violation_error_message='Un dossier de passation est déjà ouvert pour ce rôle.'),
        ),
    ]
