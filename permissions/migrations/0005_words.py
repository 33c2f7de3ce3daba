# SPDX-License-Identifier: AGPL-3.0-or-later

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('permissions', '0004_supervision'),
    ]

    operations = [
        migrations.AlterField(
            model_name='accessevent',
            name='action',
            field=models.CharField(choices=[('read', 'gelesen'), ('search', 'gesucht'), ('export', 'ausgegeben'), ('print', 'gedruckt'), ('refuse', 'abgewiesen'), ('open_file', 'Akte geöffnet'), ('login', 'angemeldet'), ('decide', 'entschieden')], max_length=20),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('case_management', 'Fallmanagement'), ('fachaufsicht', 'Koordination (Fachaufsicht)'), ('dienstaufsicht', 'Leitung (Dienstaufsicht)'), ('data_protection', 'Datenschutz'), ('controlling', 'Plan-Controlling'), ('intake_desk', 'Erstanlaufstelle'), ('administration', 'Technische Verwaltung'), ('reading', 'Berichte lesen'), ('emergency_decision', 'Entscheidung im Notfall (Fachaufsicht)'), ('integration_centre', 'Kommunales Integrationszentrum')], max_length=30, verbose_name='Aufgabe'),
        ),
        migrations.AlterField(
            model_name='post',
            name='role',
            field=models.CharField(choices=[('case_management', 'Fallmanagement'), ('fachaufsicht', 'Koordination (Fachaufsicht)'), ('dienstaufsicht', 'Leitung (Dienstaufsicht)'), ('data_protection', 'Datenschutz'), ('controlling', 'Plan-Controlling'), ('intake_desk', 'Erstanlaufstelle'), ('administration', 'Technische Verwaltung'), ('reading', 'Berichte lesen'), ('emergency_decision', 'Entscheidung im Notfall (Fachaufsicht)'), ('integration_centre', 'Kommunales Integrationszentrum')], max_length=30, verbose_name='Aufgabe'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='role',
            field=models.CharField(blank=True, choices=[('case_management', 'Fallmanagement'), ('fachaufsicht', 'Koordination (Fachaufsicht)'), ('dienstaufsicht', 'Leitung (Dienstaufsicht)'), ('data_protection', 'Datenschutz'), ('controlling', 'Plan-Controlling'), ('intake_desk', 'Erstanlaufstelle'), ('administration', 'Technische Verwaltung'), ('reading', 'Berichte lesen'), ('emergency_decision', 'Entscheidung im Notfall (Fachaufsicht)'), ('integration_centre', 'Kommunales Integrationszentrum')], max_length=30, verbose_name='Aufgabe'),
        ),
        migrations.AlterField(
            model_name='securityevent',
            name='kind',
            field=models.CharField(choices=[('signed_in', 'angemeldet'), ('locked', 'nach zu vielen Versuchen gesperrt'), ('unlocked', 'Sperre aufgehoben'), ('session_ended', 'Sitzung beendet'), ('password_changed', 'Passwort geändert'), ('factor_added', 'zweiten Faktor eingerichtet'), ('factor_removed', 'zweiten Faktor entfernt'), ('recovery_renewed', 'Ersatzcodes erneuert'), ('recovery_used', 'Ersatzcode verwendet'), ('linked', 'mit dem Anmeldedienst verbunden'), ('entered', 'Person eingetragen'), ('changed', 'Angaben zur Person geändert'), ('invited', 'Einladung ausgestellt'), ('invitation_used', 'Einladung eingelöst'), ('appointed', 'Aufgabe übertragen'), ('dismissed', 'Aufgabe beendet'), ('proposed', 'vorgeschlagen'), ('approved', 'freigegeben'), ('declined', 'abgelehnt'), ('closed', 'Konto geschlossen'), ('agreement_entered', 'Dienst- oder Betriebsvereinbarung eingetragen'), ('post_changed', 'Stelle geändert'), ('succession_named', 'für Entscheidungen im Notfall benannt'), ('over_budget', 'ungewöhnlich viele Zugriffe')], max_length=30),
        ),
    ]
