# SPDX-License-Identifier: AGPL-3.0-or-later
import casemanagement.fields
import casemanagement.validators
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# As the owner: whoever deletes a case need not be able to read its journal.
KEEP_HASHES = """
CREATE FUNCTION casemanagement_keep_hashes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO casemanagement_removedevent (event_id, case_id, seq, hash)
    SELECT id, case_id, seq, hash FROM casemanagement_caseevent WHERE case_id = OLD.id;
    RETURN OLD;
END $$;
CREATE TRIGGER keep_hashes BEFORE DELETE ON casemanagement_case
    FOR EACH ROW EXECUTE FUNCTION casemanagement_keep_hashes();
"""
LOSE_HASHES = """
DROP TRIGGER keep_hashes ON casemanagement_case;
DROP FUNCTION casemanagement_keep_hashes();
"""


class Migration(migrations.Migration):
    dependencies = [("casemanagement", "0005_consent_contract")]

    operations = [
        migrations.CreateModel(
            name='RemovedEvent',
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.BigIntegerField(unique=True)),
                ('case_id', models.BigIntegerField(db_index=True)),
                ('seq', models.PositiveIntegerField()),
                ('hash', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.RunSQL(KEEP_HASHES, LOSE_HASHES),
        migrations.CreateModel(
            name='SubjectRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('access', 'Auskunft (Art. 15)'), ('rectification', 'Berichtigung (Art. 16)'), ('erasure', 'Löschung (Art. 17)'), ('restriction', 'Einschränkung der Verarbeitung (Art. 18)'), ('portability', 'Herausgabe der eigenen Angaben (Art. 20)'), ('objection', 'Widerspruch (Art. 21)')], max_length=20, verbose_name='Was wird verlangt?')),
                ('wish', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='In den Worten der Person')),
                ('received_on', models.DateField(validators=[casemanagement.validators.not_in_future], verbose_name='eingegangen am')),
                ('received_via', models.CharField(choices=[('talk', 'im Gespräch'), ('letter', 'Brief'), ('mail', 'E-Mail'), ('representative', 'durch eine Vertretung')], max_length=20, verbose_name='Weg')),
                ('due_on', models.DateField(verbose_name='zu beantworten bis')),
                ('extended_until', models.DateField(blank=True, null=True, verbose_name='verlängert bis')),
                ('extension_reason', models.CharField(blank=True, choices=[('complex', 'Der Antrag ist umfangreich oder schwierig.'), ('many', 'Es liegen viele Anträge vor.')], max_length=20, verbose_name='Grund')),
                ('identity_checked', models.CharField(choices=[('known', 'persönlich bekannt'), ('paper_seen', 'Ausweis gesehen, keine Kopie'), ('authority_seen', 'Vollmacht gesehen, keine Kopie')], max_length=20, verbose_name='Identität geprüft')),
                ('entered_at', models.DateTimeField(verbose_name='aufgenommen am')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='durchgesehen am')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='freigegeben am')),
                ('decision', models.CharField(blank=True, choices=[('granted', 'entsprochen'), ('partly', 'teilweise entsprochen'), ('refused', 'abgelehnt'), ('withdrawn', 'zurückgenommen')], max_length=20, verbose_name='Entscheidung')),
                ('decision_reason', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Begründung')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='beantwortet am')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subject_requests', to='casemanagement.case')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entschieden von')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='aufgenommen von')),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='freigegeben von')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='durchgesehen von')),
            ],
        ),
        migrations.CreateModel(
            name='Redaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=60)),
                ('row', models.BigIntegerField()),
                ('field', models.CharField(max_length=60)),
                ('passage', casemanagement.fields.EncryptedTextField(blank=True, verbose_name='Textstelle')),
                ('reason', models.CharField(choices=[('household', 'Person aus dem Haushalt'), ('third_person', 'andere Person'), ('entrusted', 'von anderen anvertraut'), ('danger', 'Gefahr für jemanden')], max_length=20, verbose_name='Grund')),
                ('proposed_at', models.DateTimeField(verbose_name='vorgeschlagen am')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='bestätigt am')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='redactions', to='casemanagement.case')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='bestätigt von')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vorgeschlagen von')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='redactions', to='casemanagement.subjectrequest')),
            ],
        ),
        migrations.CreateModel(
            name='Rectification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=60)),
                ('field', models.CharField(max_length=60)),
                ('old_value', casemanagement.fields.EncryptedTextField(blank=True, verbose_name='bisher')),
                ('new_value', casemanagement.fields.EncryptedTextField(blank=True, verbose_name='richtig')),
                ('reason', casemanagement.fields.EncryptedTextField(validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Grund')),
                ('made_at', models.DateTimeField(verbose_name='berichtigt am')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rectifications', to='casemanagement.case')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='berichtigt von')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rectifications', to='casemanagement.subjectrequest')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ClientStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', casemanagement.fields.EncryptedTextField(max_length=200, verbose_name='Worum geht es?')),
                ('text', casemanagement.fields.EncryptedTextField(validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Darstellung der Klientin oder des Klienten')),
                ('entered_at', models.DateTimeField(verbose_name='aufgenommen am')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='client_statements', to='casemanagement.case')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='aufgenommen von')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='casemanagement.subjectrequest')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('content', 'die fachliche Arbeit im Fall'), ('behaviour', 'das Verhalten einer Person'), ('coordination', 'die Koordination')], max_length=20, verbose_name='Worüber?')),
                ('addressee', models.CharField(choices=[('coordination', 'Koordination (Fachaufsicht)'), ('employer', 'Anstellungsträger (Dienstaufsicht)'), ('office', 'Amtsleitung 500 und Datenschutz')], max_length=20, verbose_name='geht an')),
                ('text', casemanagement.fields.EncryptedTextField(validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Beschwerde')),
                ('contact', casemanagement.fields.EncryptedTextField(blank=True, max_length=300, verbose_name='Antwort an')),
                ('received_on', models.DateField(validators=[casemanagement.validators.not_in_future], verbose_name='eingegangen am')),
                ('entered_at', models.DateTimeField(verbose_name='aufgenommen am')),
                ('state', models.CharField(choices=[('received', 'eingegangen'), ('in_progress', 'in Bearbeitung'), ('answered', 'beantwortet')], default='received', max_length=20, verbose_name='Stand')),
                ('answer', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Antwort')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='beantwortet am')),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='über')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='beantwortet von')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='complaints', to='casemanagement.case')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='aufgenommen von')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.organisation')),
            ],
            options={
                'ordering': ['-received_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('subject__in', ['content', 'behaviour', 'coordination'])), name='complaint_subject_known'), models.CheckConstraint(condition=models.Q(('state__in', ['received', 'in_progress', 'answered'])), name='complaint_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('addressee', 'coordination'), ('subject', 'content')), models.Q(('addressee', 'employer'), ('case__isnull', True), ('subject', 'behaviour')), models.Q(('addressee', 'office'), ('case__isnull', True), ('subject', 'coordination')), _connector='OR'), name='complaint_goes_where_it_belongs'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='complaint_answered_by_and_at')],
            },
        ),
        migrations.CreateModel(
            name='DataBreach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('confidentiality', 'Unbefugte haben etwas erfahren'), ('integrity', 'Daten wurden verändert'), ('availability', 'Daten sind verloren oder nicht erreichbar')], max_length=20, verbose_name='Was ist geschehen?')),
                ('description', casemanagement.fields.EncryptedTextField(validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Beschreibung')),
                ('happened_at', models.DateTimeField(blank=True, null=True, verbose_name='geschehen am')),
                ('known_at', models.DateTimeField(verbose_name='bekannt geworden am')),
                ('affected', models.PositiveIntegerField(blank=True, null=True, verbose_name='betroffene Personen (geschätzt)')),
                ('risk', models.CharField(choices=[('unknown', 'noch nicht eingeschätzt'), ('none', 'kein Risiko'), ('risk', 'Risiko: Meldung an die Aufsichtsbehörde'), ('high', 'hohes Risiko: auch die Betroffenen unterrichten')], default='unknown', max_length=10, verbose_name='Risiko')),
                ('risk_reason', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Begründung')),
                ('measures', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Maßnahmen')),
                ('reported_at', models.DateTimeField(blank=True, null=True, verbose_name='der Aufsichtsbehörde gemeldet am')),
                ('delay_reason', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Grund der Verzögerung')),
                ('informed_on', models.DateField(blank=True, null=True, validators=[casemanagement.validators.not_in_future], verbose_name='Betroffene unterrichtet am')),
                ('entered_at', models.DateTimeField(verbose_name='eingetragen am')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='abgeschlossen am')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='eingetragen von')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.organisation')),
            ],
            options={
                'ordering': ['-known_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['confidentiality', 'integrity', 'availability'])), name='databreach_kind_known'), models.CheckConstraint(condition=models.Q(('risk__in', ['unknown', 'none', 'risk', 'high'])), name='databreach_risk_known'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), models.Q(('risk', 'unknown'), _negated=True), _connector='OR'), name='breach_closed_is_assessed')],
            },
        ),
        migrations.AddIndex(
            model_name='subjectrequest',
            index=models.Index(condition=models.Q(('decision', '')), fields=['due_on'], name='request_open'),
        ),
        migrations.AddConstraint(
            model_name='subjectrequest',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['access', 'rectification', 'erasure', 'restriction', 'portability', 'objection'])), name='subjectrequest_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='subjectrequest',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['', 'granted', 'partly', 'refused', 'withdrawn'])), name='subjectrequest_decision_known'),
        ),
        migrations.AddConstraint(
            model_name='subjectrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='request_reviewed_by_and_at'),
        ),
        migrations.AddConstraint(
            model_name='subjectrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True)), models.Q(('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='request_released_by_and_at'),
        ),
        migrations.AddConstraint(
            model_name='subjectrequest',
            constraint=models.CheckConstraint(condition=models.Q(('released_by__isnull', True), models.Q(('reviewed_by__isnull', False), models.Q(('released_by', models.F('reviewed_by')), _negated=True)), _connector='OR'), name='request_released_by_second_person'),
        ),
        migrations.AddConstraint(
            model_name='subjectrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('extended_until__isnull', True), ('extension_reason', '')), models.Q(('extended_until__gt', models.F('due_on')), models.Q(('extension_reason', ''), _negated=True)), _connector='OR'), name='request_extended_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='subjectrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_on__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('answered_on__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='request_decided_and_answered'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['household', 'third_person', 'entrusted', 'danger'])), name='redaction_reason_known'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='redaction_confirmed_by_and_at'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='redaction_confirmed_by_second_person'),
        ),
        migrations.AddField(
            model_name='clientstatement',
            name='seal',
            field=casemanagement.fields.SealField(),
        ),
        migrations.AddField(
            model_name='complaint',
            name='seal',
            field=casemanagement.fields.SealField(),
        ),
        migrations.AddField(
            model_name='databreach',
            name='seal',
            field=casemanagement.fields.SealField(),
        ),
        migrations.AddField(
            model_name='rectification',
            name='seal',
            field=casemanagement.fields.SealField(),
        ),
        migrations.AddField(
            model_name='redaction',
            name='seal',
            field=casemanagement.fields.SealField(),
        ),
        migrations.AddField(
            model_name='subjectrequest',
            name='seal',
            field=casemanagement.fields.SealField(),
        ),
    ]
