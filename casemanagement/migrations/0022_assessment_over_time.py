# SPDX-License-Identifier: AGPL-3.0-or-later

import casemanagement.fields
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0019_episodes'),
    ]

    operations = [
        migrations.AddField(
            model_name='assessment',
            name='complexity',
            field=models.CharField(blank=True, choices=[('low', 'gering'), ('medium', 'mittel'), ('high', 'hoch')], db_default='', default='', max_length=10, verbose_name='Komplexität'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='intensity',
            field=models.CharField(blank=True, choices=[('low', 'gering'), ('medium', 'mittel'), ('high', 'hoch')], db_default='', default='', max_length=10, verbose_name='Intensität'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='level_reason',
            field=casemanagement.fields.EncryptedTextField(blank=True, null=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Grund für die andere Einstufung'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='proposed_complexity',
            field=models.CharField(blank=True, choices=[('low', 'gering'), ('medium', 'mittel'), ('high', 'hoch')], db_default='', default='', max_length=10, verbose_name='vorgeschlagene Komplexität'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='proposed_intensity',
            field=models.CharField(blank=True, choices=[('low', 'gering'), ('medium', 'mittel'), ('high', 'hoch')], db_default='', default='', max_length=10, verbose_name='vorgeschlagene Intensität'),
        ),
        migrations.AddField(
            model_name='domainrating',
            name='item_version',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Fassung der Frage'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('complexity__in', ['', 'low', 'medium', 'high'])), name='assessment_complexity_known'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('intensity__in', ['', 'low', 'medium', 'high'])), name='assessment_intensity_known'),
        ),
    ]
