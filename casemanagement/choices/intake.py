# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zugang: who refers, how, and what is decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferralSource(models.TextChoices):
    SELF = "self", _("Selbstmeldung")
    FAMILY_FRIENDS = "family_friends", _("Angehörige oder Bekannte")
    FIRST_CONTACT_POINT = "first_contact_point", _("Erstanlaufstelle für Neuzugewanderte")
    SOCIAL_OFFICE_BENEFITS = "social_office_benefits", _("Sozialamt – Leistung, AsylbLG (500.25)")
    SOCIAL_OFFICE_REFUGEE_UNIT = "social_office_refugee_unit", _("Fachstelle für Flüchtlinge, Integration")
    SHELTER_SOCIAL_WORK = "shelter_social_work", _("Flüchtlingssozialarbeit, Unterkunft")
    DISTRICT_SOCIAL_WORK = "district_social_work", _("Quartierssozialarbeit")
    HOUSING_EMERGENCY_UNIT = "housing_emergency_unit", _("Soziale Wohnungsnotfälle")
    IMMIGRATION_OFFICE = "immigration_office", _("Ausländerbehörde")
    NATURALISATION_OFFICE = "naturalisation_office", _("Einbürgerungsbehörde")
    CITIZEN_SERVICE = "citizen_service", _("Bürgerberatung")
    JOBCENTER = "jobcenter", _("Jobcenter Arbeitplus")
    EMPLOYMENT_AGENCY = "employment_agency", _("Agentur für Arbeit")
    REGE = "rege", _("REGE mbH, Jugendberufsagentur")
    YOUTH_OFFICE = "youth_office", _("Jugendamt")
    SCHOOL_OR_BILDUNGSBUERO = "school_or_bildungsbuero", _("Schule, Schulsozialarbeit, Bildungsbüro")
    CHILDCARE = "childcare", _("Kita, Familienzentrum")
    INTEGRATION_CENTRE = "integration_centre", _("Kommunales Integrationszentrum")
    MBE = "mbe", _("Migrationsberatung (MBE)")
    JMD = "jmd", _("Jugendmigrationsdienst")
    INTEGRATION_AGENCY = "integration_agency", _("Integrationsagentur")
    AWO_INTERNAL = "awo_internal", _("AWO (anderer Dienst)")
    DRK_INTERNAL = "drk_internal", _("DRK (anderer Dienst)")
    OTHER_WELFARE = "other_welfare", _("anderer Träger")
    LANGUAGE_COURSE_PROVIDER = "language_course_provider", _("Sprach- oder Integrationskursträger")
    BAMF = "bamf", _("BAMF, Test- und Meldestelle")
    HEALTH_SERVICE = "health_service", _("Arztpraxis, Klinik, Gesundheitsamt")
    WOMENS_SHELTER = "womens_shelter", _("Frauenhaus, Gewaltschutz")
    COUNSELLING_ADDICTION_DEBT = "counselling_addiction_debt", _("Sucht- oder Schuldnerberatung")
    MIGRANT_ORGANISATION = "migrant_organisation", _("Migrant*innenorganisation")
    VOLUNTEER = "volunteer", _("Ehrenamt, Freiwilligenagentur")
    STADTTEILMUETTER = "stadtteilmuetter", _("Stadtteilmütter und -väter")
    POLICE_COURT = "police_court", _("Polizei, Justiz")
    OUTREACH = "outreach", _("aufsuchend durch das Case Management")
    INTERNAL_HANDOVER = "internal_handover", _("Übergabe aus anderem KIM-Standort")
    OTHER = "other", _("anderer Zugangsweg")


class ReferralMode(models.TextChoices):
    WARM = "warm", _("persönlich übergeben")
    WRITTEN = "written", _("schriftlich")
    PHONE = "phone", _("telefonisch")
    CLIENT_ONLY = "client_only", _("Klient*in kommt allein")


class OverlapService(models.TextChoices):
    """The services a KIM case must not double."""

    MBE = "mbe", _("Migrationsberatung für Erwachsene (MBE)")
    JMD = "jmd", _("Jugendmigrationsdienst (JMD)")
    JOBCENTER_FM = "jobcenter_fm", _("Fallmanagement des Jobcenters")


class OverlapAnswer(models.TextChoices):
    NO = "no", _("keine Begleitung")
    YES = "yes", _("wird dort begleitet")
    ENDED = "ended", _("war dort, ist beendet")
    UNKNOWN = "unknown", _("nicht bekannt")


class OverlapSource(models.TextChoices):
    CLIENT = "client", _("Angabe der Klientin oder des Klienten")
    SERVICE = "service", _("Auskunft der Stelle (mit Entbindung)")
    DOCUMENT = "document", _("Unterlage")


class OverlapConsequence(models.TextChoices):
    NONE = "none", _("keine Überschneidung")
    STAYS_THERE = "stays_there", _("bleibt dort, kein KIM-Fall")
    MOVES_TO_KIM = "moves_to_kim", _("wechselt zu KIM, dort beendet")
    DIVIDED = "divided", _("Aufgaben schriftlich abgegrenzt")


class TriageDecision(models.TextChoices):
    ACCEPTED = "accepted", _("Aufnahme")
    WAITING_LIST = "waiting_list", _("Warteliste")
    DECLINED = "declined", _("nicht aufgenommen")
    REFERRED_ON = "referred_on", _("weiterverwiesen")


class DeclineReason(models.TextChoices):
    NOT_TARGET_GROUP = "not_target_group", _("gehört nicht zur Zielgruppe")
    OTHER_SERVICE_RESPONSIBLE = "other_service_responsible", _("andere Stelle ist zuständig")
    NO_COMPLEX_NEED = "no_complex_need", _("Kurzberatung oder Verweis genügt")
    ALREADY_IN_CASE_MANAGEMENT = "already_in_case_management", _("bereits im Case Management")
    NOT_RESIDENT_BIELEFELD = "not_resident_bielefeld", _("wohnt nicht in Bielefeld")
    CLIENT_DOES_NOT_WANT = "client_does_not_want", _("Klient*in möchte nicht")
    NO_CONSENT = "no_consent", _("keine Einwilligung")
    NO_CAPACITY = "no_capacity", _("keine Kapazität")
    NOT_REACHABLE = "not_reachable", _("nicht erreichbar")
    DUPLICATE = "duplicate", _("bereits gemeldet")
    SAFETY_CONFLICT = "safety_conflict", _("Sicherheits- oder Interessenkonflikt")
    OTHER = "other", _("anderer Grund")
