# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules that a town changes with a reason, what a deadline has rested, and the deadline behind a work item."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# How often the case manager extends a deadline herself, and the deadline behind each open work item.
FILL = """
UPDATE casemanagement_deadlinerule SET own_extensions = CASE
    WHEN code LIKE 'residence\\_%' OR code LIKE 'protection\\_%' OR code = 'consent_expiry' THEN NULL
    WHEN code IN ('assessment', 'plan', 'reassessment', 'first_review') OR code LIKE 'review\\_%' THEN 1
    ELSE 0 END;
WITH steps (kind, code) AS (VALUES
    ('intake.decide_triage', 'triage'), ('intake.offer_place', 'waiting_list'),
    ('assessment.rate_domains', 'assessment'), ('support_planning.draft_plan', 'plan'),
    ('support_planning.agree_plan', 'plan'), ('support_planning.resume_case', 'pause'),
    ('support_planning.answer_handover', 'handover_answer'), ('support_planning.hold_review', 'first_review'),
    ('support_planning.hold_review', 'review_low'), ('support_planning.hold_review', 'review_medium'),
    ('support_planning.hold_review', 'review_high')
)
UPDATE casemanagement_workitem w SET deadline_id = d.id
FROM casemanagement_deadline d JOIN casemanagement_deadlinerule r ON r.id = d.rule_id
WHERE d.case_id = w.case_id AND w.state = 'open' AND d.met_on IS NULL AND d.cancelled_at IS NULL
  AND (w.kind = 'deadline.' || r.code OR (w.kind, r.code) IN (SELECT kind, code FROM steps));
"""


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0024_handover_in_depth'),
        ('permissions', '0006_proofs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='deadline',
            name='extensions',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='so oft verlängert'),
        ),
        migrations.AddField(
            model_name='deadline',
            name='rested',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='deadlinerule',
            name='own_extensions',
            field=models.PositiveSmallIntegerField(blank=True, db_default=0, default=0, null=True, verbose_name='Eigene Verlängerungen'),
        ),
        migrations.AddField(
            model_name='workitem',
            name='deadline',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='work_items', to='casemanagement.deadline'),
        ),
        migrations.CreateModel(
            name='DeadlineChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_default', models.BooleanField(default=False)),
                ('amount', models.PositiveSmallIntegerField(verbose_name='Dauer')),
                ('unit', models.CharField(choices=[('working_days', 'Arbeitstage'), ('days', 'Tage'), ('weeks', 'Wochen'), ('months', 'Monate')], max_length=20, verbose_name='Einheit')),
                ('remind_after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Erinnerung nach')),
                ('escalate_after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Meldung nach')),
                ('own_extensions', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Eigene Verlängerungen')),
                ('valid_from', models.DateField(verbose_name='gilt ab')),
                ('for_running', models.BooleanField(default=False, verbose_name='auch für laufende Fristen')),
                ('reason', models.TextField(validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Grund')),
                ('changed_at', models.DateTimeField(verbose_name='geändert am')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='geändert von')),
                ('kommune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadline_changes', to='permissions.kommune')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='casemanagement.deadlinerule')),
            ],
        ),
        migrations.AddField(
            model_name='deadline',
            name='change',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='casemanagement.deadlinechange'),
        ),
        migrations.AddIndex(
            model_name='deadlinechange',
            index=models.Index(fields=['rule', 'kommune', 'valid_from'], name='deadline_change_in_force'),
        ),
        migrations.AddConstraint(
            model_name='deadlinechange',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='deadline_change_lasts'),
        ),
        migrations.AddConstraint(
            model_name='deadlinechange',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='deadline_change_has_reason'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
