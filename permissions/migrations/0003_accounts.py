# SPDX-License-Identifier: AGPL-3.0-or-later
import django.contrib.postgres.fields
import django.db.models.deletion
import permissions.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('permissions', '0002_journal')]

    operations = [
        migrations.CreateModel(
            name='Authenticator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed_secret', models.BinaryField()),
                ('last_step', models.BigIntegerField(default=0)),
                ('added_at', models.DateTimeField(default=permissions.clock.now)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='authenticator', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='FailedAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=permissions.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['fingerprint', 'at'], name='failed_attempt')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('valid_until', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Passkey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='Bezeichnung')),
                ('credential_id', models.BinaryField(unique=True)),
                ('public_key', models.BinaryField()),
                ('sign_count', models.BigIntegerField(default=0)),
                ('added_at', models.DateTimeField(default=permissions.clock.now)),
                ('last_used_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SecurityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=permissions.clock.now)),
                ('kind', models.CharField(choices=[('signed_in', 'angemeldet'), ('locked', 'nach zu vielen Versuchen gesperrt'), ('unlocked', 'Sperre aufgehoben'), ('session_ended', 'Sitzung beendet'), ('password_changed', 'Passwort geändert'), ('factor_added', 'zweiten Faktor eingerichtet'), ('factor_removed', 'zweiten Faktor entfernt'), ('recovery_renewed', 'Ersatzcodes erneuert'), ('recovery_used', 'Ersatzcode verwendet'), ('linked', 'mit dem Anmeldedienst verbunden'), ('entered', 'Person eingetragen'), ('changed', 'Angaben zur Person geändert'), ('invited', 'Einladung ausgestellt'), ('invitation_used', 'Einladung eingelöst'), ('appointed', 'Aufgabe übertragen'), ('dismissed', 'Aufgabe beendet'), ('proposed', 'vorgeschlagen'), ('approved', 'freigegeben'), ('declined', 'abgelehnt'), ('closed', 'Konto geschlossen'), ('over_budget', 'ungewöhnlich viele Zugriffe')], max_length=30)),
                ('person_id', models.BigIntegerField(null=True)),
                ('by_id', models.BigIntegerField(null=True)),
                ('hat', models.CharField(max_length=10)),
                ('organisation_id', models.BigIntegerField(null=True)),
                ('detail', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['organisation_id', '-at'], name='security_of_organisation')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('session_data', models.TextField()),
                ('expire_date', models.DateTimeField(db_index=True)),
                ('started_at', models.DateTimeField()),
                ('last_seen_at', models.DateTimeField()),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ForeignAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=300)),
                ('subject', models.CharField(max_length=255)),
                ('linked_at', models.DateTimeField(default=permissions.clock.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='foreign_accounts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='foreign_account_once'), models.UniqueConstraint(fields=('issuer', 'person'), name='one_foreign_account_each')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('appoint', 'Aufgabe übertragen'), ('reset_sign_in', 'Zweiten Faktor zurücksetzen'), ('reopen', 'Konto wieder öffnen')], max_length=20)),
                ('role', models.CharField(blank=True, choices=[('case_management', 'Fallmanagement'), ('fachaufsicht', 'Koordination (Fachaufsicht)'), ('dienstaufsicht', 'Leitung (Dienstaufsicht)'), ('data_protection', 'Datenschutz'), ('controlling', 'Plan-Controlling'), ('intake_desk', 'Erstanlaufstelle'), ('administration', 'Technische Verwaltung'), ('reading', 'Berichte lesen'), ('integration_centre', 'Kommunales Integrationszentrum')], max_length=30, verbose_name='Aufgabe')),
                ('over', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='gültig ab')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='gültig bis')),
                ('proposed_at', models.DateTimeField(default=permissions.clock.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, choices=[('approved', 'freigegeben'), ('declined', 'abgelehnt')], max_length=10)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='permissions.organisation', verbose_name='Organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to=settings.AUTH_USER_MODEL, verbose_name='Person')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.post', verbose_name='Stelle')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-proposed_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decision', 'approved'), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='proposal_needs_a_second_person'), models.CheckConstraint(condition=models.Q(('decided_at__isnull', True), ('decided_by__isnull', False), _connector='OR'), name='proposal_decided_by_somebody')],
            },
        ),
    ]
