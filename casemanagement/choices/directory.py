# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of the service directory: which offers are language courses, and what somebody found on checking an entry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices.measures import MeasureType

# What the plan (500-8) calls a course; who may attend is asked for the first two.
LANGUAGE_COURSES = (
    MeasureType.INTEGRATION_COURSE,
    MeasureType.VOCATIONAL_LANGUAGE_COURSE,
    MeasureType.MUNICIPAL_LANGUAGE_COURSE,
    MeasureType.MIA_COURSE,
    MeasureType.OPEN_LANGUAGE_OFFER,
)


class CheckResult(models.TextChoices):
    RIGHT = "right", _("stimmt")
    WRONG = "wrong", _("stimmt nicht")
