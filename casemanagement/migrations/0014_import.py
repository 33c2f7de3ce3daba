# SPDX-License-Identifier: AGPL-3.0-or-later

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import casemanagement.fields


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0013_words_of_casework'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(verbose_name='begonnen am')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='abgeschlossen am')),
                ('state', models.CharField(choices=[('uploaded', 'hochgeladen'), ('running', 'begonnen'), ('done', 'abgeschlossen')], default='uploaded', max_length=20, verbose_name='Stand')),
                ('file_hash', models.CharField(max_length=64)),
                ('mapping', casemanagement.fields.EncryptedJSONField(blank=True, null=True)),
                ('content', casemanagement.fields.EncryptedBinaryField(blank=True, default=b'')),
                ('failures', casemanagement.fields.EncryptedJSONField(blank=True, null=True)),
                ('error_file', casemanagement.fields.EncryptedBinaryField(blank=True, default=b'')),
                ('position', models.PositiveIntegerField(default=0)),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='Zeilen')),
                ('counts', models.JSONField(blank=True, default=dict)),
                ('seal', casemanagement.fields.SealField()),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begonnen von')),
            ],
            options={
                'ordering': ['-started_at', '-pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('started_by', 'file_hash'), name='import_run_once_per_file'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'running', 'done'])), name='importrun_state_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField(verbose_name='Zeile')),
                ('mark', models.CharField(max_length=64)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='import_rows', to='casemanagement.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='übernommen von')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taken_over', to='casemanagement.importrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'mark'), name='import_row_once')],
            },
        ),
    ]
