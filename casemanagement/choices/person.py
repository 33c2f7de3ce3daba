# SPDX-License-Identifier: AGPL-3.0-or-later
"""What describes a client's situation; each list has an answer for not knowing and not saying."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    FEMALE = "female", _("weiblich")
    MALE = "male", _("männlich")
    DIVERSE = "diverse", _("divers")
    DECLINED_TO_ANSWER = "declined_to_answer", _("keine Angabe")


class TargetGroup(models.TextChoices):
    """First block: by migration; second block: particularly protected."""

    NEWLY_ARRIVED = "newly_arrived", _("Neuzugewanderte (bis 3 Jahre)")
    LONGER_RESIDENT = "longer_resident", _("länger hier lebend")
    REFUGEE_RECOGNISED = "refugee_recognised", _("anerkannt Schutzberechtigte")
    ASYLUM_SEEKER = "asylum_seeker", _("Asylsuchende")
    TOLERATED = "tolerated", _("Geduldete")
    UKRAINE_TEMPORARY_PROTECTION = "ukraine_temporary_protection", _("Schutzsuchende aus der Ukraine (§ 24)")
    EU_MOBILE = "eu_mobile", _("EU-Zugewanderte")
    LABOUR_MIGRANT = "labour_migrant", _("Arbeitsmigrant*innen aus Drittstaaten")
    STUDENT = "student", _("Studierende")
    FAMILY_REUNIFICATION = "family_reunification", _("nachziehende Familienangehörige")
    ETHNIC_GERMAN_REPATRIATE = "ethnic_german_repatriate", _("Spätaussiedler*innen")
    RESETTLEMENT_ADMISSION = "resettlement_admission", _("Resettlement, Aufnahmeprogramm")
    UNDOCUMENTED = "undocumented", _("ohne geregelten Status")
    GERMAN_WITH_MIGRATION_HISTORY = "german_with_migration_history", _("Deutsche mit Migrationsgeschichte")
    SINGLE_PARENT = "single_parent", _("Alleinerziehende")
    WOMAN_ALONE = "woman_alone", _("alleinstehende Frauen")
    YOUNG_ADULT_18_26 = "young_adult_18_26", _("junge Erwachsene (18 bis 26)")
    UNACCOMPANIED_FORMER_MINOR = (
        "unaccompanied_former_minor",
        _("ehemals unbegleitete Minderjährige, Careleaver"),
    )
    PREGNANT = "pregnant", _("Schwangere")
    DISABLED_OR_CHRONIC = "disabled_or_chronic", _("mit Behinderung oder chronischer Krankheit")
    ELDERLY = "elderly", _("ältere Menschen")
    TRAUMA_VIOLENCE = "trauma_violence", _("mit Trauma- oder Gewalterfahrung")
    VICTIM_OF_TRAFFICKING = "victim_of_trafficking", _("von Menschenhandel Betroffene")
    LGBTIQ = "lgbtiq", _("LSBTIQ")
    ILLITERATE = "illiterate", _("nicht alphabetisiert")
    HOMELESS_OR_THREATENED = "homeless_or_threatened", _("wohnungslos oder davon bedroht")
    LARGE_FAMILY = "large_family", _("kinderreiche Familien")


class ResidenceStatus(models.TextChoices):
    """Codes follow the provision, not the paper that proves it."""

    GERMAN = "german", _("deutsche Staatsangehörigkeit")
    EU_FREEDOM = "eu_freedom", _("Freizügigkeit EU/EWR/Schweiz")
    UK_WITHDRAWAL = "uk_withdrawal", _("Aufenthaltsdokument-GB")
    REPATRIATE = "repatriate", _("Spätaussiedler*in und Angehörige")
    SETTLEMENT_PERMIT = "settlement_permit", _("Niederlassungserlaubnis")
    EU_LONG_TERM = "eu_long_term", _("Daueraufenthalt-EU")
    PERMIT_EDUCATION = "permit_education", _("Aufenthaltserlaubnis Ausbildung oder Studium (§§ 16–17)")
    PERMIT_EMPLOYMENT = "permit_employment", _("Aufenthaltserlaubnis Erwerbstätigkeit (§§ 18–21)")
    PERMIT_JOB_SEARCH = "permit_job_search", _("Arbeitsplatzsuche, Chancenkarte (§§ 20, 20a)")
    PERMIT_FAMILY = "permit_family", _("Aufenthaltserlaubnis familiäre Gründe (§§ 27–36a)")
    PERMIT_ADMISSION = "permit_admission", _("Aufnahme aus dem Ausland (§§ 22, 23)")
    PERMIT_HARDSHIP = "permit_hardship", _("Härtefall (§ 23a)")
    PERMIT_TEMPORARY_PROTECTION = "permit_temporary_protection", _("vorübergehender Schutz (§ 24)")
    PERMIT_ASYLUM_REFUGEE = "permit_asylum_refugee", _("Asyl, Flüchtlingseigenschaft (§ 25 Abs. 1, 2)")
    PERMIT_SUBSIDIARY = "permit_subsidiary", _("subsidiärer Schutz (§ 25 Abs. 2)")
    PERMIT_REMOVAL_BAN = "permit_removal_ban", _("Abschiebungsverbot (§ 25 Abs. 3)")
    PERMIT_HUMANITARIAN_OTHER = "permit_humanitarian_other", _("andere humanitäre Gründe (§ 25 Abs. 4, 5)")
    PERMIT_WELL_INTEGRATED = "permit_well_integrated", _("nachhaltige Integration (§§ 25a, 25b)")
    PERMIT_OPPORTUNITY = "permit_opportunity", _("Chancen-Aufenthaltsrecht (§ 104c)")
    PERMIT_OTHER = "permit_other", _("andere Aufenthaltserlaubnis")
    FICTION = "fiction", _("Fiktionsbescheinigung (§ 81)")
    ARRIVAL_CERTIFICATE = "arrival_certificate", _("Ankunftsnachweis (§ 63a AsylG)")
    ASYLUM_PERMISSION = "asylum_permission", _("Aufenthaltsgestattung (§ 55 AsylG)")
    TOLERATION = "toleration", _("Duldung (§ 60a)")
    TOLERATION_IDENTITY = "toleration_identity", _("Duldung mit ungeklärter Identität (§ 60b)")
    TOLERATION_TRAINING = "toleration_training", _("Ausbildungsduldung (§ 60c)")
    TOLERATION_EMPLOYMENT = "toleration_employment", _("Beschäftigungsduldung (§ 60d)")
    BORDER_CROSSING = "border_crossing", _("Grenzübertrittsbescheinigung")
    VISA = "visa", _("Visum (§ 6)")
    NONE = "none", _("ohne geregelten Status")
    UNCLEAR = "unclear", _("in Klärung")
    NOT_ASKED = "not_asked", _("nicht erhoben")
    DECLINED_TO_ANSWER = "declined_to_answer", _("keine Angabe gewünscht")


class CourseEntitlement(models.TextChoices):
    """Access to an Integrationskurs."""

    ENTITLED = "entitled", _("berechtigt")
    OBLIGED = "obliged", _("verpflichtet")
    ADMISSION_ON_REQUEST = "admission_on_request", _("Zulassung auf Antrag")
    NONE = "none", _("kein Zugang")
    UNKNOWN = "unknown", _("unbekannt")
    NOT_ASKED = "not_asked", _("nicht erhoben")


class BenefitRegime(models.TextChoices):
    """The Rechtskreis a person lives on."""

    ASYLBLG_3 = "asylblg_3", _("AsylbLG § 3 Grundleistungen")
    ASYLBLG_2 = "asylblg_2", _("AsylbLG § 2 Analogleistungen")
    SGB2 = "sgb2", _("SGB II Bürgergeld")
    SGB3 = "sgb3", _("SGB III Arbeitslosengeld")
    SGB12_HLU = "sgb12_hlu", _("SGB XII Hilfe zum Lebensunterhalt")
    SGB12_GRUSI = "sgb12_grusi", _("SGB XII Grundsicherung")
    SGB8 = "sgb8", _("SGB VIII")
    BAFOEG_BAB = "bafoeg_bab", _("BAföG, Berufsausbildungsbeihilfe")
    WOHNGELD_KIZ = "wohngeld_kiz", _("Wohngeld, Kinderzuschlag")
    PENSION = "pension", _("Rente")
    OWN_INCOME = "own_income", _("eigenes Einkommen")
    STUDENT_OR_FAMILY_SUPPORT = "student_or_family_support", _("Stipendium oder Unterhalt der Familie")
    NONE = "none", _("keine Leistungen")
    UNKNOWN = "unknown", _("unbekannt")
    NOT_ASKED = "not_asked", _("nicht erhoben")
    DECLINED_TO_ANSWER = "declined_to_answer", _("keine Angabe gewünscht")


class HouseholdType(models.TextChoices):
    ALONE = "alone", _("allein")
    COUPLE = "couple", _("Paar")
    COUPLE_CHILDREN = "couple_children", _("Paar mit Kindern")
    SINGLE_PARENT = "single_parent", _("alleinerziehend")
    SHARED = "shared", _("Wohngemeinschaft oder Unterkunft")
    EXTENDED_FAMILY = "extended_family", _("erweiterte Familie")
    UNKNOWN = "unknown", _("unbekannt")
    NOT_ASKED = "not_asked", _("nicht erhoben")
    DECLINED_TO_ANSWER = "declined_to_answer", _("keine Angabe gewünscht")


class HousingStatus(models.TextChoices):
    MUNICIPAL_SHELTER = "municipal_shelter", _("städtische Unterkunft")
    EMERGENCY_SHELTER = "emergency_shelter", _("Notunterkunft")
    MEDIUM_TERM_SHELTER = "medium_term_shelter", _("mittelfristige Unterkunft")
    LONG_TERM_SHELTER = "long_term_shelter", _("langfristige Unterkunft")
    ASSIGNED_FLAT = "assigned_flat", _("Einweisung ohne eigenen Mietvertrag")
    OWN_TENANCY = "own_tenancy", _("eigener Mietvertrag")
    PRIVATE_STAY = "private_stay", _("privat untergekommen")
    HOMELESS = "homeless", _("wohnungslos")
    WOMENS_SHELTER = "womens_shelter", _("Frauenhaus")
    INSTITUTION = "institution", _("Einrichtung")
    UNKNOWN = "unknown", _("unbekannt")
    NOT_ASKED = "not_asked", _("nicht erhoben")
    DECLINED_TO_ANSWER = "declined_to_answer", _("keine Angabe gewünscht")


class LanguageLevel(models.TextChoices):
    NONE = "none", _("keine Deutschkenntnisse")
    ALPHA = "alpha", _("Alphabetisierungsbedarf")
    A1 = "a1", _("A1")
    A2 = "a2", _("A2")
    B1 = "b1", _("B1")
    B2 = "b2", _("B2")
    C1 = "c1", _("C1")
    C2 = "c2", _("C2")
    NATIVE = "native", _("Erstsprache")
    UNKNOWN = "unknown", _("unbekannt")
    NOT_ASKED = "not_asked", _("nicht erhoben")


class RiskFlag(models.TextChoices):
    CHILD_WELFARE = "child_welfare", _("Kindeswohl (§ 8a SGB VIII, § 4 KKG)")
    VIOLENCE = "violence", _("Gewalt")
    SUICIDE = "suicide", _("Suizidgefahr")
    LOSS_OF_HOME = "loss_of_home", _("Wohnungsverlust")
    DEPORTATION_DATE = "deportation_date", _("Abschiebungstermin")
    POWER_CUT = "power_cut", _("Stromsperre")
    MEDICAL_EMERGENCY = "medical_emergency", _("medizinischer Notfall")


class Relation(models.TextChoices):
    """A household person seen from the client."""

    PARTNER = "partner", _("Partner*in")
    CHILD = "child", _("Kind")
    PARENT = "parent", _("Elternteil")
    SIBLING = "sibling", _("Geschwister")
    GRANDPARENT = "grandparent", _("Großelternteil")
    OTHER_RELATIVE = "other_relative", _("andere Angehörige")
    OTHER = "other", _("andere Person")


class AddressGround(models.TextChoices):
    """Why an address is kept apart."""

    AUSKUNFTSSPERRE = "auskunftssperre", _("Auskunftssperre (§ 51 BMG)")
    SPERRVERMERK = "sperrvermerk", _("bedingter Sperrvermerk (§ 52 BMG)")
    WOMENS_SHELTER = "womens_shelter", _("Frauenhaus oder Schutzwohnung")
    TRAFFICKING = "trafficking", _("Opferschutz bei Menschenhandel")
    WITNESS = "witness", _("Zeugenschutz")
    LGBTIQ_SHELTER = "lgbtiq_shelter", _("geschützte Unterbringung LSBTIQ")
    PROMINENT = "prominent", _("besonders zu schützende Person")
    OTHER = "other", _("anderer Grund")
