# SPDX-License-Identifier: AGPL-3.0-or-later
import permissions.clock
from django.db import migrations, models

KEEP = """
CREATE FUNCTION permissions_anchor_keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'Anchors are only ever appended.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER anchor_keep BEFORE UPDATE OR DELETE ON permissions_journalanchor
    FOR EACH ROW EXECUTE FUNCTION permissions_anchor_keep();
"""
LET_GO = """
DROP TRIGGER anchor_keep ON permissions_journalanchor;
DROP FUNCTION permissions_anchor_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("permissions", "0001_who_may")]

    operations = [
        migrations.CreateModel(
            name='AnomalyThreshold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('many_files', 'Viele Akten an einem Tag'), ('off_hours', 'Zugriffe außerhalb der üblichen Zeiten'), ('without_assignment', 'Gelesen ohne Zuständigkeit für den Fall'), ('emergency', 'Notfallzugriff'), ('named_users', 'Fall, den nur benannte Personen sehen'), ('empty_searches', 'Viele Suchen ohne Treffer an einem Tag'), ('exports', 'Viele Ausgaben an einem Tag')], max_length=30, unique=True)),
                ('usual', models.PositiveIntegerField(verbose_name='üblich sind bis zu')),
                ('first_hour', models.PositiveSmallIntegerField(null=True, verbose_name='ab Stunde')),
                ('last_hour', models.PositiveSmallIntegerField(null=True, verbose_name='bis Stunde')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='JournalAnchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='Nummer')),
                ('at', models.DateTimeField(default=permissions.clock.now, verbose_name='Zeitpunkt')),
                ('last_event', models.BigIntegerField(verbose_name='letzter Eintrag')),
                ('last_seal', models.BigIntegerField(verbose_name='letztes Siegel')),
                ('cases', models.BigIntegerField(verbose_name='Fälle')),
                ('events', models.BigIntegerField(verbose_name='Einträge')),
                ('accesses', models.BigIntegerField(verbose_name='Zugriffe')),
                ('root', models.CharField(max_length=64, verbose_name='Wurzel')),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64, verbose_name='Prüfsumme')),
            ],
        ),
        migrations.AddField(
            model_name='accessseal',
            name='emptied_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
