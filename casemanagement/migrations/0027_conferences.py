# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Fallkonferenz: its day and decisions, who took part on what ground, and the tasks that follow."""

import casemanagement.fields
import casemanagement.validators
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0025_service_directory'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='caseevent',
            name='kind',
            field=models.CharField(choices=[('referral_registered', 'Meldung erfasst'), ('imported', 'aus einer Datei übernommen'), ('urgency_assessed', 'Dringlichkeit eingeschätzt'), ('address_protected', 'Adresse geschützt'), ('duplicates_checked', 'Dubletten geprüft'), ('overlap_recorded', 'Überschneidung mit anderen Diensten erfasst'), ('conflict_declared', 'Befangenheit erklärt'), ('coordinator_alerted', 'Koordination unterrichtet'), ('triage_decided', 'Entscheidung über die Aufnahme'), ('place_offered', 'Platz angeboten'), ('assigned', 'Fallführung zugewiesen'), ('deputy_named', 'Vertretung benannt'), ('assignment_ended', 'Zuweisung beendet'), ('admitted', 'aufgenommen'), ('decision_disputed', 'Entscheidung bestritten'), ('decision_approved', 'Entscheidung bestätigt'), ('declined', 'nicht aufgenommen'), ('referred_on', 'weiterverwiesen'), ('approved', 'freigegeben'), ('consent_given', 'Einwilligung erteilt'), ('consent_refused', 'Einwilligung nicht erteilt'), ('consent_revoked', 'Einwilligung widerrufen'), ('consent_expired', 'Einwilligung abgelaufen'), ('consent_renewed', 'Einwilligung erneuert'), ('consent_reminded', 'an Ablauf der Einwilligung erinnert'), ('representative_named', 'Vertretungsperson erfasst'), ('disclosed', 'Weitergabe an Dritte festgehalten'), ('disclosure_cancelled', 'geplante Weitergabe abgesagt'), ('authority_asked', 'Anfrage einer Behörde erfasst'), ('restricted', 'Verarbeitung eingeschränkt'), ('restriction_to_lift', 'Aufhebung der Einschränkung angekündigt'), ('restriction_told', 'über die Aufhebung der Einschränkung unterrichtet'), ('restriction_lifted', 'Einschränkung der Verarbeitung aufgehoben'), ('emergency_opened', 'Notfallzugriff begonnen'), ('emergency_extended', 'Notfallzugriff verlängert'), ('emergency_ended', 'Notfallzugriff beendet'), ('conflict_ended', 'Befangenheit aufgehoben'), ('list_begun', 'Zugriff auf benannte Personen beschränkt'), ('list_changed', 'Liste der benannten Personen geändert'), ('list_ended', 'Beschränkung auf benannte Personen aufgehoben'), ('risk_person_added', 'Person vermerkt, die nichts erfahren darf'), ('risk_person_struck', 'Vermerk „nicht informieren“ gestrichen'), ('document_added', 'Unterlage abgelegt'), ('identity_changed', 'Personendaten geändert'), ('frame_changed', 'Angaben zum Fall geändert'), ('situation_changed', 'Lebenslage geändert'), ('household_consent_given', 'Einwilligung einer Person im Haushalt'), ('household_consent_revoked', 'Widerruf einer Person im Haushalt'), ('household_changed', 'Haushalt geändert'), ('contact_written', 'Kontakt dokumentiert'), ('confidential_written', 'vertrauliche Notiz geschrieben'), ('assessment_started', 'Assessment begonnen'), ('reassessment_begun', 'neues Assessment begonnen'), ('domain_rated', 'Lebensbereich eingeschätzt'), ('domains_rated', 'alle Lebensbereiche eingeschätzt'), ('assessment_completed', 'Assessment abgeschlossen'), ('plan_drafted', 'Hilfeplan begonnen'), ('goal_added', 'Ziel aufgenommen'), ('goal_changed', 'Ziel geändert'), ('measure_added', 'Maßnahme aufgenommen'), ('measure_moved', 'Maßnahme fortgeschrieben'), ('plan_finished', 'Entwurf des Hilfeplans abgeschlossen'), ('plan_agreed', 'Hilfeplan vereinbart'), ('plan_printed', 'Hilfeplan gedruckt'), ('linking_completed', 'Anbindung abgeschlossen'), ('milestone_reached', 'Meilenstein erreicht'), ('review_held', 'Überprüfung durchgeführt'), ('intensity_changed', 'Intensität geändert'), ('paused', 'Fall ruht'), ('resumed', 'Fall wieder aufgenommen'), ('step_skipped', 'Schritt übersprungen'), ('reopened', 'Fall wieder geöffnet'), ('case_linked', 'mit einem früheren Fall verknüpft'), ('crisis_declared', 'Krise festgestellt'), ('crisis_ended', 'Krise beendet'), ('extension_requested', 'Verlängerung beantragt'), ('extension_approved', 'Verlängerung freigegeben'), ('leadership_decided', 'über die Fallführung entschieden'), ('handover_offered', 'Übergabe angeboten'), ('handover_accepted', 'Übergabe angenommen'), ('handover_declined', 'Übergabe abgelehnt'), ('handover_approved', 'Übergabe freigegeben'), ('handover_talk_held', 'Übergabegespräch geführt'), ('handover_refused', 'Übergabe von Klient*in abgelehnt'), ('handover_reading_ended', 'Nachlesen nach der Übergabe beendet'), ('handover_consent_asked', 'Einwilligung in die Übergabe angefragt'), ('handover_switched', 'Fall übergeben'), ('handover_withdrawn', 'Übergabe zurückgezogen'), ('closing_talk_held', 'Abschlussgespräch geführt'), ('closure_reported', 'Abschlussbericht geschrieben'), ('closure_approved', 'Abschluss freigegeben'), ('closed', 'abgeschlossen'), ('hold_placed', 'Löschung angehalten'), ('hold_released', 'Löschung nicht mehr angehalten'), ('erasure_requested', 'Löschung beantragt'), ('purpose_reached', 'Zweck einer Unterlage erreicht'), ('document_removed', 'Unterlage gelöscht'), ('work_done', 'Aufgabe erledigt'), ('file_opened', 'Akte durch die Fachaufsicht geöffnet'), ('file_closed', 'Akte durch die Fachaufsicht vorzeitig geschlossen'), ('remark_written', 'fachlicher Hinweis geschrieben'), ('remark_answered', 'fachlicher Hinweis beantwortet'), ('remark_closed', 'fachlicher Hinweis geschlossen'), ('peers_invited', 'zur kollegialen Fallberatung eingeladen'), ('peer_commented', 'Beitrag zur kollegialen Fallberatung'), ('peers_ended', 'kollegiale Fallberatung beendet'), ('conference_planned', 'Fallkonferenz geplant'), ('conference_held', 'Fallkonferenz festgehalten'), ('conference_called_off', 'Fallkonferenz abgesagt'), ('conference_task_set', 'Aufgabe aus einer Fallkonferenz'), ('supervision_decided', 'Entscheidung der Fachaufsicht'), ('sampled', 'in die Stichprobe gezogen'), ('sample_finished', 'Stichprobe geprüft'), ('finding_written', 'Strukturhinweis geschrieben'), ('chain_step_dated', 'Schritt einer Dienstleistungskette festgehalten'), ('deadline_started', 'Frist begonnen'), ('deadline_met', 'Frist eingehalten'), ('deadline_extended', 'Frist verlängert'), ('deadline_reminded', 'an Frist erinnert'), ('deadline_escalated', 'Fristüberschreitung gemeldet'), ('deadline_cancelled', 'Frist entfallen'), ('subject_request_entered', 'Antrag der Klientin oder des Klienten aufgenommen'), ('subject_request_extended', 'Frist des Antrags verlängert'), ('subject_request_decided', 'Antrag beantwortet'), ('redaction_proposed', 'Schwärzung vorgeschlagen'), ('redaction_decided', 'über Schwärzung entschieden'), ('export_reviewed', 'Auskunft durchgesehen'), ('export_released', 'Auskunft freigegeben'), ('exported', 'Auskunft ausgegeben'), ('rectified', 'Angabe berichtigt'), ('statement_attached', 'Darstellung der Klientin oder des Klienten beigelegt'), ('complaint_entered', 'Beschwerde aufgenommen'), ('job_done', 'Auftrag erledigt'), ('job_failed', 'Auftrag gescheitert')], max_length=40),
        ),
        migrations.CreateModel(
            name='Conference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(validators=[casemanagement.validators.plausible_day], verbose_name='Tag')),
                ('kind', models.CharField(choices=[('on_site', 'vor Ort'), ('video', 'per Video'), ('phone', 'am Telefon')], max_length=10, verbose_name='Art')),
                ('place', casemanagement.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='Ort')),
                ('occasion', casemanagement.fields.EncryptedTextField(validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Anlass')),
                ('state', models.CharField(choices=[('planned', 'geplant'), ('held', 'hat stattgefunden'), ('called_off', 'abgesagt')], default='planned', max_length=12, verbose_name='Stand')),
                ('client_there', models.CharField(blank=True, choices=[('yes', 'ja'), ('represented', 'nein, eine Vertretungsperson war da'), ('prevented', 'nein, war verhindert'), ('not_wanted', 'nein, wollte nicht dabei sein')], max_length=12, verbose_name='Klientin oder Klient war dabei')),
                ('decisions', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Beschlüsse')),
                ('planned_at', models.DateTimeField(verbose_name='geplant am')),
                ('recorded_at', models.DateTimeField(blank=True, null=True, verbose_name='festgehalten am')),
                ('seal', casemanagement.fields.SealField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conferences', to='casemanagement.case')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='geplant von')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='festgehalten von')),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-held_on'], name='conference_of_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['on_site', 'video', 'phone'])), name='conference_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held', 'called_off'])), name='conference_state_known'), models.CheckConstraint(condition=models.Q(('client_there__in', ['', 'yes', 'represented', 'prevented', 'not_wanted'])), name='conference_client_there_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), models.Q(('recorded_at__isnull', False), models.Q(('client_there', ''), _negated=True)), _connector='OR'), name='conference_held_is_recorded')],
            },
        ),
        migrations.CreateModel(
            name='ConferenceParticipant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('function', casemanagement.fields.EncryptedTextField(max_length=200, verbose_name='Funktion')),
                ('name', casemanagement.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='Name')),
                ('attendance', models.CharField(choices=[('invited', 'eingeladen'), ('present', 'war dabei'), ('informed', 'fehlte, erfährt das Ergebnis'), ('excused', 'fehlte, hat nichts erfahren')], default='invited', max_length=10, verbose_name='Teilnahme')),
                ('seal', casemanagement.fields.SealField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conference_participants', to='casemanagement.case')),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='casemanagement.conference')),
                ('disclosure', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='participant', to='casemanagement.disclosure')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('attendance__in', ['invited', 'present', 'informed', 'excused'])), name='conferenceparticipant_attendance_known')],
            },
        ),
        migrations.CreateModel(
            name='ConferenceTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', casemanagement.fields.EncryptedTextField(max_length=200, verbose_name='Wer')),
                ('seal', casemanagement.fields.SealField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conference_tasks', to='casemanagement.case')),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='casemanagement.conference')),
                ('work_item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='conference_task', to='casemanagement.workitem')),
            ],
        ),
    ]
