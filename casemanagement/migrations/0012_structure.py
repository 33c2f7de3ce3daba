# SPDX-License-Identifier: AGPL-3.0-or-later
"""Findings without a person, themes made of them, and the steps of service chains."""

import casemanagement.fields
import casemanagement.models.structure
import casemanagement.validators
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Whoever wrote a finding and whoever examines it may know the case; whoever decides on it cuts the link.
CUT = """
CREATE FUNCTION casemanagement_cut_finding() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.casemanagement_findingcase WHERE finding_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER finding_cut AFTER UPDATE ON casemanagement_finding
    FOR EACH ROW WHEN (NEW.state IN ('merged_into_theme', 'rejected_with_reason'))
    EXECUTE FUNCTION casemanagement_cut_finding();
"""
UNCUT = """
DROP TRIGGER finding_cut ON casemanagement_finding;
DROP FUNCTION casemanagement_cut_finding();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0011_sealed_words'),
        ('permissions', '0006_proofs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='Titel')),
                ('summary', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Worum es geht')),
                ('field_of_action', models.CharField(choices=[('legal_consolidation', 'Rechtliche Verstetigung'), ('language', 'Sprache'), ('education', 'Bildung'), ('work', 'Arbeit'), ('housing_quarter', 'Wohnen, Quartiere und Zusammenhalt'), ('health', 'Gesundheit'), ('participation_equality', 'Partizipation, Empowerment, Gleichstellung'), ('sport_culture', 'Sport und Kultur')], max_length=30, verbose_name='Handlungsfeld')),
                ('state', models.CharField(choices=[('gathered', 'Hinweise gesammelt'), ('case_reconstruction', 'Fallrekonstruktion'), ('lenkungsgruppe_scheduled', 'für die Lenkungsgruppe vorgesehen'), ('accepted', 'angenommen'), ('deferred', 'zurückgestellt'), ('declined', 'abgelehnt'), ('project_group', 'in einer Projektgruppe'), ('implemented', 'umgesetzt'), ('effect_checked', 'Wirkung geprüft'), ('closed', 'abgeschlossen')], default='gathered', max_length=30, verbose_name='Stand')),
                ('working_group', models.CharField(blank=True, max_length=30, verbose_name='Arbeitsgruppe')),
                ('goal', models.CharField(blank=True, max_length=40, verbose_name='Integrationspolitisches Ziel')),
                ('lenkungsgruppe_on', models.DateField(blank=True, null=True, verbose_name='Sitzung der Lenkungsgruppe')),
                ('opened_on', models.DateField(verbose_name='eröffnet am')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='abgeschlossen am')),
                ('kommune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.kommune')),
            ],
            options={
                'ordering': ['-opened_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['gathered', 'case_reconstruction', 'lenkungsgruppe_scheduled', 'accepted', 'deferred', 'declined', 'project_group', 'implemented', 'effect_checked', 'closed'])), name='theme_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='theme_closed_has_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'lenkungsgruppe_scheduled'), _negated=True), ('lenkungsgruppe_on__isnull', False), _connector='OR'), name='theme_scheduled_has_day')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigIntegerField(default=casemanagement.models.structure.a_number, editable=False, primary_key=True, serialize=False)),
                ('field_of_action', models.CharField(choices=[('legal_consolidation', 'Rechtliche Verstetigung'), ('language', 'Sprache'), ('education', 'Bildung'), ('work', 'Arbeit'), ('housing_quarter', 'Wohnen, Quartiere und Zusammenhalt'), ('health', 'Gesundheit'), ('participation_equality', 'Partizipation, Empowerment, Gleichstellung'), ('sport_culture', 'Sport und Kultur')], max_length=30, verbose_name='Handlungsfeld')),
                ('gap_type', models.CharField(choices=[('offer_missing', 'Angebot fehlt'), ('offer_full', 'Angebot voll, Wartezeit'), ('access_blocked_by_status', 'rechtlich versperrt'), ('responsibility_unclear', 'Zuständigkeit unklar'), ('procedure_too_long', 'Verfahren dauert zu lang'), ('handover_gap', 'Bruch beim Übergang oder Rechtskreiswechsel'), ('information_barrier', 'Information oder Sprache'), ('digital_or_form_barrier', 'Formular oder digitaler Zugang'), ('childcare_missing', 'Kinderbetreuung fehlt'), ('location_or_hours', 'Ort, Öffnungszeit, Mobilität'), ('cost_barrier', 'Kosten'), ('discrimination', 'Diskriminierung'), ('double_structure', 'Doppelberatung, Doppelstruktur'), ('data_exchange', 'Datenaustausch'), ('other', 'anderes')], max_length=30, verbose_name='Art der Lücke')),
                ('chain', models.CharField(blank=True, max_length=20, verbose_name='Dienstleistungskette')),
                ('chain_step', models.CharField(blank=True, max_length=20, verbose_name='Schritt')),
                ('institution_type', models.CharField(blank=True, choices=[('self', 'Selbstmeldung'), ('family_friends', 'Angehörige oder Bekannte'), ('first_contact_point', 'Erstanlaufstelle für Neuzugewanderte'), ('social_office_benefits', 'Sozialamt – Leistung, AsylbLG (500.25)'), ('social_office_refugee_unit', 'Fachstelle für Flüchtlinge, Integration'), ('shelter_social_work', 'Flüchtlingssozialarbeit, Unterkunft'), ('district_social_work', 'Quartierssozialarbeit'), ('housing_emergency_unit', 'Soziale Wohnungsnotfälle'), ('immigration_office', 'Ausländerbehörde'), ('naturalisation_office', 'Einbürgerungsbehörde'), ('citizen_service', 'Bürgerberatung'), ('jobcenter', 'Jobcenter Arbeitplus'), ('employment_agency', 'Agentur für Arbeit'), ('rege', 'REGE mbH, Jugendberufsagentur'), ('youth_office', 'Jugendamt'), ('school_or_bildungsbuero', 'Schule, Schulsozialarbeit, Bildungsbüro'), ('childcare', 'Kita, Familienzentrum'), ('integration_centre', 'Kommunales Integrationszentrum'), ('mbe', 'Migrationsberatung (MBE)'), ('jmd', 'Jugendmigrationsdienst'), ('integration_agency', 'Integrationsagentur'), ('awo_internal', 'AWO (anderer Dienst)'), ('drk_internal', 'DRK (anderer Dienst)'), ('other_welfare', 'anderer Träger'), ('language_course_provider', 'Sprach- oder Integrationskursträger'), ('bamf', 'BAMF, Test- und Meldestelle'), ('health_service', 'Arztpraxis, Klinik, Gesundheitsamt'), ('womens_shelter', 'Frauenhaus, Gewaltschutz'), ('counselling_addiction_debt', 'Sucht- oder Schuldnerberatung'), ('migrant_organisation', 'Migrant*innenorganisation'), ('volunteer', 'Ehrenamt, Freiwilligenagentur'), ('stadtteilmuetter', 'Stadtteilmütter und -väter'), ('police_court', 'Polizei, Justiz'), ('outreach', 'aufsuchend durch das Case Management'), ('internal_handover', 'Übergabe aus anderem KIM-Standort'), ('other', 'anderer Zugangsweg')], max_length=30, verbose_name='Stelle')),
                ('target_group', models.CharField(blank=True, choices=[('newly_arrived', 'Neuzugewanderte (bis 3 Jahre)'), ('longer_resident', 'länger hier lebend'), ('refugee_recognised', 'anerkannt Schutzberechtigte'), ('asylum_seeker', 'Asylsuchende'), ('tolerated', 'Geduldete'), ('ukraine_temporary_protection', 'Schutzsuchende aus der Ukraine (§ 24)'), ('eu_mobile', 'EU-Zugewanderte'), ('labour_migrant', 'Arbeitsmigrant*innen aus Drittstaaten'), ('student', 'Studierende'), ('family_reunification', 'nachziehende Familienangehörige'), ('ethnic_german_repatriate', 'Spätaussiedler*innen'), ('resettlement_admission', 'Resettlement, Aufnahmeprogramm'), ('undocumented', 'ohne geregelten Status'), ('german_with_migration_history', 'Deutsche mit Migrationsgeschichte'), ('single_parent', 'Alleinerziehende'), ('woman_alone', 'alleinstehende Frauen'), ('young_adult_18_26', 'junge Erwachsene (18 bis 26)'), ('unaccompanied_former_minor', 'ehemals unbegleitete Minderjährige, Careleaver'), ('pregnant', 'Schwangere'), ('disabled_or_chronic', 'mit Behinderung oder chronischer Krankheit'), ('elderly', 'ältere Menschen'), ('trauma_violence', 'mit Trauma- oder Gewalterfahrung'), ('victim_of_trafficking', 'von Menschenhandel Betroffene'), ('lgbtiq', 'LSBTIQ'), ('illiterate', 'nicht alphabetisiert'), ('homeless_or_threatened', 'wohnungslos oder davon bedroht'), ('large_family', 'kinderreiche Familien')], max_length=40, verbose_name='Zielgruppe')),
                ('stadtbezirk', models.CharField(choices=[('mitte', 'Mitte'), ('schildesche', 'Schildesche'), ('gadderbaum', 'Gadderbaum'), ('brackwede', 'Brackwede'), ('dornberg', 'Dornberg'), ('joellenbeck', 'Jöllenbeck'), ('heepen', 'Heepen'), ('stieghorst', 'Stieghorst'), ('sennestadt', 'Sennestadt'), ('senne', 'Senne'), ('unknown', 'unbekannt')], default='unknown', max_length=20, verbose_name='Stadtbezirk')),
                ('description', casemanagement.fields.EncryptedTextField(validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Was ist geschehen?')),
                ('cases_affected', models.PositiveSmallIntegerField(default=1, verbose_name='Betroffene Fälle')),
                ('is_estimate', models.BooleanField(default=False, verbose_name='geschätzt')),
                ('severity', models.PositiveSmallIntegerField(choices=[(1, 'ärgerlich'), (2, 'verzögert'), (3, 'verhindert das Ziel'), (4, 'gefährdet Existenz oder Schutz')], verbose_name='Wirkung')),
                ('proposal', casemanagement.fields.EncryptedTextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Vorschlag')),
                ('state', models.CharField(choices=[('submitted', 'eingereicht'), ('in_review', 'in Prüfung'), ('merged_into_theme', 'einem Thema zugeordnet'), ('rejected_with_reason', 'nicht weitergegeben')], default='submitted', max_length=30, verbose_name='Stand')),
                ('reason', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Begründung')),
                ('written_on', models.DateField(verbose_name='geschrieben am')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='entschieden am')),
                ('seal', casemanagement.fields.SealField()),
                ('kommune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.kommune')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='casemanagement.theme')),
            ],
            options={
                'ordering': ['-written_on', 'pk'],
                'indexes': [models.Index(fields=['kommune', 'state'], name='finding_of_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('field_of_action__in', ['legal_consolidation', 'language', 'education', 'work', 'housing_quarter', 'health', 'participation_equality', 'sport_culture'])), name='finding_field_of_action_known'), models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'in_review', 'merged_into_theme', 'rejected_with_reason'])), name='finding_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'merged_into_theme'), ('theme__isnull', False)), models.Q(models.Q(('state', 'merged_into_theme'), _negated=True), ('theme__isnull', True)), _connector='OR'), name='finding_merged_has_theme'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'rejected_with_reason'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='finding_rejected_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', False), ('state__in', ['merged_into_theme', 'rejected_with_reason'])), models.Q(('decided_on__isnull', True), ('state__in', ['submitted', 'in_review'])), _connector='OR'), name='finding_decided_has_day')],
            },
        ),
        migrations.CreateModel(
            name='ThemeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('gathered', 'Hinweise gesammelt'), ('case_reconstruction', 'Fallrekonstruktion'), ('lenkungsgruppe_scheduled', 'für die Lenkungsgruppe vorgesehen'), ('accepted', 'angenommen'), ('deferred', 'zurückgestellt'), ('declined', 'abgelehnt'), ('project_group', 'in einer Projektgruppe'), ('implemented', 'umgesetzt'), ('effect_checked', 'Wirkung geprüft'), ('closed', 'abgeschlossen')], max_length=30, verbose_name='Stand')),
                ('on', models.DateField(validators=[casemanagement.validators.not_in_future], verbose_name='am')),
                ('text', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Beschluss oder Begründung')),
                ('answer', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Antwort an die Fallarbeit')),
                ('written_at', models.DateTimeField(verbose_name='festgehalten am')),
                ('kommune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.kommune')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='casemanagement.theme')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='festgehalten von')),
            ],
            options={
                'ordering': ['theme', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['gathered', 'case_reconstruction', 'lenkungsgruppe_scheduled', 'accepted', 'deferred', 'declined', 'project_group', 'implemented', 'effect_checked', 'closed'])), name='themeentry_state_known')],
            },
        ),
        migrations.CreateModel(
            name='ChainStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(max_length=20, verbose_name='Dienstleistungskette')),
                ('step', models.CharField(max_length=20, verbose_name='Schritt')),
                ('on', models.DateField(validators=[casemanagement.validators.not_in_future], verbose_name='am')),
                ('source', models.CharField(choices=[('derived', 'aus Maßnahme oder Meilenstein'), ('entered', 'eingetragen')], default='entered', max_length=10, verbose_name='Herkunft')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chain_steps', to='casemanagement.case')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='eingetragen von')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'chain', 'step'), name='chain_step_once'), models.CheckConstraint(condition=models.Q(('source__in', ['derived', 'entered'])), name='chainstep_source_known')],
            },
        ),
        migrations.CreateModel(
            name='FindingAuthor',
            fields=[
                ('finding', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='author', serialize=False, to='casemanagement.finding')),
                ('hat', models.CharField(max_length=10)),
                ('written_at', models.DateTimeField(verbose_name='geschrieben am')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='geschrieben von')),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='finding_of_author')],
            },
        ),
        migrations.CreateModel(
            name='FindingCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='casemanagement.case')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='casemanagement.finding')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='geschrieben von')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('finding', 'case'), name='finding_case_once')],
            },
        ),
        migrations.RunSQL(CUT, UNCUT),
    ]
