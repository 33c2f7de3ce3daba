# SPDX-License-Identifier: AGPL-3.0-or-later
"""An index that stood outside the migrations comes into them; four more classes of deletion; what a review saw."""

import casemanagement.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0023_hilfeplan'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='retentionrule',
            name='retentionrule_start_known',
        ),
        migrations.AlterField(
            model_name='deletionitem',
            name='rule',
            field=models.CharField(choices=[('declined_referral', 'Meldung ohne Einwilligung oder Aufnahme'), ('brief_advice', 'Kurzberatung'), ('copies', 'Kopien von Ausweis, Bescheid und medizinischen Unterlagen'), ('case_restriction', 'Fallakte: Sperrung'), ('case_file', 'Fallakte'), ('child_protection', 'Fallakte mit Kinderschutz-Unterlagen'), ('consents', 'Einwilligungen und Weitergaben'), ('access_log', 'Zugriffsprotokoll'), ('break_glass_log', 'Zugriffsprotokoll: Notfallzugriffe'), ('accounts', 'Zugänge der Beschäftigten'), ('snapshots', 'Wochenzahlen'), ('funding', 'Fördernachweis: Stellen'), ('backups', 'Sicherungen'), ('erasure_request', 'Löschung auf Antrag'), ('outside_referral', 'Meldung von außen'), ('complaints', 'Beschwerden'), ('breaches', 'Verzeichnis der Datenpannen'), ('security_log', 'Protokoll der Zugänge und Rechte'), ('import_files', 'Dateien übernommener Fälle')], max_length=30, verbose_name='Datenart'),
        ),
        migrations.AlterField(
            model_name='retentionrule',
            name='code',
            field=models.CharField(choices=[('declined_referral', 'Meldung ohne Einwilligung oder Aufnahme'), ('brief_advice', 'Kurzberatung'), ('copies', 'Kopien von Ausweis, Bescheid und medizinischen Unterlagen'), ('case_restriction', 'Fallakte: Sperrung'), ('case_file', 'Fallakte'), ('child_protection', 'Fallakte mit Kinderschutz-Unterlagen'), ('consents', 'Einwilligungen und Weitergaben'), ('access_log', 'Zugriffsprotokoll'), ('break_glass_log', 'Zugriffsprotokoll: Notfallzugriffe'), ('accounts', 'Zugänge der Beschäftigten'), ('snapshots', 'Wochenzahlen'), ('funding', 'Fördernachweis: Stellen'), ('backups', 'Sicherungen'), ('erasure_request', 'Löschung auf Antrag'), ('outside_referral', 'Meldung von außen'), ('complaints', 'Beschwerden'), ('breaches', 'Verzeichnis der Datenpannen'), ('security_log', 'Protokoll der Zugänge und Rechte'), ('import_files', 'Dateien übernommener Fälle')], max_length=30, verbose_name='Datenart'),
        ),
        migrations.AlterField(
            model_name='retentionrule',
            name='start',
            field=models.CharField(choices=[('decision', 'Entscheidung über die Meldung'), ('contact', 'Kontakt'), ('purpose', 'Zweck erreicht, spätestens Ende des Falls'), ('closure', 'Ende des Falls'), ('last_use', 'Ende der letzten Nutzung'), ('entry', 'Eintrag'), ('employment_ended', 'Ende der Beschäftigung'), ('proof_ended', 'Ende des Nachweiszeitraums'), ('request', 'Antrag der Person'), ('settled', 'Beantwortung oder Abschluss des Vorgangs'), ('none', 'keines')], max_length=20, verbose_name='Beginn der Frist'),
        ),
        # An installation that made it with the barrier keeps it.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE INDEX IF NOT EXISTS work_item_open_due ON casemanagement_workitem"
                    " (due_on, case_id) WHERE state = 'open' AND due_on IS NOT NULL",
                    "DROP INDEX IF EXISTS work_item_open_due",
                ),
            ],
            state_operations=[
                migrations.AddIndex(
                    model_name="workitem",
                    index=models.Index(condition=models.Q(('due_on__isnull', False), ('state', 'open')), fields=['due_on', 'case'], name='work_item_open_due'),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name='retentionrule',
            constraint=models.CheckConstraint(condition=models.Q(('start__in', ['decision', 'contact', 'purpose', 'closure', 'last_use', 'entry', 'employment_ended', 'proof_ended', 'request', 'settled', 'none'])), name='retentionrule_start_known'),
        ),
        migrations.AddField(
            model_name='subjectrequest',
            name='seen_texts',
            field=casemanagement.fields.EncryptedBinaryField(blank=True, default=b''),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('break_glass_started', 'Notfallzugriff begonnen von %(person)s. Anlass: %(reason)s.'), ('break_glass_extended', 'Notfallzugriff verlängert von %(person)s.'), ('break_glass_unreviewed', 'Ein Notfallzugriff ist seit sieben Tagen nicht geprüft.'), ('conflict_declared', 'Befangenheit erklärt: Der Fall braucht eine andere Person. Bitte neu zuteilen.'), ('conflict_matched', 'Befangenheit möglich: Für diesen Fall kommt %(person)s nicht in Frage. Bitte nicht ansprechen.'), ('own_staff_found', 'Die gemeldete Person arbeitet in einem der beteiligten Häuser. Bitte Zugriff regeln.'), ('protection_ending', 'Der Schutz der Anschrift endet am %(until)s. Verbleibende Tage: %(days)s. Bitte Verlängerung klären.'), ('request_due', 'Ein Antrag einer Klientin oder eines Klienten ist bis %(until)s zu beantworten. Verbleibende Tage: %(days)s.'), ('request_overdue', 'Ein Antrag einer Klientin oder eines Klienten war bis %(until)s zu beantworten und ist noch offen.'), ('breach_clock', 'Eine Datenpanne ist noch nicht gemeldet. Von den 72 Stunden verbleiben volle Stunden: %(hours)s.'), ('breach_late', 'Die 72 Stunden sind vorbei: Eine Datenpanne ist nicht gemeldet. Bitte melden und die Verzögerung begründen.'), ('restriction_set', 'Die Verarbeitung dieses Falls ist eingeschränkt.'), ('restriction_to_lift', 'Die Einschränkung soll aufgehoben werden. Bitte zuerst die Klientin oder den Klienten unterrichten.'), ('restriction_told', 'Die Klientin oder der Klient ist unterrichtet; die Einschränkung kann aufgehoben werden.'), ('restriction_lifted', 'Die Einschränkung der Verarbeitung dieses Falls ist aufgehoben.'), ('job_refused', 'Ein Auftrag wurde nicht ausgeführt: Wer ihn gegeben hat, darf das an diesem Fall nicht mehr.'), ('over_budget', 'Ungewöhnlich viele Zugriffe in einer Stunde durch %(person)s: %(cases)s Fälle, %(outputs)s Ausgaben.'), ('deletion_proposed', 'Ein Löschlauf wartet auf Ihre Zustimmung: %(count)s Einträge.'), ('hold_to_review', 'Prüfen: Ist die Löschung dieses Falls noch anzuhalten?'), ('request_entered', 'Eine Behörde fragt an. Niemand antwortet, bevor Sie entschieden haben.'), ('request_decided', 'Über die Anfrage einer Behörde ist entschieden.'), ('export_reviewed', 'Eine Auskunft ist durchgesehen und wartet auf die Freigabe durch eine zweite Person.'), ('export_released', 'Eine Auskunft ist freigegeben und kann ausgegeben werden.'), ('file_opened', 'Die Fachaufsicht (%(person)s) hat die Akte geöffnet. Anlass: %(reason)s.'), ('remark_written', 'Die Fachaufsicht hat einen fachlichen Hinweis geschrieben.'), ('remark_answered', 'Ein fachlicher Hinweis ist beantwortet.'), ('supervision_decided', 'Die Fachaufsicht hat zu diesem Fall entschieden.'), ('peer_invited', 'Sie sind zu einer kollegialen Fallberatung eingeladen, bis %(until)s.'), ('sample_finished', 'Die Stichprobe zu diesem Fall ist geprüft.'), ('overload_submitted', '%(person)s hat eine Überlastung angezeigt.'), ('overload_answered', 'Ihre Überlastungsanzeige ist beantwortet.'), ('capacity_changed', 'Kapazität ändert sich: %(measure)s.'), ('contract_ending', 'Vertrag von %(person)s endet am %(day)s. Zu übergeben: %(cases)s Fälle.'), ('capacity_ending', 'Kapazität im Haus endet am %(day)s. Zu übergeben: %(cases)s Fälle.'), ('finding_submitted', 'Ein Strukturhinweis wartet auf Ihre Prüfung.'), ('finding_merged', 'Ihr Strukturhinweis gehört jetzt zu einem Thema.'), ('finding_rejected', 'Ihr Strukturhinweis geht nicht weiter. Die Begründung steht dabei.'), ('theme_moved', 'Zu Ihrem Strukturhinweis gibt es Neues: %(theme_state)s.'), ('complaint_entered', 'Eine Beschwerde wartet auf Ihre Antwort.')], max_length=40),
        ),
    ]
