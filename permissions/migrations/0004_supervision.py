# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who decides when nobody of the Fachaufsicht is there, and which ends of contracts were told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models



class Migration(migrations.Migration):
    dependencies = [("permissions", "0003_accounts")]

    operations = [
        migrations.CreateModel(
            name='ContractAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ends_on', models.DateField(verbose_name='endet am')),
                ('days', models.PositiveSmallIntegerField(verbose_name='Tage vorher')),
                ('open_cases', models.PositiveIntegerField(verbose_name='Fälle, die übergeben werden müssen')),
                ('raised_at', models.DateTimeField(verbose_name='gemeldet am')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contract_alarms', to='permissions.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contract_alarms', to='permissions.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('membership', 'ends_on', 'days'), name='contract_alarm_once')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='Rang')),
                ('title', models.CharField(max_length=100, verbose_name='Funktion')),
                ('valid_from', models.DateField(verbose_name='gültig ab')),
                ('valid_until', models.DateField(verbose_name='gültig bis')),
                ('named_at', models.DateTimeField(verbose_name='benannt am')),
                ('kommune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='permissions.kommune')),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='benannt von')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['place', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='succession_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('place__range', (1, 9))), name='succession_place_between_1_and_9')],
            },
        ),
    ]
