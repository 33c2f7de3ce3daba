# SPDX-License-Identifier: AGPL-3.0-or-later
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casemanagement', '0002_journal'),
        ('viewflow', '0015_task_scheduled'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseProcess',
            fields=[
                ('process_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='viewflow.process')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='processes', to='casemanagement.case')),
            ],
            options={
                'default_permissions': ('manage',),
            },
            bases=('viewflow.process',),
        ),
    ]
