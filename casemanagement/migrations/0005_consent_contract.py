# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consent as a contract: its terms and its proof, what is disclosed on its ground, and what authorities ask."""

import casemanagement.fields
import casemanagement.validators
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LIVING_GROUND = """
-- As the owner: whoever writes a disclosure need not be able to read the consents.
CREATE FUNCTION casemanagement_disclosure_ground() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.consent_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM casemanagement_consent c
        WHERE c.id = NEW.consent_id AND c.case_id = NEW.case_id AND c.kind IN ('C5', 'C6', 'C7', 'C8')
          AND c.revoked_on IS NULL
          AND NEW.disclosed_on BETWEEN c.valid_from AND coalesce(c.valid_until, 'infinity')
          AND c.recipient_organisation_id IS NOT DISTINCT FROM NEW.recipient_organisation_id
    ) THEN
        RAISE EXCEPTION 'A disclosure rests on a living consent to this recipient.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER disclosure_ground
    BEFORE INSERT OR UPDATE OF case_id, consent_id, disclosed_on, recipient_organisation_id
    ON casemanagement_disclosure
    FOR EACH ROW EXECUTE FUNCTION casemanagement_disclosure_ground();
"""

NO_LIVING_GROUND = """
DROP TRIGGER disclosure_ground ON casemanagement_disclosure;
DROP FUNCTION casemanagement_disclosure_ground();
"""


class Migration(migrations.Migration):
    dependencies = [("casemanagement", "0004_supervision")]

    operations = [
        migrations.AddField(
            model_name='consent',
            name='data_categories',
            field=models.JSONField(blank=True, default=list, verbose_name='Daten'),
        ),
        migrations.AddField(
            model_name='consent',
            name='direction',
            field=models.CharField(blank=True, choices=[('give', 'wir geben Auskunft'), ('obtain', 'wir holen Auskunft ein'), ('both', 'beides')], max_length=10, verbose_name='Richtung'),
        ),
        migrations.AddField(
            model_name='consent',
            name='expired_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='Ablauf vermerkt am'),
        ),
        migrations.AddField(
            model_name='consent',
            name='reminded_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='consent',
            name='renews',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='renewals', to='casemanagement.consent'),
        ),
        migrations.AddField(
            model_name='consent',
            name='revocation_effect',
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name='consent',
            name='revoked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='Widerruf erfasst am'),
        ),
        migrations.AddField(
            model_name='consent',
            name='signed_by',
            field=models.CharField(blank=True, choices=[('client', 'Klientin oder Klient'), ('representative', 'Vertretungsperson'), ('both', 'Klientin oder Klient und Vertretungsperson')], default='client', max_length=20, verbose_name='unterschrieben von'),
        ),
        migrations.AddField(
            model_name='consent',
            name='template_language',
            field=models.CharField(blank=True, editable=False, max_length=5),
        ),
        migrations.AddField(
            model_name='consent',
            name='template_sha256',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.CreateModel(
            name='AuthorityRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority', casemanagement.fields.EncryptedTextField(max_length=300, verbose_name='Anfragende Behörde')),
                ('contact', casemanagement.fields.EncryptedTextField(blank=True, max_length=300, verbose_name='Ansprechperson und Aktenzeichen')),
                ('asked_on', models.DateField(validators=[casemanagement.validators.not_in_future], verbose_name='Eingegangen am')),
                ('claimed_basis', models.CharField(choices=[('none', 'keine genannt'), ('residence_act', '§ 87 AufenthG'), ('social_code', 'SGB X (§§ 67d bis 75)'), ('criminal_procedure', 'Strafverfolgung (StPO)'), ('police_law', 'Gefahrenabwehr (PolG NRW)'), ('court_order', 'gerichtliche Anordnung'), ('other', 'andere')], max_length=20, verbose_name='Genannte Rechtsgrundlage')),
                ('claimed_text', casemanagement.fields.EncryptedTextField(blank=True, max_length=300, verbose_name='Wortlaut der Rechtsgrundlage')),
                ('question', casemanagement.fields.EncryptedTextField(validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Was wird gefragt?')),
                ('recorded_at', models.DateTimeField(verbose_name='erfasst am')),
                ('decision', models.CharField(choices=[('open', 'offen: noch keine Antwort'), ('answered', 'Auskunft erteilen'), ('partly', 'teilweise Auskunft erteilen'), ('refused', 'Auskunft verweigern')], default='open', max_length=20, verbose_name='Entscheidung')),
                ('decider', models.CharField(blank=True, choices=[('data_protection', 'Datenschutzbeauftragte*r'), ('legal_office', 'Rechtsamt')], max_length=20, verbose_name='Entschieden durch')),
                ('decision_basis', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Begründung')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='entschieden am')),
                ('answered_on', models.DateField(blank=True, null=True, validators=[casemanagement.validators.not_in_future], verbose_name='Beantwortet am')),
                ('answer', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Antwort')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='authority_requests', to='casemanagement.case', verbose_name='Fall')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='eingetragen von')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.organisation', verbose_name='gefragt wurde')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='erfasst von')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', '-asked_on'], name='request_of_house')],
                'constraints': [models.CheckConstraint(condition=models.Q(('decision__in', ['open', 'answered', 'partly', 'refused'])), name='authorityrequest_decision_known'), models.CheckConstraint(condition=models.Q(('claimed_basis__in', ['none', 'residence_act', 'social_code', 'criminal_procedure', 'police_law', 'court_order', 'other'])), name='authorityrequest_claimed_basis_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='request_decided_by_and_at'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decider', ''), ('decision', 'open')), models.Q(models.Q(('decision', 'open'), _negated=True), ('decided_at__isnull', False), models.Q(('decider', ''), _negated=True)), _connector='OR'), name='request_is_decided_or_open'), models.CheckConstraint(condition=models.Q(('answered_on__isnull', True), ('decided_at__isnull', False), _connector='OR'), name='request_answered_only_after_decision')],
            },
        ),
        migrations.CreateModel(
            name='ConsentSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', casemanagement.fields.EncryptedTextField(max_length=200, verbose_name='Name, wie eingegeben')),
                ('signed_by', models.CharField(choices=[('client', 'Klientin oder Klient'), ('representative', 'Vertretungsperson'), ('both', 'Klientin oder Klient und Vertretungsperson')], max_length=20, verbose_name='unterschrieben von')),
                ('signed_at', models.DateTimeField(verbose_name='unterschrieben am')),
                ('statement_sha256', models.CharField(max_length=64)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consent_signatures', to='casemanagement.case')),
                ('witnessed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gesehen von')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('signed_by__in', ['client', 'representative', 'both'])), name='consentsignature_signed_by_known')],
            },
        ),
        migrations.AddField(
            model_name='consent',
            name='signature',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='consents', to='casemanagement.consentsignature'),
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient_text', casemanagement.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='Empfänger (andere Stelle)')),
                ('data_categories', models.JSONField(default=list, verbose_name='Daten')),
                ('direction', models.CharField(choices=[('give', 'wir geben Auskunft'), ('obtain', 'wir holen Auskunft ein'), ('both', 'beides')], default='give', max_length=10, verbose_name='Richtung')),
                ('medium', models.CharField(choices=[('handed_over', 'Papier übergeben'), ('letter', 'Brief'), ('encrypted_email', 'verschlüsselte E-Mail'), ('fax', 'Fax'), ('phone', 'Telefon'), ('conversation', 'Gespräch'), ('system', 'in diesem Programm')], max_length=20, verbose_name='Weg')),
                ('disclosed_on', models.DateField(validators=[casemanagement.validators.plausible_day], verbose_name='am')),
                ('legal_basis', models.CharField(blank=True, choices=[('child_protection', 'Kindeswohl: § 8a SGB VIII, § 4 KKG'), ('necessity', 'Rechtfertigender Notstand: § 34 StGB'), ('planned_crime', 'Anzeige geplanter Straftaten: §§ 138, 139 StGB'), ('residence_act', 'Übermittlungspflicht: § 87 AufenthG'), ('court_order', 'gerichtliche Anordnung')], max_length=20, verbose_name='Rechtsgrundlage')),
                ('items', models.JSONField(blank=True, default=list)),
                ('recorded_at', models.DateTimeField(verbose_name='festgehalten am')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='abgesagt am')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disclosures', to='casemanagement.case')),
                ('consent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='disclosures', to='casemanagement.consent', verbose_name='Einwilligung')),
                ('recipient_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.organisation', verbose_name='Empfänger')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='festgehalten von')),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-disclosed_on'], name='disclosure_of_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('direction__in', ['give', 'obtain', 'both'])), name='disclosure_direction_known'), models.CheckConstraint(condition=models.Q(('medium__in', ['handed_over', 'letter', 'encrypted_email', 'fax', 'phone', 'conversation', 'system'])), name='disclosure_medium_known'), models.CheckConstraint(condition=models.Q(('legal_basis__in', ['', 'child_protection', 'necessity', 'planned_crime', 'residence_act', 'court_order'])), name='disclosure_legal_basis_known'), models.CheckConstraint(condition=models.Q(models.Q(('consent__isnull', False), ('legal_basis', '')), models.Q(('consent__isnull', True), models.Q(('legal_basis', ''), _negated=True)), _connector='OR'), name='disclosure_has_one_ground')],
            },
        ),
        migrations.CreateModel(
            name='DisclosureNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', casemanagement.fields.EncryptedTextField(blank=True, max_length=300, verbose_name='Zweck')),
                ('note', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Begründung')),
                ('decided_by', casemanagement.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='entschieden von')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disclosure_notes', to='casemanagement.case')),
                ('disclosure', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='casemanagement.disclosure')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Representative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', casemanagement.fields.EncryptedTextField(max_length=200, verbose_name='Name')),
                ('kind', models.CharField(choices=[('parent', 'sorgeberechtigter Elternteil'), ('guardian', 'Vormund'), ('carer', 'rechtliche Betreuung'), ('attorney', 'Bevollmächtigte Person')], max_length=20, verbose_name='Stellung')),
                ('scope', models.JSONField(default=list, verbose_name='Aufgabenkreis')),
                ('reachable', casemanagement.fields.EncryptedTextField(blank=True, max_length=300, verbose_name='erreichbar unter')),
                ('valid_from', models.DateField(verbose_name='seit')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='bis')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='representatives', to='casemanagement.case')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['parent', 'guardian', 'carer', 'attorney'])), name='representative_kind_known'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='representative_ends_after_it_begins')],
            },
        ),
        migrations.AddField(
            model_name='consent',
            name='representative',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='consents', to='casemanagement.representative', verbose_name='Vertretungsperson'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['', 'give', 'obtain', 'both'])), name='consent_direction_known'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('signed_by__in', ['', 'client', 'representative', 'both'])), name='consent_signed_by_known'),
        ),
        migrations.RunSQL(LIVING_GROUND, NO_LIVING_GROUND),
    ]
