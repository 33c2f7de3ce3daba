# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may attend a course, as dated rows; a measure names an entry of the directory, and its Zusage has a day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0027_conferences'),
        ('permissions', '0007_emptied_seals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='measure',
            name='accepted_on',
            field=models.DateField(blank=True, null=True, verbose_name='Zusage am'),
        ),
        migrations.AddField(
            model_name='measure',
            name='offer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casemanagement.offer', verbose_name='Angebot'),
        ),
        migrations.CreateModel(
            name='EntitlementRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('courses', models.JSONField(default=list, verbose_name='berechtigt zu')),
                ('statuses', models.JSONField(blank=True, default=list, verbose_name='Aufenthaltsstatus')),
                ('countries', models.JSONField(blank=True, default=list, verbose_name='Staatsangehörigkeit')),
                ('except_countries', models.JSONField(blank=True, default=list, verbose_name='außer')),
                ('entry_from', models.DateField(blank=True, null=True, verbose_name='Einreise ab')),
                ('entry_to', models.DateField(blank=True, null=True, verbose_name='Einreise bis')),
                ('valid_from', models.DateField(verbose_name='gilt ab')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='gilt bis')),
                ('condition', models.CharField(blank=True, max_length=200, verbose_name='weitere Voraussetzung')),
                ('source', models.CharField(max_length=400, verbose_name='Quelle')),
                ('entered_at', models.DateTimeField(verbose_name='eingetragen am')),
                ('struck_at', models.DateTimeField(blank=True, null=True, verbose_name='gestrichen am')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='eingetragen von')),
                ('kommune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.kommune')),
                ('struck_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gestrichen von')),
            ],
            options={
                'ordering': ['valid_from', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('entry_to__isnull', True), ('entry_from__isnull', True), ('entry_to__gte', models.F('entry_from')), _connector='OR'), name='entitlement_entry_in_order'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='entitlement_valid_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('struck_at__isnull', True), ('struck_by__isnull', True)), models.Q(('struck_at__isnull', False), ('struck_by__isnull', False)), _connector='OR'), name='entitlement_struck_by_whom')],
            },
        ),
    ]
