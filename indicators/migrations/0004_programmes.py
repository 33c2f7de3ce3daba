# SPDX-License-Identifier: AGPL-3.0-or-later
"""A fact says to which programme its case belongs, and for which measure of the plan it counts."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0003_segments'),
    ]

    operations = [
        migrations.AddField(
            model_name='fact',
            name='plan_measure',
            field=models.CharField(max_length=20, null=True),
        ),
        migrations.AddField(
            model_name='fact',
            name='programme',
            field=models.CharField(max_length=20, null=True),
        ),
    ]
