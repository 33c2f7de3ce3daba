# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a client asks for by right: the request with its deadline, and what was blackened, corrected or disputed."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import RestrictionGround
from casemanagement.choices.requests import (
    ExtensionReason,
    IdentityCheck,
    RedactionReason,
    RequestWay,
    SubjectDecision,
    SubjectRight,
)
from casemanagement.fields import EncryptedBinaryField, EncryptedTextField
from casemanagement.models.base import CaseRow, a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of, together
from casemanagement.validators import not_in_future, note_length


class SubjectRequest(CaseRow):
    """One request; answered within a month, with a reason within three."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="subject_requests")
    kind = models.CharField(_("Was wird verlangt?"), max_length=20, choices=SubjectRight)
    # Only of a request under Art. 18, as far as it is known; whoever decides says it then.
    ground = models.CharField(
        _("Worauf stützt sich der Antrag?"),
        max_length=20,
        choices=RestrictionGround,
        blank=True,
        default="",
        db_default="",
    )
    wish = EncryptedTextField(_("In den Worten der Person"), blank=True, validators=[note_length])
    received_on = models.DateField(_("eingegangen am"), validators=[not_in_future])
    received_via = models.CharField(_("Weg"), max_length=20, choices=RequestWay)
    due_on = models.DateField(_("zu beantworten bis"))
    extended_until = models.DateField(_("verlängert bis"), null=True, blank=True)
    extension_reason = models.CharField(_("Grund"), max_length=20, choices=ExtensionReason, blank=True)
    identity_checked = models.CharField(_("Identität geprüft"), max_length=20, choices=IdentityCheck)
    entered_by = a_person(verbose_name=_("aufgenommen von"))
    entered_at = models.DateTimeField(_("aufgenommen am"))
    # Four eyes on what leaves the house: the first looks through, the second releases.
    reviewed_by = optional_person(verbose_name=_("durchgesehen von"))
    reviewed_at = models.DateTimeField(_("durchgesehen am"), null=True, blank=True)
    # Place and mark of each text that lay before the first; what came later stays in the house.
    seen_texts = EncryptedBinaryField(default=b"", blank=True)
    released_by = optional_person(verbose_name=_("freigegeben von"))
    released_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True)
    decision = models.CharField(_("Entscheidung"), max_length=20, choices=SubjectDecision, blank=True)
    decision_reason = EncryptedTextField(_("Begründung"), blank=True, validators=[note_length])
    decided_by = optional_person(verbose_name=_("entschieden von"))
    answered_on = models.DateField(_("beantwortet am"), null=True, blank=True)

    class Data:
        frame = (
            "case",
            "kind",
            "ground",
            "wish",
            "received_on",
            "received_via",
            "due_on",
            "extended_until",
            "extension_reason",
            "identity_checked",
            "entered_by",
            "entered_at",
            "reviewed_by",
            "reviewed_at",
            "seen_texts",
            "released_by",
            "released_at",
            "decision",
            "decision_reason",
            "decided_by",
            "answered_on",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", SubjectRight),
            one_of("decision", SubjectDecision, blank=True),
            together("reviewed_by", "reviewed_at", name="request_reviewed_by_and_at"),
            together("released_by", "released_at", name="request_released_by_and_at"),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True)
                | (Q(reviewed_by__isnull=False) & ~Q(released_by=F("reviewed_by"))),
                name="request_released_by_second_person",
            ),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True, extension_reason="")
                | (Q(extended_until__gt=F("due_on")) & ~Q(extension_reason="")),
                name="request_extended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(decision="", answered_on__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(answered_on__isnull=False, decided_by__isnull=False)),
                name="request_decided_and_answered",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on"], name="request_open", condition=Q(decision="")),
        ]

    def __str__(self) -> str:
        return f"Antrag {self.pk}"

    @property
    def is_open(self) -> bool:
        return not self.decision

    @property
    def answer_by(self) -> dt.date:
        return self.extended_until or self.due_on


class Redaction(CaseRow):
    """A passage about somebody else, which the client's copy does not show once two people agreed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="redactions")
    request = models.ForeignKey(SubjectRequest, models.CASCADE, related_name="redactions")
    # Where it stands: name of the model, the row's number, the field.
    model = models.CharField(max_length=60)
    row = models.BigIntegerField()
    field = models.CharField(max_length=60)
    passage = EncryptedTextField(_("Textstelle"), blank=True)  # empty: the whole field
    reason = models.CharField(_("Grund"), max_length=20, choices=RedactionReason)
    proposed_by = a_person(verbose_name=_("vorgeschlagen von"))
    proposed_at = models.DateTimeField(_("vorgeschlagen am"))
    confirmed_by = optional_person(verbose_name=_("bestätigt von"))
    confirmed_at = models.DateTimeField(_("bestätigt am"), null=True, blank=True)

    class Data:
        file = (
            "case",
            "request",
            "model",
            "row",
            "field",
            "passage",
            "reason",
            "proposed_by",
            "proposed_at",
            "confirmed_by",
            "confirmed_at",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("reason", RedactionReason),
            together("confirmed_by", "confirmed_at", name="redaction_confirmed_by_and_at"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="redaction_confirmed_by_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Schwärzung {self.pk}"


class Rectification(CaseRow):
    """A value that was wrong: the old one is kept beside the reason, the new one stands in the file."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="rectifications")
    request = models.ForeignKey(SubjectRequest, models.CASCADE, related_name="rectifications", null=True)
    model = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    old_value = EncryptedTextField(_("bisher"), blank=True)
    new_value = EncryptedTextField(_("richtig"), blank=True)
    reason = EncryptedTextField(_("Grund"), validators=[note_length])
    made_by = a_person(verbose_name=_("berichtigt von"))
    made_at = models.DateTimeField(_("berichtigt am"))

    class Data:
        identity = (
            "case",
            "request",
            "model",
            "field",
            "old_value",
            "new_value",
            "reason",
            "made_by",
            "made_at",
        )

    def __str__(self) -> str:
        return f"Berichtigung {self.pk}"


class ClientStatement(CaseRow):
    """Where both sides see a fact differently, the client's own words stand beside it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="client_statements")
    request = models.ForeignKey(SubjectRequest, models.CASCADE, related_name="statements", null=True)
    about = EncryptedTextField(_("Worum geht es?"), max_length=200)
    text = EncryptedTextField(_("Darstellung der Klientin oder des Klienten"), validators=[note_length])
    entered_by = a_person(verbose_name=_("aufgenommen von"))
    entered_at = models.DateTimeField(_("aufgenommen am"))

    class Data:
        file = ("case", "request", "about", "text", "entered_by", "entered_at")

    def __str__(self) -> str:
        return f"Darstellung {self.pk}"
