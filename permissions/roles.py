# SPDX-License-Identifier: AGPL-3.0-or-later
"""The job titles a membership can carry; permissions.hats says which hat each of them gives."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is appointed to in an organisation."""

    CASE_MANAGEMENT = "case_management", _("Fallmanagement")
    FACHAUFSICHT = "fachaufsicht", _("Koordination (Fachaufsicht)")
    DIENSTAUFSICHT = "dienstaufsicht", _("Leitung (Dienstaufsicht)")
    DATA_PROTECTION = "data_protection", _("Datenschutz")
    CONTROLLING = "controlling", _("Plan-Controlling")
    INTAKE_DESK = "intake_desk", _("Erstanlaufstelle")
    ADMINISTRATION = "administration", _("Technische Verwaltung")
    READING = "reading", _("Berichte lesen")
    EMERGENCY_DECISION = "emergency_decision", _("Entscheidung im Notfall (Fachaufsicht)")
    INTEGRATION_CENTRE = "integration_centre", _("Kommunales Integrationszentrum")
