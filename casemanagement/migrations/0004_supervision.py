# SPDX-License-Identifier: AGPL-3.0-or-later
"""Remarks, decisions, peer discussions, samples and overload notices; the words of Meldung and decision get their own tables.

Rows cannot hide columns: who may see that there is a Meldung need not be allowed to read it.
"""

import casemanagement.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models



def words_into_own_tables(apps, schema_editor):
    """Sealed values fit one column only, so they are read and sealed again."""
    referral, text = (apps.get_model("casemanagement", name) for name in ("Referral", "ReferralText"))
    for row in referral.objects.iterator():
        text.objects.create(
            case_id=row.case_id, referral=row, need_summary=row.need_summary, referrer=row.referrer
        )
    triage, note = (apps.get_model("casemanagement", name) for name in ("Triage", "TriageNote"))
    for row in triage.objects.iterator():
        if row.note:
            note.objects.create(case_id=row.case_id, triage=row, text=row.note)


def words_back(apps, schema_editor):
    for row in apps.get_model("casemanagement", "ReferralText").objects.select_related("referral"):
        row.referral.need_summary, row.referral.referrer = row.need_summary, row.referrer
        row.referral.save(update_fields=["need_summary", "referrer"])
    for row in apps.get_model("casemanagement", "TriageNote").objects.select_related("triage"):
        row.triage.note = row.text
        row.triage.save(update_fields=["note"])


class Migration(migrations.Migration):
    dependencies = [
        ("casemanagement", "0003_notices_and_shields"),
        ("permissions", "0001_who_may"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='triage',
            name='waiting_place',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Platz auf der Warteliste'),
        ),
        migrations.CreateModel(
            name='PeerDiscussion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', casemanagement.fields.SealField()),
                ('question', casemanagement.fields.EncryptedTextField(validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Frage')),
                ('sheet', models.JSONField(default=dict)),
                ('opened_at', models.DateTimeField(verbose_name='eingeladen am')),
                ('ends_on', models.DateField(verbose_name='endet am')),
                ('state', models.CharField(choices=[('open', 'läuft'), ('ended', 'beendet')], default='open', max_length=10, verbose_name='Stand')),
                ('result', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Ergebnis')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='beendet am')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='peer_discussions', to='casemanagement.case')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='eingeladen von')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'ended'])), name='peerdiscussion_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='peer_discussion_ended_has_time')],
            },
        ),
        migrations.CreateModel(
            name='PeerComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', casemanagement.fields.SealField()),
                ('text', casemanagement.fields.EncryptedTextField(validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Beitrag')),
                ('written_at', models.DateTimeField(verbose_name='geschrieben am')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='peer_comments', to='casemanagement.case')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='geschrieben von')),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='casemanagement.peerdiscussion')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PeerInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='peer_invitations', to='casemanagement.case')),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='casemanagement.peerdiscussion')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='eingeladen')),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='peer_invited')],
                'constraints': [models.UniqueConstraint(fields=('discussion', 'person'), name='peer_invited_once')],
            },
        ),
        migrations.CreateModel(
            name='ReferralText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', casemanagement.fields.SealField()),
                ('need_summary', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Anliegen')),
                ('referrer', casemanagement.fields.EncryptedTextField(blank=True, max_length=300, verbose_name='meldende Person oder Stelle')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='referral_texts', to='casemanagement.case')),
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='written', to='casemanagement.referral')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='Monat')),
                ('seed', models.CharField(max_length=32, verbose_name='Startwert')),
                ('strata', models.JSONField(default=dict, verbose_name='offene Fälle je Organisation')),
                ('drawn_at', models.DateTimeField(verbose_name='gezogen am')),
                ('drawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gezogen von')),
                ('kommune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.kommune')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kommune', 'month'), name='sample_once_a_month'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='sample_month_is_its_first_day')],
            },
        ),
        migrations.CreateModel(
            name='SampledCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='Prüfliste')),
                ('with_file', models.BooleanField(default=False, verbose_name='mit geöffneter Akte geprüft')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='geprüft am')),
                ('reported_on', models.DateField(blank=True, null=True, verbose_name='gezählt ab')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='samples', to='casemanagement.case')),
                ('finished_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='geprüft von')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.organisation')),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='casemanagement.sample')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sample', 'case'), name='sampled_once'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('finished_by__isnull', True)), models.Q(('finished_at__isnull', False), ('finished_by__isnull', False)), _connector='OR'), name='sampled_finished_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('reported_on__isnull', True)), models.Q(('finished_at__isnull', False), ('reported_on__isnull', False)), _connector='OR'), name='sampled_finished_and_reported')],
            },
        ),
        migrations.CreateModel(
            name='SupervisionDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', casemanagement.fields.SealField()),
                ('kind', models.CharField(choices=[('waiting_list', 'Platz auf der Warteliste'), ('exception', 'Ausnahme')], max_length=20, verbose_name='Entscheidung')),
                ('data', models.JSONField(default=dict)),
                ('reason', casemanagement.fields.EncryptedTextField(validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Begründung')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='gilt bis')),
                ('decided_at', models.DateTimeField(verbose_name='entschieden am')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supervision_decisions', to='casemanagement.case')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entschieden von')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['waiting_list', 'exception'])), name='supervisiondecision_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='SupervisionRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', casemanagement.fields.SealField()),
                ('text', casemanagement.fields.EncryptedTextField(validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Hinweis')),
                ('written_at', models.DateTimeField(verbose_name='geschrieben am')),
                ('state', models.CharField(choices=[('open', 'offen'), ('answered', 'beantwortet'), ('closed', 'geschlossen')], default='open', max_length=10, verbose_name='Stand')),
                ('answer', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Antwort')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='beantwortet am')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='geschlossen am')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='beantwortet von')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='casemanagement.case')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='geschrieben von')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'answered', 'closed'])), name='supervisionremark_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='remark_answered_by_and_at'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), ('answered_at__isnull', False), _connector='OR'), name='remark_answered_has_answer')],
            },
        ),
        migrations.CreateModel(
            name='TriageNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', casemanagement.fields.SealField()),
                ('text', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Notiz')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='triage_notes', to='casemanagement.case')),
                ('triage', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='written', to='casemanagement.triage')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OverloadNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', casemanagement.fields.SealField()),
                ('submitted_at', models.DateTimeField(verbose_name='angezeigt am')),
                ('numbers', models.JSONField(default=dict, verbose_name='Zahlen')),
                ('words', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Eigene Worte')),
                ('measure', models.CharField(blank=True, choices=[('no_new_cases', 'vorerst keine neuen Fälle'), ('redistribute', 'Fälle werden umverteilt'), ('more_capacity', 'mehr Arbeitszeit oder weitere Stelle'), ('talk', 'Gespräch vereinbart'), ('no_change', 'keine Änderung möglich')], max_length=20, verbose_name='Maßnahme')),
                ('answer', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Antwort')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='beantwortet am')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='beantwortet von')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='angezeigt von')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', '-submitted_at'], name='overload_of_organisation')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='overload_answered_by_and_at'), models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), models.Q(('measure', ''), _negated=True), _connector='OR'), name='overload_answered_has_measure')],
            },
        ),
        migrations.RunPython(words_into_own_tables, words_back),
        migrations.RemoveField(
            model_name='referral',
            name='need_summary',
        ),
        migrations.RemoveField(
            model_name='referral',
            name='referrer',
        ),
        migrations.RemoveField(
            model_name='triage',
            name='note',
        ),
    ]
