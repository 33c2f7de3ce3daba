# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zugang: how a case came, and what was checked and decided before it was taken on."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import (
    DeclineReason,
    OverlapAnswer,
    OverlapConsequence,
    OverlapService,
    OverlapSource,
    ReferralMode,
    ReferralSource,
    TriageDecision,
)
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of, together
from casemanagement.validators import not_in_future, note_length


class Referral(CaseRow):
    """The Meldung. Without the client's consent to it, no name may be stored."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="referral")
    source = models.CharField(_("Zugangsweg"), max_length=40, choices=ReferralSource)
    mode = models.CharField(_("Art der Meldung"), max_length=20, choices=ReferralMode)
    client_consented = models.BooleanField(_("Klient*in ist mit der Meldung einverstanden"))
    received_on = models.DateField(_("Meldung am"), validators=[not_in_future])
    need_summary = EncryptedTextField(_("Anliegen"), blank=True, validators=[note_length])
    referrer = EncryptedTextField(_("meldende Person oder Stelle"), max_length=300, blank=True)

    class Data:
        frame = (
            "case",
            "source",
            "mode",
            "client_consented",
            "received_on",
            "need_summary",
            "referrer",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [one_of("source", ReferralSource)]

    def __str__(self) -> str:
        return f"Meldung {self.case_id}"


class OverlapCheck(CaseRow):
    """Whether MBE, JMD or the Jobcenter already lead the case, who says so, and what follows."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="overlap_checks")
    service = models.CharField(_("Dienst"), max_length=20, choices=OverlapService)
    answer = models.CharField(_("Antwort"), max_length=20, choices=OverlapAnswer)
    source = models.CharField(_("Quelle"), max_length=20, choices=OverlapSource)
    consequence = models.CharField(_("Folge"), max_length=20, choices=OverlapConsequence)
    recorded_by = a_person()
    recorded_at = models.DateTimeField()

    class Data:
        frame = ("case", "service", "answer", "source", "consequence", "recorded_by", "recorded_at")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "service"], name="overlap_asked_once_per_service"),
            models.CheckConstraint(
                condition=~Q(answer=OverlapAnswer.YES) | ~Q(consequence=OverlapConsequence.NONE),
                name="overlap_has_consequence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.case_id}"


class ConflictDeclaration(CaseRow):
    """A person's word about being related to the client or otherwise not impartial."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="conflict_declarations")
    person = a_person()
    has_conflict = models.BooleanField(_("befangen"))
    declared_at = models.DateTimeField(_("erklärt am"))

    class Data:
        frame = ("case", "person", "has_conflict", "declared_at")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"Befangenheit {self.case_id}"


class Triage(CaseRow):
    """The decision whether the case is taken on, and the coordinator's word where it was disputed."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="triage")
    decision = models.CharField(_("Entscheidung"), max_length=20, choices=TriageDecision)
    reason = models.CharField(_("Grund"), max_length=40, choices=DeclineReason, blank=True)
    referred_to = models.CharField(_("verwiesen an"), max_length=200, blank=True)
    is_disputed = models.BooleanField(_("strittig"), default=False)
    decided_by = a_person(verbose_name=_("entschieden von"))
    decided_at = models.DateTimeField(_("entschieden am"))
    approved_by = optional_person(verbose_name=_("freigegeben von"))
    approved_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True)
    waiting_since = models.DateField(_("auf der Warteliste seit"), null=True, blank=True)
    note = EncryptedTextField(_("Notiz"), blank=True, validators=[note_length])

    class Data:
        frame = (
            "case",
            "decision",
            "reason",
            "referred_to",
            "is_disputed",
            "decided_by",
            "decided_at",
            "approved_by",
            "approved_at",
            "waiting_since",
            "note",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("decision", TriageDecision),
            together("approved_by", "approved_at", name="triage_approved_by_and_at"),
            models.CheckConstraint(
                condition=~Q(decision=TriageDecision.DECLINED) | ~Q(reason=""),
                name="triage_declined_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(decision=TriageDecision.WAITING_LIST) | Q(waiting_since__isnull=False),
                name="triage_waiting_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} {self.case_id}"

    @property
    def awaits_approval(self) -> bool:
        """A decline that the referrer or the client disputes goes to the Fachaufsicht."""
        return self.is_disputed and self.approved_at is None
