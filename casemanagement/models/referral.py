# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zugang: how a case came, and what was checked and decided before it was taken on."""

from typing import ClassVar, Self

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
from casemanagement.words import SealedTextField
from permissions.querysets import PermittedQuerySet


class Referral(CaseRow):
    """The Meldung. Without the client's consent to it, no name may be stored."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="referral")
    source = models.CharField(_("Zugangsweg"), max_length=40, choices=ReferralSource)
    mode = models.CharField(_("Art der Meldung"), max_length=20, choices=ReferralMode)
    client_consented = models.BooleanField(_("Klient*in ist mit der Meldung einverstanden"))
    received_on = models.DateField(_("Meldung am"), validators=[not_in_future])

    class Data:
        frame = (
            "case",
            "source",
            "mode",
            "client_consented",
            "received_on",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [one_of("source", ReferralSource)]

    def __str__(self) -> str:
        return f"Meldung {self.case_id}"

    @property
    def need_summary(self) -> str:
        """The words of the Meldung, for those whom they are open to."""
        written = ReferralText.objects.filter(referral=self).first()
        return written.need_summary if written else ""


class ReferralText(CaseRow):
    """The words of the Meldung; the Fachaufsicht reads them until somebody leads the case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="referral_texts")
    referral = models.OneToOneField(Referral, models.CASCADE, related_name="written")
    need_summary = EncryptedTextField(_("Anliegen"), blank=True, validators=[note_length])
    referrer = EncryptedTextField(_("meldende Person oder Stelle"), max_length=300, blank=True)

    class Data:
        file = ("case", "referral", "need_summary", "referrer")

    def __str__(self) -> str:
        return f"Anliegen {self.case_id}"


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


class ConflictQuerySet(PermittedQuerySet["ConflictDeclaration"]):
    def living(self) -> Self:
        return self.filter(ended_at__isnull=True)


class ConflictDeclaration(CaseRow):
    """A person's word about being related to the client or otherwise not impartial."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="conflict_declarations")
    person = a_person()
    has_conflict = models.BooleanField(_("befangen"))
    declared_at = models.DateTimeField(_("erklärt am"))
    note = EncryptedTextField(_("Erläuterung für die Koordination"), blank=True, validators=[note_length])
    ended_at = models.DateTimeField(_("aufgehoben am"), null=True, blank=True)
    ended_by = optional_person(verbose_name=_("aufgehoben von"))

    objects = ConflictQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = ("case", "person", "has_conflict", "declared_at", "note", "ended_at", "ended_by")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            together("ended_at", "ended_by", name="conflict_ended_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"Befangenheit {self.case_id}"


class Triage(CaseRow):
    """The decision whether the case is taken on, and the coordinator's word where it was disputed."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="triage")
    decision = models.CharField(_("Entscheidung"), max_length=20, choices=TriageDecision)
    reason = models.CharField(_("Grund"), max_length=40, choices=DeclineReason, blank=True)
    referred_to = SealedTextField(_("verwiesen an"), max_length=200, blank=True)
    is_disputed = models.BooleanField(_("strittig"), default=False)
    decided_by = a_person(verbose_name=_("entschieden von"))
    decided_at = models.DateTimeField(_("entschieden am"))
    approved_by = optional_person(verbose_name=_("freigegeben von"))
    approved_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True)
    waiting_since = models.DateField(_("auf der Warteliste seit"), null=True, blank=True)
    # Set by the Fachaufsicht, with a reason in SupervisionDecision; empty: by the day.
    waiting_place = models.PositiveSmallIntegerField(_("Platz auf der Warteliste"), null=True, blank=True)

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
            "waiting_place",
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


class TriageNote(CaseRow):
    """What was written to the decision; it belongs to the file, the decision itself to the frame."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="triage_notes")
    triage = models.OneToOneField(Triage, models.CASCADE, related_name="written")
    text = EncryptedTextField(_("Notiz"), blank=True, validators=[note_length])

    class Data:
        file = ("case", "triage", "text")

    def __str__(self) -> str:
        return f"Notiz zur Entscheidung {self.case_id}"
