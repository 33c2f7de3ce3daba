# SPDX-License-Identifier: AGPL-3.0-or-later
"""What case work reports about the system of help: kinds of gaps, and how far the city is with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices.plan import MeasureState


class GapType(models.TextChoices):
    """What is missing or jams."""

    OFFER_MISSING = "offer_missing", _("Angebot fehlt")
    OFFER_FULL = "offer_full", _("Angebot voll, Wartezeit")
    ACCESS_BLOCKED_BY_STATUS = "access_blocked_by_status", _("rechtlich versperrt")
    RESPONSIBILITY_UNCLEAR = "responsibility_unclear", _("Zuständigkeit unklar")
    PROCEDURE_TOO_LONG = "procedure_too_long", _("Verfahren dauert zu lang")
    HANDOVER_GAP = "handover_gap", _("Bruch beim Übergang oder Rechtskreiswechsel")
    INFORMATION_BARRIER = "information_barrier", _("Information oder Sprache")
    DIGITAL_OR_FORM_BARRIER = "digital_or_form_barrier", _("Formular oder digitaler Zugang")
    CHILDCARE_MISSING = "childcare_missing", _("Kinderbetreuung fehlt")
    LOCATION_OR_HOURS = "location_or_hours", _("Ort, Öffnungszeit, Mobilität")
    COST_BARRIER = "cost_barrier", _("Kosten")
    DISCRIMINATION = "discrimination", _("Diskriminierung")
    DOUBLE_STRUCTURE = "double_structure", _("Doppelberatung, Doppelstruktur")
    DATA_EXCHANGE = "data_exchange", _("Datenaustausch")
    OTHER = "other", _("anderes")


# What a measure that came to nothing says about the gap.
GAP_OF = {
    MeasureState.NOT_AVAILABLE: GapType.OFFER_MISSING,
    MeasureState.WAITING_LIST: GapType.OFFER_FULL,
    MeasureState.REJECTED_BY_PROVIDER: GapType.OFFER_FULL,
    MeasureState.NOT_ENTITLED: GapType.ACCESS_BLOCKED_BY_STATUS,
}


class Severity(models.IntegerChoices):
    """What the gap does to those who meet it."""

    ANNOYING = 1, _("ärgerlich")
    DELAYING = 2, _("verzögert")
    PREVENTING = 3, _("verhindert das Ziel")
    ENDANGERING = 4, _("gefährdet Existenz oder Schutz")


class FindingState(models.TextChoices):
    """From the author to the coordination; from then on the theme says how far it is."""

    SUBMITTED = "submitted", _("eingereicht")
    IN_REVIEW = "in_review", _("in Prüfung")
    MERGED = "merged_into_theme", _("einem Thema zugeordnet")
    REJECTED = "rejected_with_reason", _("nicht weitergegeben")


class ThemeState(models.TextChoices):
    """Where a theme stands between the case work and the Lenkungsgruppe."""

    GATHERED = "gathered", _("Hinweise gesammelt")
    CASE_RECONSTRUCTION = "case_reconstruction", _("Fallrekonstruktion")
    SCHEDULED = "lenkungsgruppe_scheduled", _("für die Lenkungsgruppe vorgesehen")
    ACCEPTED = "accepted", _("angenommen")
    DEFERRED = "deferred", _("zurückgestellt")
    DECLINED = "declined", _("abgelehnt")
    PROJECT_GROUP = "project_group", _("in einer Projektgruppe")
    IMPLEMENTED = "implemented", _("umgesetzt")
    EFFECT_CHECKED = "effect_checked", _("Wirkung geprüft")
    CLOSED = "closed", _("abgeschlossen")
