import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import casemanagement.validators

GROUNDS = [
    ('accuracy', 'Richtigkeit bestritten (Art. 18 Abs. 1 a DSGVO)'),
    ('unlawful', 'unrechtmäßig, aber nicht zu löschen (Art. 18 Abs. 1 b DSGVO)'),
    ('claims', 'für Ansprüche der Klientin oder des Klienten nötig (Art. 18 Abs. 1 c DSGVO)'),
    ('objection', 'Widerspruch (Art. 21, Art. 18 Abs. 1 d DSGVO)'),
    ('revoked', 'Einwilligung C1 widerrufen'),
    ('closed', 'beendet, wird nur noch aufbewahrt'),
]


def person():
    return models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)


def together(*fields, name):
    nothing = models.Q(**{f'{field}__isnull': True for field in fields})
    everything = models.Q(**{f'{field}__isnull': False for field in fields})
    return models.CheckConstraint(condition=nothing | everything, name=name)


class Migration(migrations.Migration):
    """A restriction knows the request behind it, and that the client hears before it is lifted."""

    dependencies = [
        ('casemanagement', '0009_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField('subjectrequest', 'ground', models.CharField(blank=True, choices=GROUNDS, db_default='', default='', max_length=20, verbose_name='Worauf stützt sich der Antrag?')),
        migrations.AlterField('restriction', 'ground', models.CharField(choices=GROUNDS, max_length=20, verbose_name='Grund')),
        migrations.AddField('restriction', 'request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='restrictions', to='casemanagement.subjectrequest')),
        migrations.AddField('restriction', 'announced_at', models.DateTimeField(blank=True, null=True, verbose_name='Aufhebung angekündigt am')),
        migrations.AddField('restriction', 'announced_by', person()),
        migrations.AddField('restriction', 'informed_on', models.DateField(blank=True, null=True, validators=[casemanagement.validators.not_in_future], verbose_name='Klient*in unterrichtet am')),
        migrations.AddField('restriction', 'informed_by', person()),
        migrations.AddConstraint('restriction', together('announced_at', 'announced_by', name='restriction_announced_at_and_by')),
        migrations.AddConstraint('restriction', together('informed_on', 'informed_by', name='restriction_informed_on_and_by')),
    ]
