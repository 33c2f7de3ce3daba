# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why a case is in a crisis, and why an assessment is made; more words of the journal."""

import casemanagement.fields
import django.core.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0016_words_of_what_comes_in'),
        ('permissions', '0006_proofs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='assessment',
            name='occasion',
            field=models.CharField(blank=True, choices=[('initial', 'erstes Assessment'), ('six_months', 'nach sechs Monaten'), ('review', 'Ergebnis einer Überprüfung'), ('reopened', 'Wiederaufnahme eines beendeten Falls'), ('regime_change', 'Wechsel des Rechtskreises'), ('residence_decision', 'neue Entscheidung über den Aufenthalt'), ('birth', 'Geburt'), ('home_lost', 'Verlust der Wohnung'), ('job_lost', 'Verlust der Arbeit'), ('violence', 'Gewalt'), ('separation', 'Trennung, Tod in der Familie'), ('other', 'anderes einschneidendes Ereignis')], db_default='', default='', max_length=20, verbose_name='Anlass'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='occasion_note',
            field=casemanagement.fields.EncryptedTextField(blank=True, default='', validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Was hat sich verändert?'),
        ),
        # A program that is older than the column writes rows without it.
        migrations.RunSQL(
            "ALTER TABLE casemanagement_assessment ALTER COLUMN occasion_note SET DEFAULT ''",
            "ALTER TABLE casemanagement_assessment ALTER COLUMN occasion_note DROP DEFAULT",
        ),
        migrations.AddField(
            model_name='case',
            name='crisis_reason',
            field=models.CharField(blank=True, choices=[('violence', 'Gewalt oder Bedrohung'), ('home_lost', 'Verlust der Wohnung'), ('livelihood_lost', 'Lebensunterhalt nicht gesichert'), ('deportation', 'drohende Abschiebung'), ('health', 'schwere Erkrankung, auch psychisch'), ('child_risk', 'Gefährdung eines Kindes'), ('bereavement', 'Tod oder Verlust in der Familie'), ('other', 'anderer Grund')], db_default='', default='', max_length=20, verbose_name='Grund der Krise'),
        ),
        migrations.AddField(
            model_name='case',
            name='crisis_since',
            field=models.DateField(blank=True, null=True, verbose_name='Krise seit'),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='kind',
            field=models.CharField(choices=[('referral_registered', 'Meldung erfasst'), ('imported', 'aus einer Datei übernommen'), ('urgency_assessed', 'Dringlichkeit eingeschätzt'), ('address_protected', 'Adresse geschützt'), ('duplicates_checked', 'Dubletten geprüft'), ('overlap_recorded', 'Überschneidung mit anderen Diensten erfasst'), ('conflict_declared', 'Befangenheit erklärt'), ('coordinator_alerted', 'Koordination unterrichtet'), ('triage_decided', 'Entscheidung über die Aufnahme'), ('place_offered', 'Platz angeboten'), ('assigned', 'Fallführung zugewiesen'), ('deputy_named', 'Vertretung benannt'), ('assignment_ended', 'Zuweisung beendet'), ('admitted', 'aufgenommen'), ('decision_disputed', 'Entscheidung bestritten'), ('decision_approved', 'Entscheidung bestätigt'), ('declined', 'nicht aufgenommen'), ('referred_on', 'weiterverwiesen'), ('approved', 'freigegeben'), ('consent_given', 'Einwilligung erteilt'), ('consent_refused', 'Einwilligung nicht erteilt'), ('consent_revoked', 'Einwilligung widerrufen'), ('consent_expired', 'Einwilligung abgelaufen'), ('consent_renewed', 'Einwilligung erneuert'), ('consent_reminded', 'an Ablauf der Einwilligung erinnert'), ('representative_named', 'Vertretungsperson erfasst'), ('disclosed', 'Weitergabe an Dritte festgehalten'), ('disclosure_cancelled', 'geplante Weitergabe abgesagt'), ('authority_asked', 'Anfrage einer Behörde erfasst'), ('restricted', 'Verarbeitung eingeschränkt'), ('restriction_to_lift', 'Aufhebung der Einschränkung angekündigt'), ('restriction_told', 'über die Aufhebung der Einschränkung unterrichtet'), ('restriction_lifted', 'Einschränkung der Verarbeitung aufgehoben'), ('emergency_opened', 'Notfallzugriff begonnen'), ('emergency_extended', 'Notfallzugriff verlängert'), ('emergency_ended', 'Notfallzugriff beendet'), ('conflict_ended', 'Befangenheit aufgehoben'), ('list_begun', 'Zugriff auf benannte Personen beschränkt'), ('list_changed', 'Liste der benannten Personen geändert'), ('list_ended', 'Beschränkung auf benannte Personen aufgehoben'), ('risk_person_added', 'Person vermerkt, die nichts erfahren darf'), ('risk_person_struck', 'Vermerk „nicht informieren“ gestrichen'), ('document_added', 'Unterlage abgelegt'), ('identity_changed', 'Personendaten geändert'), ('frame_changed', 'Angaben zum Fall geändert'), ('situation_changed', 'Lebenslage geändert'), ('household_changed', 'Haushalt geändert'), ('contact_written', 'Kontakt dokumentiert'), ('confidential_written', 'vertrauliche Notiz geschrieben'), ('assessment_started', 'Assessment begonnen'), ('reassessment_begun', 'neues Assessment begonnen'), ('domain_rated', 'Lebensbereich eingeschätzt'), ('domains_rated', 'alle Lebensbereiche eingeschätzt'), ('assessment_completed', 'Assessment abgeschlossen'), ('plan_drafted', 'Hilfeplan begonnen'), ('goal_added', 'Ziel aufgenommen'), ('goal_changed', 'Ziel geändert'), ('measure_added', 'Maßnahme aufgenommen'), ('measure_moved', 'Maßnahme fortgeschrieben'), ('plan_finished', 'Entwurf des Hilfeplans abgeschlossen'), ('plan_agreed', 'Hilfeplan vereinbart'), ('plan_printed', 'Hilfeplan gedruckt'), ('linking_completed', 'Anbindung abgeschlossen'), ('milestone_reached', 'Meilenstein erreicht'), ('review_held', 'Überprüfung durchgeführt'), ('intensity_changed', 'Intensität geändert'), ('paused', 'Fall ruht'), ('resumed', 'Fall wieder aufgenommen'), ('step_skipped', 'Schritt übersprungen'), ('reopened', 'Fall wieder geöffnet'), ('case_linked', 'mit einem früheren Fall verknüpft'), ('crisis_declared', 'Krise festgestellt'), ('crisis_ended', 'Krise beendet'), ('extension_requested', 'Verlängerung beantragt'), ('extension_approved', 'Verlängerung freigegeben'), ('leadership_decided', 'über die Fallführung entschieden'), ('handover_offered', 'Übergabe angeboten'), ('handover_accepted', 'Übergabe angenommen'), ('handover_declined', 'Übergabe abgelehnt'), ('handover_approved', 'Übergabe freigegeben'), ('handover_switched', 'Fall übergeben'), ('handover_withdrawn', 'Übergabe zurückgezogen'), ('closing_talk_held', 'Abschlussgespräch geführt'), ('closure_reported', 'Abschlussbericht geschrieben'), ('closure_approved', 'Abschluss freigegeben'), ('closed', 'abgeschlossen'), ('hold_placed', 'Löschung angehalten'), ('hold_released', 'Löschung nicht mehr angehalten'), ('erasure_requested', 'Löschung beantragt'), ('purpose_reached', 'Zweck einer Unterlage erreicht'), ('document_removed', 'Unterlage gelöscht'), ('work_done', 'Aufgabe erledigt'), ('file_opened', 'Akte durch die Fachaufsicht geöffnet'), ('file_closed', 'Akte durch die Fachaufsicht vorzeitig geschlossen'), ('remark_written', 'fachlicher Hinweis geschrieben'), ('remark_answered', 'fachlicher Hinweis beantwortet'), ('remark_closed', 'fachlicher Hinweis geschlossen'), ('peers_invited', 'zur kollegialen Fallberatung eingeladen'), ('peer_commented', 'Beitrag zur kollegialen Fallberatung'), ('peers_ended', 'kollegiale Fallberatung beendet'), ('supervision_decided', 'Entscheidung der Fachaufsicht'), ('sampled', 'in die Stichprobe gezogen'), ('sample_finished', 'Stichprobe geprüft'), ('finding_written', 'Strukturhinweis geschrieben'), ('chain_step_dated', 'Schritt einer Dienstleistungskette festgehalten'), ('deadline_started', 'Frist begonnen'), ('deadline_met', 'Frist eingehalten'), ('deadline_extended', 'Frist verlängert'), ('deadline_reminded', 'an Frist erinnert'), ('deadline_escalated', 'Fristüberschreitung gemeldet'), ('deadline_cancelled', 'Frist entfallen'), ('subject_request_entered', 'Antrag der Klientin oder des Klienten aufgenommen'), ('subject_request_extended', 'Frist des Antrags verlängert'), ('subject_request_decided', 'Antrag beantwortet'), ('redaction_proposed', 'Schwärzung vorgeschlagen'), ('redaction_decided', 'über Schwärzung entschieden'), ('export_reviewed', 'Auskunft durchgesehen'), ('export_released', 'Auskunft freigegeben'), ('exported', 'Auskunft ausgegeben'), ('rectified', 'Angabe berichtigt'), ('statement_attached', 'Darstellung der Klientin oder des Klienten beigelegt'), ('complaint_entered', 'Beschwerde aufgenommen'), ('job_done', 'Auftrag erledigt'), ('job_failed', 'Auftrag gescheitert')], max_length=40),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('occasion__in', ['', 'initial', 'six_months', 'review', 'reopened', 'regime_change', 'residence_decision', 'birth', 'home_lost', 'job_lost', 'violence', 'separation', 'other'])), name='assessment_occasion_known'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('crisis_reason__in', ['', 'violence', 'home_lost', 'livelihood_lost', 'deportation', 'health', 'child_risk', 'bereavement', 'other'])), name='case_crisis_reason_known'),
        ),
    ]
