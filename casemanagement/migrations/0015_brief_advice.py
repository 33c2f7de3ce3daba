# SPDX-License-Identifier: AGPL-3.0-or-later
"""What begins without a file: the counting sheet of the Kurzberatung, and the queue of Meldungen von außen."""

import casemanagement.fields
import casemanagement.models.advice
import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0014_import'),
        ('permissions', '0006_proofs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BriefAdvice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fields_of_action', models.JSONField(validators=[casemanagement.models.advice.check_fields], verbose_name='Handlungsfelder')),
                ('stadtbezirk', models.CharField(choices=[('mitte', 'Mitte'), ('schildesche', 'Schildesche'), ('gadderbaum', 'Gadderbaum'), ('brackwede', 'Brackwede'), ('dornberg', 'Dornberg'), ('joellenbeck', 'Jöllenbeck'), ('heepen', 'Heepen'), ('stieghorst', 'Stieghorst'), ('sennestadt', 'Sennestadt'), ('senne', 'Senne'), ('unknown', 'unbekannt')], default='unknown', max_length=20, verbose_name='Stadtbezirk')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='Minuten')),
                ('language', models.CharField(choices=[('de', 'Deutsch'), ('en', 'Englisch'), ('ar', 'Arabisch'), ('uk', 'Ukrainisch'), ('ru', 'Russisch'), ('tr', 'Türkisch'), ('ku', 'Kurdisch'), ('fa', 'Persisch, Dari'), ('fr', 'Französisch'), ('ro', 'Rumänisch'), ('bg', 'Bulgarisch'), ('pl', 'Polnisch'), ('sq', 'Albanisch'), ('es', 'Spanisch'), ('ti', 'Tigrinya'), ('so', 'Somali'), ('other', 'andere Sprache')], max_length=10, verbose_name='Sprache')),
                ('outcome', models.CharField(choices=[('informed', 'informiert'), ('referred', 'verwiesen'), ('intake', 'zur Meldung geworden')], max_length=20, verbose_name='Ergebnis')),
                ('counted_on', models.DateField(verbose_name='gezählt am')),
                ('counted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gezählt von')),
                ('kommune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.kommune')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.organisation')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['organisation', 'counted_on'], name='brief_advice_of_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['informed', 'referred', 'intake'])), name='briefadvice_outcome_known'), models.CheckConstraint(condition=models.Q(('language__in', ['de', 'en', 'ar', 'uk', 'ru', 'tr', 'ku', 'fa', 'fr', 'ro', 'bg', 'pl', 'sq', 'es', 'ti', 'so', 'other'])), name='briefadvice_language_known'), models.CheckConstraint(condition=models.Q(('stadtbezirk__in', ['mitte', 'schildesche', 'gadderbaum', 'brackwede', 'dornberg', 'joellenbeck', 'heepen', 'stieghorst', 'sennestadt', 'senne', 'unknown'])), name='briefadvice_stadtbezirk_known'), models.CheckConstraint(condition=models.Q(('minutes__gte', 5), ('minutes__lte', 120)), name='briefadvice_minutes_between_5_120')],
            },
        ),
        migrations.CreateModel(
            name='OutsideReferral',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(default=casemanagement.models.advice.a_number, max_length=12, unique=True, verbose_name='Nummer')),
                ('received_on', models.DateField(verbose_name='eingegangen am')),
                ('sender', casemanagement.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='meldende Stelle')),
                ('callback', casemanagement.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='Rückfragen an')),
                ('given_name', casemanagement.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='Vorname')),
                ('family_name', casemanagement.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='Familienname')),
                ('phone', casemanagement.fields.EncryptedTextField(blank=True, max_length=60, verbose_name='Telefon')),
                ('email', casemanagement.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='E-Mail')),
                ('language', models.CharField(choices=[('de', 'Deutsch'), ('en', 'Englisch'), ('ar', 'Arabisch'), ('uk', 'Ukrainisch'), ('ru', 'Russisch'), ('tr', 'Türkisch'), ('ku', 'Kurdisch'), ('fa', 'Persisch, Dari'), ('fr', 'Französisch'), ('ro', 'Rumänisch'), ('bg', 'Bulgarisch'), ('pl', 'Polnisch'), ('sq', 'Albanisch'), ('es', 'Spanisch'), ('ti', 'Tigrinya'), ('so', 'Somali'), ('other', 'andere Sprache')], max_length=10, verbose_name='Sprache')),
                ('urgency', models.CharField(choices=[('normal', 'normal'), ('urgent', 'dringend')], max_length=10, verbose_name='Dringlichkeit')),
                ('need', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Anliegen')),
                ('client_consented', models.BooleanField(verbose_name='die Person ist einverstanden')),
                ('state', models.CharField(choices=[('open', 'wartet'), ('taken_over', 'übernommen'), ('rejected', 'nicht übernommen')], default='open', max_length=20, verbose_name='Stand')),
                ('reason', models.CharField(blank=True, choices=[('not_responsible', 'nicht zuständig'), ('no_consent', 'die Person ist nicht einverstanden'), ('not_reached', 'niemand erreichbar'), ('known', 'die Person ist schon in Begleitung'), ('abuse', 'keine ernst gemeinte Meldung')], max_length=20, verbose_name='Grund')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='entschieden am')),
                ('seal', casemanagement.fields.SealField()),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entschieden von')),
                ('kommune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.kommune')),
            ],
            options={
                'ordering': ['-urgency', 'received_on', 'number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('client_consented', True)), name='outside_referral_consented'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'taken_over', 'rejected'])), name='outsidereferral_state_known'), models.CheckConstraint(condition=models.Q(('state', 'rejected'), ('reason', ''), _connector='XOR'), name='outside_referral_rejected_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('decided_on', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_by__isnull', False), ('decided_on__isnull', False)), _connector='OR'), name='outside_referral_decided_by_and_on')],
            },
        ),
    ]
