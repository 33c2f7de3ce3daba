# SPDX-License-Identifier: AGPL-3.0-or-later
"""The directory of offers of a town, and who checked an entry."""

import casemanagement.validators
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0021_words_of_deadlines'),
        ('permissions', '0007_emptied_seals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='Angebot')),
                ('provider', models.CharField(max_length=200, verbose_name='Anbieter')),
                ('type', models.CharField(choices=[('integration_course', 'Integrationskurs'), ('vocational_language_course', 'Berufssprachkurs'), ('municipal_language_course', 'kommunaler Sprachkurs'), ('mia_course', 'MiA-Kurs'), ('open_language_offer', 'offenes Sprachlernangebot'), ('placement_test', 'Einstufungs- oder Sprachtest'), ('school_enrolment', 'Schulanmeldung'), ('international_class', 'Internationale Förderklasse'), ('school_certificate', 'Nachholen eines Schulabschlusses'), ('recognition_advice', 'Anerkennungsberatung'), ('recognition_procedure', 'Anerkennungsverfahren'), ('qualification', 'Weiterbildung'), ('vocational_training', 'Ausbildung'), ('einstiegsqualifizierung', 'Einstiegsqualifizierung'), ('study', 'Studium'), ('internship', 'Praktikum'), ('job_coaching', 'Coaching'), ('job_placement', 'Arbeitsvermittlung'), ('employment_insured', 'sozialversicherungspflichtige Beschäftigung'), ('employment_marginal', 'Minijob'), ('subsidised_16i', 'geförderte Beschäftigung (§§ 16e, 16i SGB II)'), ('kompetenzwerk', 'Kompetenzwerk Arbeit und Sprache'), ('self_employment', 'Selbständigkeit'), ('benefit_application', 'Leistungsantrag'), ('but_application', 'Bildung und Teilhabe'), ('child_benefit_parental', 'Kindergeld, Elterngeld'), ('bank_account', 'Girokonto'), ('debt_counselling', 'Schuldnerberatung'), ('addiction_counselling', 'Suchtberatung'), ('drug_counselling', 'Drogenberatung'), ('psychosocial_counselling', 'psychosoziale Betreuung'), ('energy_poverty_advice', 'Energieberatung'), ('housing_search', 'Wohnungssuche'), ('own_tenancy', 'Mietvertrag'), ('wbs', 'Wohnberechtigungsschein'), ('shelter_place', 'Unterkunftsplatz'), ('tenancy_support', 'Wohnungserhalt, Nachbetreuung'), ('homelessness_prevention', 'Verhinderung von Wohnungslosigkeit'), ('move_support', 'Umzugshilfe'), ('residence_extension', 'Verlängerung des Aufenthalts'), ('status_change', 'Wechsel des Aufenthaltsstatus'), ('naturalisation', 'Einbürgerung'), ('family_reunification_case', 'Familiennachzug'), ('legal_advice_asylum', 'Verfahrens- oder Rechtsberatung'), ('passport_documents', 'Pass und Dokumente'), ('hardship_petition', 'Härtefallantrag'), ('health_insurance', 'Krankenversicherung'), ('gp_specialist', 'Haus- oder Fachärztin'), ('psychotherapy_psz', 'Psychotherapie, PSZ'), ('rehab', 'Rehabilitation'), ('disability_recognition', 'Schwerbehinderung'), ('care_grade', 'Pflegegrad'), ('carer_cm', 'Case Management für pflegende Angehörige'), ('pregnancy_counselling', 'Schwangerschaftsberatung'), ('kita_place', 'Kitaplatz'), ('day_care', 'Kindertagespflege'), ('youth_welfare', 'Hilfe zur Erziehung'), ('family_centre', 'Familienzentrum'), ('verfahrenslotse', 'Verfahrenslotse'), ('stadtteilmuetter', 'Stadtteilmütter'), ('parent_course', 'Elternkurs'), ('womens_shelter_place', 'Frauenhausplatz'), ('violence_counselling', 'Gewaltberatung'), ('sports_club', 'Sportverein'), ('culture_offer', 'Kulturangebot'), ('volunteering', 'eigenes Engagement'), ('mentor_patenschaft', 'Mentoring, Patenschaft'), ('migrant_org_contact', 'Kontakt zu einer Migrant*innenorganisation'), ('antidiscrimination_advice', 'Antidiskriminierungsberatung'), ('orientation_course', 'Erstorientierungskurs'), ('digital_skills', 'digitale Kompetenz'), ('quarter_offer', 'Stadtteilzentrum, Begegnung'), ('accompaniment', 'Begleitung'), ('application_help', 'Antragshilfe'), ('helper_conference', 'Helferkonferenz'), ('crisis_intervention', 'Krisenintervention'), ('clearing', 'Clearing'), ('own_step', 'eigener Schritt')], max_length=40, verbose_name='Art')),
                ('fields_of_action', models.JSONField(default=list, verbose_name='Handlungsfelder')),
                ('stadtbezirk', models.CharField(blank=True, choices=[('mitte', 'Mitte'), ('schildesche', 'Schildesche'), ('gadderbaum', 'Gadderbaum'), ('brackwede', 'Brackwede'), ('dornberg', 'Dornberg'), ('joellenbeck', 'Jöllenbeck'), ('heepen', 'Heepen'), ('stieghorst', 'Stieghorst'), ('sennestadt', 'Sennestadt'), ('senne', 'Senne'), ('unknown', 'unbekannt')], max_length=20, verbose_name='Stadtbezirk')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='Sprachen')),
                ('description', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Was es ist und für wen')),
                ('contact', models.CharField(blank=True, max_length=300, verbose_name='Anschrift und Kontakt der Stelle')),
                ('capacity', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Plätze')),
                ('free_places', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='davon frei')),
                ('waiting', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Personen auf der Warteliste')),
                ('waiting_weeks', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Wartezeit in Wochen')),
                ('level', models.CharField(blank=True, choices=[('none', 'keine Deutschkenntnisse'), ('alpha', 'Alphabetisierungsbedarf'), ('a1', 'A1'), ('a2', 'A2'), ('b1', 'B1'), ('b2', 'B2'), ('c1', 'C1'), ('c2', 'C2'), ('native', 'Erstsprache'), ('unknown', 'unbekannt'), ('not_asked', 'nicht erhoben')], max_length=20, verbose_name='Niveau')),
                ('starts_on', models.DateField(blank=True, null=True, validators=[casemanagement.validators.plausible_day], verbose_name='nächster Beginn')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='gibt es nicht mehr ab')),
                ('kommune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.kommune')),
            ],
            options={
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OfferCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(choices=[('right', 'stimmt'), ('wrong', 'stimmt nicht')], max_length=10, verbose_name='Ergebnis')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='Was stimmt nicht?')),
                ('checked_at', models.DateTimeField(verbose_name='geprüft am')),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='geprüft von')),
                ('kommune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='permissions.kommune')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='casemanagement.offer')),
            ],
            options={
                'ordering': ['-checked_at', '-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(fields=['kommune', 'type'], name='offer_of_kommune'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('type__in', ['integration_course', 'vocational_language_course', 'municipal_language_course', 'mia_course', 'open_language_offer', 'placement_test', 'school_enrolment', 'international_class', 'school_certificate', 'recognition_advice', 'recognition_procedure', 'qualification', 'vocational_training', 'einstiegsqualifizierung', 'study', 'internship', 'job_coaching', 'job_placement', 'employment_insured', 'employment_marginal', 'subsidised_16i', 'kompetenzwerk', 'self_employment', 'benefit_application', 'but_application', 'child_benefit_parental', 'bank_account', 'debt_counselling', 'addiction_counselling', 'drug_counselling', 'psychosocial_counselling', 'energy_poverty_advice', 'housing_search', 'own_tenancy', 'wbs', 'shelter_place', 'tenancy_support', 'homelessness_prevention', 'move_support', 'residence_extension', 'status_change', 'naturalisation', 'family_reunification_case', 'legal_advice_asylum', 'passport_documents', 'hardship_petition', 'health_insurance', 'gp_specialist', 'psychotherapy_psz', 'rehab', 'disability_recognition', 'care_grade', 'carer_cm', 'pregnancy_counselling', 'kita_place', 'day_care', 'youth_welfare', 'family_centre', 'verfahrenslotse', 'stadtteilmuetter', 'parent_course', 'womens_shelter_place', 'violence_counselling', 'sports_club', 'culture_offer', 'volunteering', 'mentor_patenschaft', 'migrant_org_contact', 'antidiscrimination_advice', 'orientation_course', 'digital_skills', 'quarter_offer', 'accompaniment', 'application_help', 'helper_conference', 'crisis_intervention', 'clearing', 'own_step'])), name='offer_type_known'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('free_places__isnull', True), ('capacity__isnull', True), ('free_places__lte', models.F('capacity')), _connector='OR'), name='offer_free_places_within_capacity'),
        ),
        migrations.AddConstraint(
            model_name='offercheck',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['right', 'wrong'])), name='offercheck_result_known'),
        ),
        migrations.AddConstraint(
            model_name='offercheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('result', 'right'), ('text', '')), models.Q(('result', 'wrong'), models.Q(('text', ''), _negated=True)), _connector='OR'), name='offer_check_wrong_says_what'),
        ),
    ]
