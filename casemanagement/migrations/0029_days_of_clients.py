# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days that matter to a client: the end of household consents, the first day of an offer, the course of her status."""

import casemanagement.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0026_entitlement_to_courses'),
    ]

    operations = [
        migrations.AddField(
            model_name='householdperson',
            name='consent_expired_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='householdperson',
            name='consent_reminded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='attendance_asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='begin_told_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='begins_on',
            field=models.DateField(blank=True, null=True, validators=[casemanagement.validators.plausible_day], verbose_name='beginnt am'),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='kind',
            field=models.CharField(choices=[('referral_registered', 'Meldung erfasst'), ('imported', 'aus einer Datei übernommen'), ('urgency_assessed', 'Dringlichkeit eingeschätzt'), ('address_protected', 'Adresse geschützt'), ('duplicates_checked', 'Dubletten geprüft'), ('overlap_recorded', 'Überschneidung mit anderen Diensten erfasst'), ('conflict_declared', 'Befangenheit erklärt'), ('coordinator_alerted', 'Koordination unterrichtet'), ('triage_decided', 'Entscheidung über die Aufnahme'), ('place_offered', 'Platz angeboten'), ('assigned', 'Fallführung zugewiesen'), ('deputy_named', 'Vertretung benannt'), ('assignment_ended', 'Zuweisung beendet'), ('admitted', 'aufgenommen'), ('decision_disputed', 'Entscheidung bestritten'), ('decision_approved', 'Entscheidung bestätigt'), ('declined', 'nicht aufgenommen'), ('referred_on', 'weiterverwiesen'), ('approved', 'freigegeben'), ('consent_given', 'Einwilligung erteilt'), ('consent_refused', 'Einwilligung nicht erteilt'), ('consent_revoked', 'Einwilligung widerrufen'), ('consent_expired', 'Einwilligung abgelaufen'), ('consent_renewed', 'Einwilligung erneuert'), ('consent_reminded', 'an Ablauf der Einwilligung erinnert'), ('representative_named', 'Vertretungsperson erfasst'), ('disclosed', 'Weitergabe an Dritte festgehalten'), ('disclosure_cancelled', 'geplante Weitergabe abgesagt'), ('authority_asked', 'Anfrage einer Behörde erfasst'), ('restricted', 'Verarbeitung eingeschränkt'), ('restriction_to_lift', 'Aufhebung der Einschränkung angekündigt'), ('restriction_told', 'über die Aufhebung der Einschränkung unterrichtet'), ('restriction_lifted', 'Einschränkung der Verarbeitung aufgehoben'), ('emergency_opened', 'Notfallzugriff begonnen'), ('emergency_extended', 'Notfallzugriff verlängert'), ('emergency_ended', 'Notfallzugriff beendet'), ('conflict_ended', 'Befangenheit aufgehoben'), ('list_begun', 'Zugriff auf benannte Personen beschränkt'), ('list_changed', 'Liste der benannten Personen geändert'), ('list_ended', 'Beschränkung auf benannte Personen aufgehoben'), ('risk_person_added', 'Person vermerkt, die nichts erfahren darf'), ('risk_person_struck', 'Vermerk „nicht informieren“ gestrichen'), ('document_added', 'Unterlage abgelegt'), ('identity_changed', 'Personendaten geändert'), ('frame_changed', 'Angaben zum Fall geändert'), ('situation_changed', 'Lebenslage geändert'), ('household_consent_given', 'Einwilligung einer Person im Haushalt'), ('household_consent_revoked', 'Widerruf einer Person im Haushalt'), ('household_consent_reminded', 'an Ablauf der Einwilligung einer Person im Haushalt erinnert'), ('household_consent_expired', 'Einwilligung einer Person im Haushalt abgelaufen'), ('household_changed', 'Haushalt geändert'), ('contact_written', 'Kontakt dokumentiert'), ('confidential_written', 'vertrauliche Notiz geschrieben'), ('assessment_started', 'Assessment begonnen'), ('reassessment_begun', 'neues Assessment begonnen'), ('domain_rated', 'Lebensbereich eingeschätzt'), ('domains_rated', 'alle Lebensbereiche eingeschätzt'), ('assessment_completed', 'Assessment abgeschlossen'), ('plan_drafted', 'Hilfeplan begonnen'), ('goal_added', 'Ziel aufgenommen'), ('goal_changed', 'Ziel geändert'), ('measure_added', 'Maßnahme aufgenommen'), ('measure_moved', 'Maßnahme fortgeschrieben'), ('measure_begins', 'an Beginn eines Angebots erinnert'), ('attendance_asked', 'nach der Teilnahme gefragt'), ('plan_finished', 'Entwurf des Hilfeplans abgeschlossen'), ('plan_agreed', 'Hilfeplan vereinbart'), ('plan_printed', 'Hilfeplan gedruckt'), ('linking_completed', 'Anbindung abgeschlossen'), ('milestone_reached', 'Meilenstein erreicht'), ('review_held', 'Überprüfung durchgeführt'), ('intensity_changed', 'Intensität geändert'), ('paused', 'Fall ruht'), ('resumed', 'Fall wieder aufgenommen'), ('step_skipped', 'Schritt übersprungen'), ('reopened', 'Fall wieder geöffnet'), ('case_linked', 'mit einem früheren Fall verknüpft'), ('crisis_declared', 'Krise festgestellt'), ('crisis_ended', 'Krise beendet'), ('extension_requested', 'Verlängerung beantragt'), ('extension_approved', 'Verlängerung freigegeben'), ('leadership_decided', 'über die Fallführung entschieden'), ('handover_offered', 'Übergabe angeboten'), ('handover_accepted', 'Übergabe angenommen'), ('handover_declined', 'Übergabe abgelehnt'), ('handover_approved', 'Übergabe freigegeben'), ('handover_talk_held', 'Übergabegespräch geführt'), ('handover_refused', 'Übergabe von Klient*in abgelehnt'), ('handover_reading_ended', 'Nachlesen nach der Übergabe beendet'), ('handover_consent_asked', 'Einwilligung in die Übergabe angefragt'), ('handover_switched', 'Fall übergeben'), ('handover_withdrawn', 'Übergabe zurückgezogen'), ('closing_talk_held', 'Abschlussgespräch geführt'), ('closure_reported', 'Abschlussbericht geschrieben'), ('closure_approved', 'Abschluss freigegeben'), ('closed', 'abgeschlossen'), ('hold_placed', 'Löschung angehalten'), ('hold_released', 'Löschung nicht mehr angehalten'), ('erasure_requested', 'Löschung beantragt'), ('purpose_reached', 'Zweck einer Unterlage erreicht'), ('document_removed', 'Unterlage gelöscht'), ('work_done', 'Aufgabe erledigt'), ('file_opened', 'Akte durch die Fachaufsicht geöffnet'), ('file_closed', 'Akte durch die Fachaufsicht vorzeitig geschlossen'), ('remark_written', 'fachlicher Hinweis geschrieben'), ('remark_answered', 'fachlicher Hinweis beantwortet'), ('remark_closed', 'fachlicher Hinweis geschlossen'), ('peers_invited', 'zur kollegialen Fallberatung eingeladen'), ('peer_commented', 'Beitrag zur kollegialen Fallberatung'), ('peers_ended', 'kollegiale Fallberatung beendet'), ('conference_planned', 'Fallkonferenz geplant'), ('conference_held', 'Fallkonferenz festgehalten'), ('conference_called_off', 'Fallkonferenz abgesagt'), ('conference_task_set', 'Aufgabe aus einer Fallkonferenz'), ('supervision_decided', 'Entscheidung der Fachaufsicht'), ('sampled', 'in die Stichprobe gezogen'), ('sample_finished', 'Stichprobe geprüft'), ('finding_written', 'Strukturhinweis geschrieben'), ('chain_step_dated', 'Schritt einer Dienstleistungskette festgehalten'), ('deadline_started', 'Frist begonnen'), ('deadline_met', 'Frist eingehalten'), ('deadline_extended', 'Frist verlängert'), ('deadline_reminded', 'an Frist erinnert'), ('deadline_escalated', 'Fristüberschreitung gemeldet'), ('deadline_cancelled', 'Frist entfallen'), ('subject_request_entered', 'Antrag der Klientin oder des Klienten aufgenommen'), ('subject_request_extended', 'Frist des Antrags verlängert'), ('subject_request_decided', 'Antrag beantwortet'), ('redaction_proposed', 'Schwärzung vorgeschlagen'), ('redaction_decided', 'über Schwärzung entschieden'), ('export_reviewed', 'Auskunft durchgesehen'), ('export_released', 'Auskunft freigegeben'), ('exported', 'Auskunft ausgegeben'), ('rectified', 'Angabe berichtigt'), ('statement_attached', 'Darstellung der Klientin oder des Klienten beigelegt'), ('complaint_entered', 'Beschwerde aufgenommen'), ('job_done', 'Auftrag erledigt'), ('job_failed', 'Auftrag gescheitert')], max_length=40),
        ),
        migrations.CreateModel(
            name='ResidenceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('german', 'deutsche Staatsangehörigkeit'), ('eu_freedom', 'Freizügigkeit EU/EWR/Schweiz'), ('uk_withdrawal', 'Aufenthaltsdokument-GB'), ('repatriate', 'Spätaussiedler*in und Angehörige'), ('settlement_permit', 'Niederlassungserlaubnis'), ('eu_long_term', 'Daueraufenthalt-EU'), ('permit_education', 'Aufenthaltserlaubnis Ausbildung oder Studium (§§ 16–17)'), ('permit_employment', 'Aufenthaltserlaubnis Erwerbstätigkeit (§§ 18–21)'), ('permit_job_search', 'Arbeitsplatzsuche, Chancenkarte (§§ 20, 20a)'), ('permit_family', 'Aufenthaltserlaubnis familiäre Gründe (§§ 27–36a)'), ('permit_admission', 'Aufnahme aus dem Ausland (§§ 22, 23)'), ('permit_hardship', 'Härtefall (§ 23a)'), ('permit_temporary_protection', 'vorübergehender Schutz (§ 24)'), ('permit_asylum_refugee', 'Asyl, Flüchtlingseigenschaft (§ 25 Abs. 1, 2)'), ('permit_subsidiary', 'subsidiärer Schutz (§ 25 Abs. 2)'), ('permit_removal_ban', 'Abschiebungsverbot (§ 25 Abs. 3)'), ('permit_humanitarian_other', 'andere humanitäre Gründe (§ 25 Abs. 4, 5)'), ('permit_well_integrated', 'nachhaltige Integration (§§ 25a, 25b)'), ('permit_opportunity', 'Chancen-Aufenthaltsrecht (§ 104c)'), ('permit_other', 'andere Aufenthaltserlaubnis'), ('fiction', 'Fiktionsbescheinigung (§ 81)'), ('arrival_certificate', 'Ankunftsnachweis (§ 63a AsylG)'), ('asylum_permission', 'Aufenthaltsgestattung (§ 55 AsylG)'), ('toleration', 'Duldung (§ 60a)'), ('toleration_identity', 'Duldung mit ungeklärter Identität (§ 60b)'), ('toleration_training', 'Ausbildungsduldung (§ 60c)'), ('toleration_employment', 'Beschäftigungsduldung (§ 60d)'), ('border_crossing', 'Grenzübertrittsbescheinigung'), ('visa', 'Visum (§ 6)'), ('none', 'ohne geregelten Status'), ('unclear', 'in Klärung'), ('not_asked', 'nicht erhoben'), ('declined_to_answer', 'keine Angabe gewünscht')], max_length=30, verbose_name='Aufenthaltsstatus')),
                ('valid_until', models.DateField(blank=True, null=True, validators=[casemanagement.validators.plausible_day], verbose_name='gültig bis')),
                ('since', models.DateField(blank=True, null=True, validators=[casemanagement.validators.not_in_future], verbose_name='gilt seit')),
                ('recorded_at', models.DateTimeField(verbose_name='festgehalten am')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='residence_changes', to='casemanagement.case')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['german', 'eu_freedom', 'uk_withdrawal', 'repatriate', 'settlement_permit', 'eu_long_term', 'permit_education', 'permit_employment', 'permit_job_search', 'permit_family', 'permit_admission', 'permit_hardship', 'permit_temporary_protection', 'permit_asylum_refugee', 'permit_subsidiary', 'permit_removal_ban', 'permit_humanitarian_other', 'permit_well_integrated', 'permit_opportunity', 'permit_other', 'fiction', 'arrival_certificate', 'asylum_permission', 'toleration', 'toleration_identity', 'toleration_training', 'toleration_employment', 'border_crossing', 'visa', 'none', 'unclear', 'not_asked', 'declined_to_answer'])), name='residencechange_status_known')],
            },
        ),
    ]
