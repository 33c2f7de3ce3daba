# SPDX-License-Identifier: AGPL-3.0-or-later

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0017_work_item_open_due'),
        ('permissions', '0007_emptied_seals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='contact',
            name='contact_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='handover',
            name='handover_state_known',
        ),
        migrations.AddField(
            model_name='assignment',
            name='absence',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='permissions.absence'),
        ),
        migrations.AddField(
            model_name='confidentialnote',
            name='entrusted_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='weitergegeben an'),
        ),
        migrations.AddField(
            model_name='contact',
            name='kept_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.organisation'),
        ),
        migrations.AddField(
            model_name='document',
            name='kept_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.organisation'),
        ),
        migrations.AddField(
            model_name='documentcontent',
            name='kept_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.organisation'),
        ),
        migrations.AddField(
            model_name='handover',
            name='client_word',
            field=models.CharField(blank=True, choices=[('agrees', 'ja, mit der Akte'), ('stays', 'nein, sie oder er möchte bleiben'), ('without_file', 'ja zum Wechsel, aber die Akte soll hier bleiben')], db_default='', max_length=20, verbose_name='Antwort'),
        ),
        migrations.AddField(
            model_name='handover',
            name='confidential_along',
            field=models.BooleanField(db_default=False, default=False, verbose_name='vertrauliche Notizen'),
        ),
        migrations.AddField(
            model_name='handover',
            name='documents_along',
            field=models.JSONField(blank=True, null=True, verbose_name='Unterlagen'),
        ),
        migrations.AddField(
            model_name='handover',
            name='from_person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='von Person'),
        ),
        migrations.AddField(
            model_name='handover',
            name='may_look_back',
            field=models.BooleanField(db_default=True, default=True, verbose_name='Nachlesen erlaubt'),
        ),
        migrations.AddField(
            model_name='handover',
            name='notes_along',
            field=models.CharField(choices=[('last', 'das Übergabegespräch und die letzten drei Notizen'), ('talk', 'nur das Übergabegespräch'), ('all', 'alle Notizen')], db_default='last', default='last', max_length=10, verbose_name='Notizen'),
        ),
        migrations.AddField(
            model_name='handover',
            name='read_until',
            field=models.DateField(blank=True, null=True, verbose_name='Nachlesen bis'),
        ),
        migrations.AddField(
            model_name='handover',
            name='switched_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='gewechselt am'),
        ),
        migrations.AddField(
            model_name='handover',
            name='talk_on',
            field=models.DateField(blank=True, null=True, verbose_name='Übergabegespräch am'),
        ),
        migrations.AddField(
            model_name='householdperson',
            name='consent_form',
            field=models.CharField(blank=True, choices=[('paper', 'Papier'), ('electronic', 'elektronisch'), ('oral_protocol', 'mündlich, protokolliert')], db_default='', max_length=20, verbose_name='Form'),
        ),
        migrations.AddField(
            model_name='householdperson',
            name='consent_revoked_on',
            field=models.DateField(blank=True, null=True, verbose_name='widerrufen am'),
        ),
        migrations.AddField(
            model_name='householdperson',
            name='consent_until',
            field=models.DateField(blank=True, null=True, verbose_name='gültig bis'),
        ),
        migrations.AddField(
            model_name='householdperson',
            name='consented_by',
            field=models.CharField(blank=True, choices=[('self', 'die Person selbst'), ('representative', 'Sorgeberechtigte oder gesetzliche Vertretung'), ('both', 'beide')], db_default='', max_length=20, verbose_name='erteilt von'),
        ),
        migrations.AddField(
            model_name='householdperson',
            name='consented_on',
            field=models.DateField(blank=True, null=True, verbose_name='eingewilligt am'),
        ),
        migrations.AlterField(
            model_name='caseevent',
            name='kind',
            field=models.CharField(choices=[('referral_registered', 'Meldung erfasst'), ('imported', 'aus einer Datei übernommen'), ('urgency_assessed', 'Dringlichkeit eingeschätzt'), ('address_protected', 'Adresse geschützt'), ('duplicates_checked', 'Dubletten geprüft'), ('overlap_recorded', 'Überschneidung mit anderen Diensten erfasst'), ('conflict_declared', 'Befangenheit erklärt'), ('coordinator_alerted', 'Koordination unterrichtet'), ('triage_decided', 'Entscheidung über die Aufnahme'), ('place_offered', 'Platz angeboten'), ('assigned', 'Fallführung zugewiesen'), ('deputy_named', 'Vertretung benannt'), ('assignment_ended', 'Zuweisung beendet'), ('admitted', 'aufgenommen'), ('decision_disputed', 'Entscheidung bestritten'), ('decision_approved', 'Entscheidung bestätigt'), ('declined', 'nicht aufgenommen'), ('referred_on', 'weiterverwiesen'), ('approved', 'freigegeben'), ('consent_given', 'Einwilligung erteilt'), ('consent_refused', 'Einwilligung nicht erteilt'), ('consent_revoked', 'Einwilligung widerrufen'), ('consent_expired', 'Einwilligung abgelaufen'), ('consent_renewed', 'Einwilligung erneuert'), ('consent_reminded', 'an Ablauf der Einwilligung erinnert'), ('representative_named', 'Vertretungsperson erfasst'), ('disclosed', 'Weitergabe an Dritte festgehalten'), ('disclosure_cancelled', 'geplante Weitergabe abgesagt'), ('authority_asked', 'Anfrage einer Behörde erfasst'), ('restricted', 'Verarbeitung eingeschränkt'), ('restriction_to_lift', 'Aufhebung der Einschränkung angekündigt'), ('restriction_told', 'über die Aufhebung der Einschränkung unterrichtet'), ('restriction_lifted', 'Einschränkung der Verarbeitung aufgehoben'), ('emergency_opened', 'Notfallzugriff begonnen'), ('emergency_extended', 'Notfallzugriff verlängert'), ('emergency_ended', 'Notfallzugriff beendet'), ('conflict_ended', 'Befangenheit aufgehoben'), ('list_begun', 'Zugriff auf benannte Personen beschränkt'), ('list_changed', 'Liste der benannten Personen geändert'), ('list_ended', 'Beschränkung auf benannte Personen aufgehoben'), ('risk_person_added', 'Person vermerkt, die nichts erfahren darf'), ('risk_person_struck', 'Vermerk „nicht informieren“ gestrichen'), ('document_added', 'Unterlage abgelegt'), ('identity_changed', 'Personendaten geändert'), ('frame_changed', 'Angaben zum Fall geändert'), ('situation_changed', 'Lebenslage geändert'), ('household_consent_given', 'Einwilligung einer Person im Haushalt'), ('household_consent_revoked', 'Widerruf einer Person im Haushalt'), ('household_changed', 'Haushalt geändert'), ('contact_written', 'Kontakt dokumentiert'), ('confidential_written', 'vertrauliche Notiz geschrieben'), ('assessment_started', 'Assessment begonnen'), ('reassessment_begun', 'neues Assessment begonnen'), ('domain_rated', 'Lebensbereich eingeschätzt'), ('domains_rated', 'alle Lebensbereiche eingeschätzt'), ('assessment_completed', 'Assessment abgeschlossen'), ('plan_drafted', 'Hilfeplan begonnen'), ('goal_added', 'Ziel aufgenommen'), ('goal_changed', 'Ziel geändert'), ('measure_added', 'Maßnahme aufgenommen'), ('measure_moved', 'Maßnahme fortgeschrieben'), ('plan_finished', 'Entwurf des Hilfeplans abgeschlossen'), ('plan_agreed', 'Hilfeplan vereinbart'), ('plan_printed', 'Hilfeplan gedruckt'), ('linking_completed', 'Anbindung abgeschlossen'), ('milestone_reached', 'Meilenstein erreicht'), ('review_held', 'Überprüfung durchgeführt'), ('intensity_changed', 'Intensität geändert'), ('paused', 'Fall ruht'), ('resumed', 'Fall wieder aufgenommen'), ('step_skipped', 'Schritt übersprungen'), ('reopened', 'Fall wieder geöffnet'), ('case_linked', 'mit einem früheren Fall verknüpft'), ('crisis_declared', 'Krise festgestellt'), ('crisis_ended', 'Krise beendet'), ('extension_requested', 'Verlängerung beantragt'), ('extension_approved', 'Verlängerung freigegeben'), ('leadership_decided', 'über die Fallführung entschieden'), ('handover_offered', 'Übergabe angeboten'), ('handover_accepted', 'Übergabe angenommen'), ('handover_declined', 'Übergabe abgelehnt'), ('handover_approved', 'Übergabe freigegeben'), ('handover_talk_held', 'Übergabegespräch geführt'), ('handover_refused', 'Übergabe von Klient*in abgelehnt'), ('handover_reading_ended', 'Nachlesen nach der Übergabe beendet'), ('handover_consent_asked', 'Einwilligung in die Übergabe angefragt'), ('handover_switched', 'Fall übergeben'), ('handover_withdrawn', 'Übergabe zurückgezogen'), ('closing_talk_held', 'Abschlussgespräch geführt'), ('closure_reported', 'Abschlussbericht geschrieben'), ('closure_approved', 'Abschluss freigegeben'), ('closed', 'abgeschlossen'), ('hold_placed', 'Löschung angehalten'), ('hold_released', 'Löschung nicht mehr angehalten'), ('erasure_requested', 'Löschung beantragt'), ('purpose_reached', 'Zweck einer Unterlage erreicht'), ('document_removed', 'Unterlage gelöscht'), ('work_done', 'Aufgabe erledigt'), ('file_opened', 'Akte durch die Fachaufsicht geöffnet'), ('file_closed', 'Akte durch die Fachaufsicht vorzeitig geschlossen'), ('remark_written', 'fachlicher Hinweis geschrieben'), ('remark_answered', 'fachlicher Hinweis beantwortet'), ('remark_closed', 'fachlicher Hinweis geschlossen'), ('peers_invited', 'zur kollegialen Fallberatung eingeladen'), ('peer_commented', 'Beitrag zur kollegialen Fallberatung'), ('peers_ended', 'kollegiale Fallberatung beendet'), ('supervision_decided', 'Entscheidung der Fachaufsicht'), ('sampled', 'in die Stichprobe gezogen'), ('sample_finished', 'Stichprobe geprüft'), ('finding_written', 'Strukturhinweis geschrieben'), ('chain_step_dated', 'Schritt einer Dienstleistungskette festgehalten'), ('deadline_started', 'Frist begonnen'), ('deadline_met', 'Frist eingehalten'), ('deadline_extended', 'Frist verlängert'), ('deadline_reminded', 'an Frist erinnert'), ('deadline_escalated', 'Fristüberschreitung gemeldet'), ('deadline_cancelled', 'Frist entfallen'), ('subject_request_entered', 'Antrag der Klientin oder des Klienten aufgenommen'), ('subject_request_extended', 'Frist des Antrags verlängert'), ('subject_request_decided', 'Antrag beantwortet'), ('redaction_proposed', 'Schwärzung vorgeschlagen'), ('redaction_decided', 'über Schwärzung entschieden'), ('export_reviewed', 'Auskunft durchgesehen'), ('export_released', 'Auskunft freigegeben'), ('exported', 'Auskunft ausgegeben'), ('rectified', 'Angabe berichtigt'), ('statement_attached', 'Darstellung der Klientin oder des Klienten beigelegt'), ('complaint_entered', 'Beschwerde aufgenommen'), ('job_done', 'Auftrag erledigt'), ('job_failed', 'Auftrag gescheitert')], max_length=40),
        ),
        migrations.AlterField(
            model_name='contact',
            name='kind',
            field=models.CharField(choices=[('office', 'Gespräch im Büro'), ('home_visit', 'Hausbesuch'), ('shelter_visit', 'Besuch in der Unterkunft'), ('accompaniment', 'Begleitung'), ('phone', 'Telefonat'), ('video', 'Videogespräch'), ('email', 'E-Mail'), ('letter', 'Brief'), ('secure_messenger', 'sicherer Messenger'), ('no_show', 'Termin nicht wahrgenommen'), ('attempt_failed', 'Versuch ohne Erfolg'), ('third_party', 'Kontakt mit Dritten'), ('helper_conference', 'Helferkonferenz'), ('handover_talk', 'Übergabegespräch'), ('peer_case_discussion', 'kollegiale Fallberatung'), ('documentation', 'Dokumentation')], max_length=30, verbose_name='Kontaktart'),
        ),
        migrations.AlterField(
            model_name='handover',
            name='state',
            field=models.CharField(choices=[('draft', 'Entwurf'), ('offered', 'angeboten'), ('accepted', 'angenommen'), ('declined', 'abgelehnt'), ('approved', 'freigegeben'), ('switched', 'vollzogen'), ('withdrawn', 'zurückgezogen'), ('refused', 'von Klient*in abgelehnt'), ('without_file', 'gewechselt ohne Akte')], default='draft', max_length=20, verbose_name='Stand'),
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(fields=['from_person', 'read_until'], name='handover_looked_back_on'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['office', 'home_visit', 'shelter_visit', 'accompaniment', 'phone', 'video', 'email', 'letter', 'secure_messenger', 'no_show', 'attempt_failed', 'third_party', 'helper_conference', 'handover_talk', 'peer_case_discussion', 'documentation'])), name='contact_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'offered', 'accepted', 'declined', 'approved', 'switched', 'withdrawn', 'refused', 'without_file'])), name='handover_state_known'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('notes_along__in', ['last', 'talk', 'all'])), name='handover_notes_along_known'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('read_until__isnull', True), models.Q(('from_person__isnull', False), ('switched_at__isnull', False)), _connector='OR'), name='handover_looked_back_on_by_a_person'),
        ),
    ]
