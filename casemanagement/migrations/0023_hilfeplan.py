# SPDX-License-Identifier: AGPL-3.0-or-later

import casemanagement.fields
import casemanagement.validators
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casemanagement', '0022_assessment_over_time'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='goal',
            name='goal_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='measure',
            name='measure_type_known',
        ),
        migrations.AddField(
            model_name='goal',
            name='translation',
            field=casemanagement.fields.EncryptedJSONField(blank=True, null=True, verbose_name='in der zweiten Sprache'),
        ),
        migrations.AddField(
            model_name='measure',
            name='due_on',
            field=models.DateField(blank=True, null=True, validators=[casemanagement.validators.plausible_day], verbose_name='bis wann'),
        ),
        migrations.AddField(
            model_name='measure',
            name='owner',
            field=models.CharField(blank=True, choices=[('client', 'Klient*in'), ('case_manager', 'Fallmanagement'), ('third', 'Dritte')], db_default='', default='', max_length=20, verbose_name='Wer?'),
        ),
        migrations.AddField(
            model_name='measure',
            name='text',
            field=casemanagement.fields.EncryptedTextField(blank=True, null=True, validators=[django.core.validators.MaxLengthValidator(20000, 'Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d.')], verbose_name='Schritt in eigenen Worten'),
        ),
        migrations.AddField(
            model_name='supportplan',
            name='language',
            field=models.CharField(blank=True, db_default='', default='', max_length=5, verbose_name='zweite Sprache des Ausdrucks'),
        ),
        migrations.AlterField(
            model_name='goal',
            name='state',
            field=models.CharField(choices=[('draft', 'Entwurf'), ('agreed', 'vereinbart'), ('in_progress', 'in Arbeit'), ('later', 'für später'), ('paused', 'ruht'), ('achieved', 'erreicht'), ('partially_achieved', 'teilweise erreicht'), ('not_achieved', 'nicht erreicht'), ('withdrawn_by_client', 'von Klient*in zurückgezogen'), ('obsolete', 'überholt'), ('handed_over', 'übergeben')], default='draft', max_length=30, verbose_name='Stand'),
        ),
        migrations.AlterField(
            model_name='measure',
            name='type',
            field=models.CharField(choices=[('integration_course', 'Integrationskurs'), ('vocational_language_course', 'Berufssprachkurs'), ('municipal_language_course', 'kommunaler Sprachkurs'), ('mia_course', 'MiA-Kurs'), ('open_language_offer', 'offenes Sprachlernangebot'), ('placement_test', 'Einstufungs- oder Sprachtest'), ('school_enrolment', 'Schulanmeldung'), ('international_class', 'Internationale Förderklasse'), ('school_certificate', 'Nachholen eines Schulabschlusses'), ('recognition_advice', 'Anerkennungsberatung'), ('recognition_procedure', 'Anerkennungsverfahren'), ('qualification', 'Weiterbildung'), ('vocational_training', 'Ausbildung'), ('einstiegsqualifizierung', 'Einstiegsqualifizierung'), ('study', 'Studium'), ('internship', 'Praktikum'), ('job_coaching', 'Coaching'), ('job_placement', 'Arbeitsvermittlung'), ('employment_insured', 'sozialversicherungspflichtige Beschäftigung'), ('employment_marginal', 'Minijob'), ('subsidised_16i', 'geförderte Beschäftigung (§§ 16e, 16i SGB II)'), ('kompetenzwerk', 'Kompetenzwerk Arbeit und Sprache'), ('self_employment', 'Selbständigkeit'), ('benefit_application', 'Leistungsantrag'), ('but_application', 'Bildung und Teilhabe'), ('child_benefit_parental', 'Kindergeld, Elterngeld'), ('bank_account', 'Girokonto'), ('debt_counselling', 'Schuldnerberatung'), ('addiction_counselling', 'Suchtberatung'), ('drug_counselling', 'Drogenberatung'), ('psychosocial_counselling', 'psychosoziale Betreuung'), ('energy_poverty_advice', 'Energieberatung'), ('housing_search', 'Wohnungssuche'), ('own_tenancy', 'Mietvertrag'), ('wbs', 'Wohnberechtigungsschein'), ('shelter_place', 'Unterkunftsplatz'), ('tenancy_support', 'Wohnungserhalt, Nachbetreuung'), ('homelessness_prevention', 'Verhinderung von Wohnungslosigkeit'), ('move_support', 'Umzugshilfe'), ('residence_extension', 'Verlängerung des Aufenthalts'), ('status_change', 'Wechsel des Aufenthaltsstatus'), ('naturalisation', 'Einbürgerung'), ('family_reunification_case', 'Familiennachzug'), ('legal_advice_asylum', 'Verfahrens- oder Rechtsberatung'), ('passport_documents', 'Pass und Dokumente'), ('hardship_petition', 'Härtefallantrag'), ('health_insurance', 'Krankenversicherung'), ('gp_specialist', 'Haus- oder Fachärztin'), ('psychotherapy_psz', 'Psychotherapie, PSZ'), ('rehab', 'Rehabilitation'), ('disability_recognition', 'Schwerbehinderung'), ('care_grade', 'Pflegegrad'), ('carer_cm', 'Case Management für pflegende Angehörige'), ('pregnancy_counselling', 'Schwangerschaftsberatung'), ('kita_place', 'Kitaplatz'), ('day_care', 'Kindertagespflege'), ('youth_welfare', 'Hilfe zur Erziehung'), ('family_centre', 'Familienzentrum'), ('verfahrenslotse', 'Verfahrenslotse'), ('stadtteilmuetter', 'Stadtteilmütter'), ('parent_course', 'Elternkurs'), ('womens_shelter_place', 'Frauenhausplatz'), ('violence_counselling', 'Gewaltberatung'), ('sports_club', 'Sportverein'), ('culture_offer', 'Kulturangebot'), ('volunteering', 'eigenes Engagement'), ('mentor_patenschaft', 'Mentoring, Patenschaft'), ('migrant_org_contact', 'Kontakt zu einer Migrant*innenorganisation'), ('antidiscrimination_advice', 'Antidiskriminierungsberatung'), ('orientation_course', 'Erstorientierungskurs'), ('digital_skills', 'digitale Kompetenz'), ('quarter_offer', 'Stadtteilzentrum, Begegnung'), ('accompaniment', 'Begleitung'), ('application_help', 'Antragshilfe'), ('helper_conference', 'Helferkonferenz'), ('crisis_intervention', 'Krisenintervention'), ('clearing', 'Clearing'), ('own_step', 'eigener Schritt')], max_length=40, verbose_name='Maßnahme'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'agreed', 'in_progress', 'later', 'paused', 'achieved', 'partially_achieved', 'not_achieved', 'withdrawn_by_client', 'obsolete', 'handed_over'])), name='goal_state_known'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('type__in', ['integration_course', 'vocational_language_course', 'municipal_language_course', 'mia_course', 'open_language_offer', 'placement_test', 'school_enrolment', 'international_class', 'school_certificate', 'recognition_advice', 'recognition_procedure', 'qualification', 'vocational_training', 'einstiegsqualifizierung', 'study', 'internship', 'job_coaching', 'job_placement', 'employment_insured', 'employment_marginal', 'subsidised_16i', 'kompetenzwerk', 'self_employment', 'benefit_application', 'but_application', 'child_benefit_parental', 'bank_account', 'debt_counselling', 'addiction_counselling', 'drug_counselling', 'psychosocial_counselling', 'energy_poverty_advice', 'housing_search', 'own_tenancy', 'wbs', 'shelter_place', 'tenancy_support', 'homelessness_prevention', 'move_support', 'residence_extension', 'status_change', 'naturalisation', 'family_reunification_case', 'legal_advice_asylum', 'passport_documents', 'hardship_petition', 'health_insurance', 'gp_specialist', 'psychotherapy_psz', 'rehab', 'disability_recognition', 'care_grade', 'carer_cm', 'pregnancy_counselling', 'kita_place', 'day_care', 'youth_welfare', 'family_centre', 'verfahrenslotse', 'stadtteilmuetter', 'parent_course', 'womens_shelter_place', 'violence_counselling', 'sports_club', 'culture_offer', 'volunteering', 'mentor_patenschaft', 'migrant_org_contact', 'antidiscrimination_advice', 'orientation_course', 'digital_skills', 'quarter_offer', 'accompaniment', 'application_help', 'helper_conference', 'crisis_intervention', 'clearing', 'own_step'])), name='measure_type_known'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('owner__in', ['', 'client', 'case_manager', 'third'])), name='measure_owner_known'),
        ),
    ]
