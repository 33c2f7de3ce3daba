# SPDX-License-Identifier: AGPL-3.0-or-later
"""Programmes beside KIM: what a town configured, a review without a plan, deadlines of their own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0029_days_of_clients'),
        ('permissions', '0007_emptied_seals'),
    ]

    operations = [
        migrations.AddField(
            model_name='deadline',
            name='own_terms',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='kind',
            field=models.CharField(choices=[('referral_registered', 'Meldung erfasst'), ('imported', 'aus einer Datei übernommen'), ('urgency_assessed', 'Dringlichkeit eingeschätzt'), ('address_protected', 'Adresse geschützt'), ('duplicates_checked', 'Dubletten geprüft'), ('overlap_recorded', 'Überschneidung mit anderen Diensten erfasst'), ('conflict_declared', 'Befangenheit erklärt'), ('coordinator_alerted', 'Koordination unterrichtet'), ('triage_decided', 'Entscheidung über die Aufnahme'), ('place_offered', 'Platz angeboten'), ('assigned', 'Fallführung zugewiesen'), ('deputy_named', 'Vertretung benannt'), ('assignment_ended', 'Zuweisung beendet'), ('admitted', 'aufgenommen'), ('phase_passed_over', 'Phase entfällt, das Programm hat sie nicht'), ('programme_changed', 'Programm gewechselt'), ('decision_disputed', 'Entscheidung bestritten'), ('decision_approved', 'Entscheidung bestätigt'), ('declined', 'nicht aufgenommen'), ('referred_on', 'weiterverwiesen'), ('approved', 'freigegeben'), ('consent_given', 'Einwilligung erteilt'), ('consent_refused', 'Einwilligung nicht erteilt'), ('consent_revoked', 'Einwilligung widerrufen'), ('consent_expired', 'Einwilligung abgelaufen'), ('consent_renewed', 'Einwilligung erneuert'), ('consent_reminded', 'an Ablauf der Einwilligung erinnert'), ('representative_named', 'Vertretungsperson erfasst'), ('disclosed', 'Weitergabe an Dritte festgehalten'), ('disclosure_cancelled', 'geplante Weitergabe abgesagt'), ('authority_asked', 'Anfrage einer Behörde erfasst'), ('restricted', 'Verarbeitung eingeschränkt'), ('restriction_to_lift', 'Aufhebung der Einschränkung angekündigt'), ('restriction_told', 'über die Aufhebung der Einschränkung unterrichtet'), ('restriction_lifted', 'Einschränkung der Verarbeitung aufgehoben'), ('emergency_opened', 'Notfallzugriff begonnen'), ('emergency_extended', 'Notfallzugriff verlängert'), ('emergency_ended', 'Notfallzugriff beendet'), ('conflict_ended', 'Befangenheit aufgehoben'), ('list_begun', 'Zugriff auf benannte Personen beschränkt'), ('list_changed', 'Liste der benannten Personen geändert'), ('list_ended', 'Beschränkung auf benannte Personen aufgehoben'), ('risk_person_added', 'Person vermerkt, die nichts erfahren darf'), ('risk_person_struck', 'Vermerk „nicht informieren“ gestrichen'), ('document_added', 'Unterlage abgelegt'), ('identity_changed', 'Personendaten geändert'), ('frame_changed', 'Angaben zum Fall geändert'), ('situation_changed', 'Lebenslage geändert'), ('household_consent_given', 'Einwilligung einer Person im Haushalt'), ('household_consent_revoked', 'Widerruf einer Person im Haushalt'), ('household_consent_reminded', 'an Ablauf der Einwilligung einer Person im Haushalt erinnert'), ('household_consent_expired', 'Einwilligung einer Person im Haushalt abgelaufen'), ('household_changed', 'Haushalt geändert'), ('contact_written', 'Kontakt dokumentiert'), ('confidential_written', 'vertrauliche Notiz geschrieben'), ('assessment_started', 'Assessment begonnen'), ('reassessment_begun', 'neues Assessment begonnen'), ('domain_rated', 'Lebensbereich eingeschätzt'), ('domains_rated', 'alle Lebensbereiche eingeschätzt'), ('assessment_completed', 'Assessment abgeschlossen'), ('plan_drafted', 'Hilfeplan begonnen'), ('goal_added', 'Ziel aufgenommen'), ('goal_changed', 'Ziel geändert'), ('measure_added', 'Maßnahme aufgenommen'), ('measure_moved', 'Maßnahme fortgeschrieben'), ('measure_begins', 'an Beginn eines Angebots erinnert'), ('attendance_asked', 'nach der Teilnahme gefragt'), ('plan_finished', 'Entwurf des Hilfeplans abgeschlossen'), ('plan_agreed', 'Hilfeplan vereinbart'), ('plan_printed', 'Hilfeplan gedruckt'), ('linking_completed', 'Anbindung abgeschlossen'), ('milestone_reached', 'Meilenstein erreicht'), ('review_held', 'Überprüfung durchgeführt'), ('intensity_changed', 'Intensität geändert'), ('paused', 'Fall ruht'), ('resumed', 'Fall wieder aufgenommen'), ('step_skipped', 'Schritt übersprungen'), ('reopened', 'Fall wieder geöffnet'), ('case_linked', 'mit einem früheren Fall verknüpft'), ('crisis_declared', 'Krise festgestellt'), ('crisis_ended', 'Krise beendet'), ('extension_requested', 'Verlängerung beantragt'), ('extension_approved', 'Verlängerung freigegeben'), ('leadership_decided', 'über die Fallführung entschieden'), ('handover_offered', 'Übergabe angeboten'), ('handover_accepted', 'Übergabe angenommen'), ('handover_declined', 'Übergabe abgelehnt'), ('handover_approved', 'Übergabe freigegeben'), ('handover_talk_held', 'Übergabegespräch geführt'), ('handover_refused', 'Übergabe von Klient*in abgelehnt'), ('handover_reading_ended', 'Nachlesen nach der Übergabe beendet'), ('handover_consent_asked', 'Einwilligung in die Übergabe angefragt'), ('handover_switched', 'Fall übergeben'), ('handover_withdrawn', 'Übergabe zurückgezogen'), ('closing_talk_held', 'Abschlussgespräch geführt'), ('closure_reported', 'Abschlussbericht geschrieben'), ('closure_approved', 'Abschluss freigegeben'), ('closed', 'abgeschlossen'), ('hold_placed', 'Löschung angehalten'), ('hold_released', 'Löschung nicht mehr angehalten'), ('erasure_requested', 'Löschung beantragt'), ('purpose_reached', 'Zweck einer Unterlage erreicht'), ('document_removed', 'Unterlage gelöscht'), ('work_done', 'Aufgabe erledigt'), ('file_opened', 'Akte durch die Fachaufsicht geöffnet'), ('file_closed', 'Akte durch die Fachaufsicht vorzeitig geschlossen'), ('remark_written', 'fachlicher Hinweis geschrieben'), ('remark_answered', 'fachlicher Hinweis beantwortet'), ('remark_closed', 'fachlicher Hinweis geschlossen'), ('peers_invited', 'zur kollegialen Fallberatung eingeladen'), ('peer_commented', 'Beitrag zur kollegialen Fallberatung'), ('peers_ended', 'kollegiale Fallberatung beendet'), ('conference_planned', 'Fallkonferenz geplant'), ('conference_held', 'Fallkonferenz festgehalten'), ('conference_called_off', 'Fallkonferenz abgesagt'), ('conference_task_set', 'Aufgabe aus einer Fallkonferenz'), ('supervision_decided', 'Entscheidung der Fachaufsicht'), ('sampled', 'in die Stichprobe gezogen'), ('sample_finished', 'Stichprobe geprüft'), ('finding_written', 'Strukturhinweis geschrieben'), ('chain_step_dated', 'Schritt einer Dienstleistungskette festgehalten'), ('deadline_started', 'Frist begonnen'), ('deadline_met', 'Frist eingehalten'), ('deadline_extended', 'Frist verlängert'), ('deadline_reminded', 'an Frist erinnert'), ('deadline_escalated', 'Fristüberschreitung gemeldet'), ('deadline_cancelled', 'Frist entfallen'), ('subject_request_entered', 'Antrag der Klientin oder des Klienten aufgenommen'), ('subject_request_extended', 'Frist des Antrags verlängert'), ('subject_request_decided', 'Antrag beantwortet'), ('redaction_proposed', 'Schwärzung vorgeschlagen'), ('redaction_decided', 'über Schwärzung entschieden'), ('export_reviewed', 'Auskunft durchgesehen'), ('export_released', 'Auskunft freigegeben'), ('exported', 'Auskunft ausgegeben'), ('rectified', 'Angabe berichtigt'), ('statement_attached', 'Darstellung der Klientin oder des Klienten beigelegt'), ('complaint_entered', 'Beschwerde aufgenommen'), ('job_done', 'Auftrag erledigt'), ('job_failed', 'Auftrag gescheitert')], max_length=40),
        ),
        migrations.AlterField(
            model_name='review',
            name='plan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='casemanagement.supportplan'),
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20)),
                ('name', models.CharField(max_length=60, verbose_name='Programm')),
                ('measure', models.CharField(blank=True, max_length=20, verbose_name='Maßnahme des Plans')),
                ('without', models.JSONField(blank=True, default=list, verbose_name='Phasen, die es nicht hat')),
                ('deadlines', models.JSONField(blank=True, default=dict, verbose_name='eigene Fristen')),
                ('intensity', models.CharField(choices=[('low', 'gering'), ('medium', 'mittel'), ('high', 'hoch')], default='medium', max_length=10, verbose_name='Intensität zu Beginn')),
                ('is_active', models.BooleanField(default=True, verbose_name='nimmt Fälle auf')),
                ('kommune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='permissions.kommune')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('kommune', 'code'), name='programme_once_in_a_town'), models.CheckConstraint(condition=models.Q(('code', 'kim'), _negated=True), name='programme_beside_kim'), models.CheckConstraint(condition=models.Q(('intensity__in', ['low', 'medium', 'high'])), name='programme_intensity_known')],
            },
        ),
    ]
