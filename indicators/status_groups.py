# SPDX-License-Identifier: AGPL-3.0-or-later
"""Thirty kinds of residence in groups that a report can name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import ResidenceStatus as Status


class StatusGroup(models.TextChoices):
    GERMAN = "german", _("deutsche Staatsangehörigkeit")
    EU = "eu", _("EU-Freizügigkeit")
    SETTLED = "settled", _("unbefristeter Aufenthalt")
    RECOGNISED = "recognised", _("humanitär anerkannt")
    UKRAINE = "ukraine", _("vorübergehender Schutz (§ 24)")
    ASYLUM = "asylum", _("im Asylverfahren")
    TOLERATION = "toleration", _("Duldung")
    TEMPORARY = "temporary", _("anderer befristeter Aufenthalt")
    UNKNOWN = "unknown", _("ohne oder unbekannt")


GROUP_OF_STATUS: dict[str, StatusGroup] = {
    Status.GERMAN: StatusGroup.GERMAN,
    Status.REPATRIATE: StatusGroup.GERMAN,
    Status.EU_FREEDOM: StatusGroup.EU,
    Status.UK_WITHDRAWAL: StatusGroup.EU,
    Status.SETTLEMENT_PERMIT: StatusGroup.SETTLED,
    Status.EU_LONG_TERM: StatusGroup.SETTLED,
    Status.PERMIT_ADMISSION: StatusGroup.RECOGNISED,
    Status.PERMIT_ASYLUM_REFUGEE: StatusGroup.RECOGNISED,
    Status.PERMIT_SUBSIDIARY: StatusGroup.RECOGNISED,
    Status.PERMIT_REMOVAL_BAN: StatusGroup.RECOGNISED,
    Status.PERMIT_TEMPORARY_PROTECTION: StatusGroup.UKRAINE,
    Status.ARRIVAL_CERTIFICATE: StatusGroup.ASYLUM,
    Status.ASYLUM_PERMISSION: StatusGroup.ASYLUM,
    Status.TOLERATION: StatusGroup.TOLERATION,
    Status.TOLERATION_IDENTITY: StatusGroup.TOLERATION,
    Status.TOLERATION_TRAINING: StatusGroup.TOLERATION,
    Status.TOLERATION_EMPLOYMENT: StatusGroup.TOLERATION,
    Status.PERMIT_EDUCATION: StatusGroup.TEMPORARY,
    Status.PERMIT_EMPLOYMENT: StatusGroup.TEMPORARY,
    Status.PERMIT_JOB_SEARCH: StatusGroup.TEMPORARY,
    Status.PERMIT_FAMILY: StatusGroup.TEMPORARY,
    Status.PERMIT_HARDSHIP: StatusGroup.TEMPORARY,
    Status.PERMIT_HUMANITARIAN_OTHER: StatusGroup.TEMPORARY,
    Status.PERMIT_WELL_INTEGRATED: StatusGroup.TEMPORARY,
    Status.PERMIT_OPPORTUNITY: StatusGroup.TEMPORARY,
    Status.PERMIT_OTHER: StatusGroup.TEMPORARY,
    Status.FICTION: StatusGroup.TEMPORARY,
    Status.VISA: StatusGroup.TEMPORARY,
}


def group_of(status: str) -> StatusGroup:
    return GROUP_OF_STATUS.get(status, StatusGroup.UNKNOWN)
