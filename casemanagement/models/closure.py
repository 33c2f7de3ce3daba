# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a case ended: reason, outcome, report, and the approval where one is needed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import ClosureReason, OutcomeLevel
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import between, one_of, together
from casemanagement.validators import not_in_future, note_length

BROKEN_OFF = (
    ClosureReason.CONSENT_WITHDRAWN,
    ClosureReason.DECEASED,
    ClosureReason.DEPORTED_OR_TRANSFERRED,
    ClosureReason.DUPLICATE_MERGED,
    ClosureReason.CONTACT_LOST,
    ClosureReason.LEFT_GERMANY_VOLUNTARILY,
    ClosureReason.MOVED_AWAY,
    ClosureReason.CLIENT_ENDED,
    ClosureReason.NO_COOPERATION,
    ClosureReason.DETENTION_HOSPITAL_LONG,
    ClosureReason.PROGRAMME_END,
)


class Closure(CaseRow):
    case = models.ForeignKey(Case, models.CASCADE, related_name="closures")
    episode = models.PositiveSmallIntegerField(_("Episode"), default=1, db_default=1, editable=False)
    # Empty between the talk and the report.
    reason = models.CharField(_("Abschlussgrund"), max_length=40, choices=ClosureReason, blank=True)
    outcome_level = models.CharField(_("Ergebnis"), max_length=20, choices=OutcomeLevel, blank=True)
    # Domain code → outcome level.
    outcomes = models.JSONField(_("Ergebnis je Lebensbereich"), default=dict, blank=True)
    talk_on = models.DateField(_("Abschlussgespräch am"), null=True, blank=True, validators=[not_in_future])
    satisfaction = models.PositiveSmallIntegerField(
        _("Zufriedenheit (1 bis 5)"),
        choices=[(n, str(n)) for n in range(1, 6)],
        null=True,
        blank=True,
    )
    written_by = a_person(verbose_name=_("geschrieben von"))
    written_at = models.DateTimeField(_("geschrieben am"))
    # Why the Fachaufsicht sent the report back.
    approval_note = EncryptedTextField(_("Begründung der Freigabe"), blank=True, validators=[note_length])
    approved_by = optional_person(verbose_name=_("freigegeben von"))
    approved_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True)
    closed_by = optional_person(verbose_name=_("abgeschlossen von"))
    closed_at = models.DateTimeField(_("abgeschlossen am"), null=True, blank=True)

    class Data:
        frame = (
            "case",
            "episode",
            "reason",
            "outcome_level",
            "outcomes",
            "talk_on",
            "satisfaction",
            "written_by",
            "written_at",
            "approval_note",
            "approved_by",
            "approved_at",
            "closed_by",
            "closed_at",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "episode"], name="closure_once_per_episode"),
            one_of("reason", ClosureReason, blank=True),
            one_of("outcome_level", OutcomeLevel, blank=True),
            between("satisfaction", 1, 5),
            together("approved_by", "approved_at", name="closure_approved_by_and_at"),
            models.CheckConstraint(
                condition=models.Q(closed_by__isnull=True) | models.Q(closed_at__isnull=False),
                name="closure_closed_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True)
                | (~models.Q(reason="") & ~models.Q(outcome_level="")),
                name="closure_closed_has_reason_and_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Abschluss {self.case_id}"

    @property
    def is_planned(self) -> bool:
        """The work came to its end, instead of being broken off."""
        return self.reason not in BROKEN_OFF

    def needs_approval(self) -> bool:
        """A case without contact must not be closed by the case manager alone."""
        return self.reason == ClosureReason.CONTACT_LOST and not self.is_approved()

    def is_approved(self) -> bool:
        return self.approved_at is not None

    @property
    def report(self) -> str:
        """The words of the report, for those whom the file is open to."""
        written = ClosureReport.objects.filter(closure=self).first()
        return written.text if written else ""


class ClosureReport(CaseRow):
    """The report itself belongs to the file; the coordinator approves a closure without it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="closure_reports")
    closure = models.OneToOneField(Closure, models.CASCADE, related_name="written")
    text = EncryptedTextField(_("Abschlussbericht"), blank=True, validators=[note_length])

    class Data:
        file = ("case", "closure", "text")

    def __str__(self) -> str:
        return f"Abschlussbericht {self.case_id}"
