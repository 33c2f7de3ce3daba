# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same file may be opened again as a new episode, each with its own end; and a case may follow an older one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# A case that is deleted takes the link with it; the routine of deletion does not look at a table's links to itself.
LINK = """
ALTER TABLE casemanagement_case ADD CONSTRAINT case_follows_case FOREIGN KEY (follows_id)
    REFERENCES casemanagement_case (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
"""
UNLINK = "ALTER TABLE casemanagement_case DROP CONSTRAINT case_follows_case"


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0018_marks_over_phases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='episode',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False, verbose_name='Episode'),
        ),
        migrations.AddField(
            model_name='case',
            name='follows',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='followed_by', to='casemanagement.case'),
        ),
        migrations.AddField(
            model_name='case',
            name='reopened_on',
            field=models.DateField(blank=True, null=True, verbose_name='wieder geöffnet am'),
        ),
        migrations.AddField(
            model_name='closure',
            name='episode',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False, verbose_name='Episode'),
        ),
        migrations.AlterField(
            model_name='closure',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='casemanagement.case'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.UniqueConstraint(fields=('case', 'episode'), name='closure_once_per_episode'),
        ),
        migrations.RunSQL(LINK, UNLINK),
    ]
