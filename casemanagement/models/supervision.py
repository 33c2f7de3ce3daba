# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the Fachaufsicht writes to a case: a professional remark, and decisions outside a process."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import DecisionKind, RemarkState
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of, together
from casemanagement.validators import note_length


class SupervisionRemark(CaseRow):
    """Fachlicher Hinweis: about the work on a case, never an order to a person; it asks for an answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="remarks")
    text = EncryptedTextField(_("Hinweis"), validators=[note_length])
    written_by = a_person(verbose_name=_("geschrieben von"))
    written_at = models.DateTimeField(_("geschrieben am"))
    state = models.CharField(_("Stand"), max_length=10, choices=RemarkState, default=RemarkState.OPEN)
    answer = EncryptedTextField(_("Antwort"), blank=True, validators=[note_length])
    answered_by = optional_person(verbose_name=_("beantwortet von"))
    answered_at = models.DateTimeField(_("beantwortet am"), null=True, blank=True)
    closed_at = models.DateTimeField(_("geschlossen am"), null=True, blank=True)

    class Data:
        frame = (
            "case",
            "text",
            "written_by",
            "written_at",
            "state",
            "answer",
            "answered_by",
            "answered_at",
            "closed_at",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("state", RemarkState),
            together("answered_by", "answered_at", name="remark_answered_by_and_at"),
            models.CheckConstraint(
                condition=~models.Q(state=RemarkState.ANSWERED) | models.Q(answered_at__isnull=False),
                name="remark_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"Hinweis {self.case_id}"


class SupervisionDecision(CaseRow):
    """A decision that the rules leave to the Fachaufsicht and no process asks for, with its reason."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="supervision_decisions")
    kind = models.CharField(_("Entscheidung"), max_length=20, choices=DecisionKind)
    # Codes and numbers: which exception, which place on the list.
    data: Any = models.JSONField(default=dict)
    reason = EncryptedTextField(_("Begründung"), validators=[note_length])
    valid_until = models.DateField(_("gilt bis"), null=True, blank=True)
    decided_by = a_person(verbose_name=_("entschieden von"))
    decided_at = models.DateTimeField(_("entschieden am"))

    class Data:
        frame = ("case", "kind", "data", "reason", "valid_until", "decided_by", "decided_at")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [one_of("kind", DecisionKind)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_id}"
