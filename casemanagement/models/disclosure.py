# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was told or given to third parties, and what authorities asked for: both with their ground."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import (
    ClaimedBasis,
    Decider,
    Direction,
    LegalBasis,
    Medium,
    RequestDecision,
)
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.consent import Consent
from casemanagement.models.constraints import one_of, together
from casemanagement.validators import not_in_future, note_length, plausible_day
from permissions.querysets import PermittedQuerySet


class DisclosureQuerySet(PermittedQuerySet["Disclosure"]):
    def standing(self) -> Self:
        """Done, or planned and not called off."""
        return self.filter(cancelled_at__isnull=True)


class Disclosure(CaseRow):
    """One act towards one recipient. The frame tells to whom and why; the words stand apart, in the file."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="disclosures")
    recipient_organisation = models.ForeignKey(
        "permissions.Organisation",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Empfänger"),
    )
    recipient_text = EncryptedTextField(_("Empfänger (andere Stelle)"), max_length=200, blank=True)
    # Codes of DataCategory.
    data_categories = models.JSONField(_("Daten"), default=list)
    direction = models.CharField(_("Richtung"), max_length=10, choices=Direction, default=Direction.GIVE)
    medium = models.CharField(_("Weg"), max_length=20, choices=Medium)
    # A day ahead is a plan; a revocation calls it off.
    disclosed_on = models.DateField(_("am"), validators=[plausible_day])
    consent = models.ForeignKey(
        Consent,
        models.CASCADE,
        related_name="disclosures",
        null=True,
        blank=True,
        verbose_name=_("Einwilligung"),
    )
    legal_basis = models.CharField(_("Rechtsgrundlage"), max_length=20, choices=LegalBasis, blank=True)
    # Which papers and parts: [{"kind": "document", "id": 7}], codes and numbers only.
    items = models.JSONField(default=list, blank=True)
    recorded_by = optional_person(verbose_name=_("festgehalten von"))
    recorded_at = models.DateTimeField(_("festgehalten am"))
    cancelled_at = models.DateTimeField(_("abgesagt am"), null=True, blank=True)

    objects = DisclosureQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = (
            "case",
            "recipient_organisation",
            "recipient_text",
            "data_categories",
            "direction",
            "medium",
            "disclosed_on",
            "consent",
            "legal_basis",
            "items",
            "recorded_by",
            "recorded_at",
            "cancelled_at",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("direction", Direction),
            one_of("medium", Medium),
            one_of("legal_basis", LegalBasis, blank=True),
            models.CheckConstraint(
                condition=Q(consent__isnull=False, legal_basis="")
                | (Q(consent__isnull=True) & ~Q(legal_basis="")),
                name="disclosure_has_one_ground",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-disclosed_on"], name="disclosure_of_case"),
        ]

    def __str__(self) -> str:
        return f"Weitergabe {self.pk}"


class DisclosureNote(CaseRow):
    """The words behind a disclosure; whoever sees the log alone does not read them."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="disclosure_notes")
    disclosure = models.OneToOneField(Disclosure, models.CASCADE, related_name="words")
    purpose = EncryptedTextField(_("Zweck"), max_length=300, blank=True)
    note = EncryptedTextField(_("Begründung"), blank=True, validators=[note_length])
    decided_by = EncryptedTextField(_("entschieden von"), max_length=200, blank=True)

    class Data:
        file = ("case", "disclosure", "purpose", "note", "decided_by")

    def __str__(self) -> str:
        return f"Zur Weitergabe {self.disclosure_id}"


class AuthorityRequest(models.Model):
    """A question of an authority about a client: nobody answers it before it is decided."""

    organisation = models.ForeignKey(
        "permissions.Organisation", models.PROTECT, related_name="+", verbose_name=_("gefragt wurde")
    )
    # Empty when the person asked for is not known here, or need not be named.
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="authority_requests", null=True, blank=True, verbose_name=_("Fall")
    )
    authority = EncryptedTextField(_("Anfragende Behörde"), max_length=300)
    contact = EncryptedTextField(_("Ansprechperson und Aktenzeichen"), max_length=300, blank=True)
    asked_on = models.DateField(_("Eingegangen am"), validators=[not_in_future])
    claimed_basis = models.CharField(_("Genannte Rechtsgrundlage"), max_length=20, choices=ClaimedBasis)
    claimed_text = EncryptedTextField(_("Wortlaut der Rechtsgrundlage"), max_length=300, blank=True)
    question = EncryptedTextField(_("Was wird gefragt?"), validators=[note_length])
    recorded_by = a_person(verbose_name=_("erfasst von"))
    recorded_at = models.DateTimeField(_("erfasst am"))
    decision = models.CharField(
        _("Entscheidung"), max_length=20, choices=RequestDecision, default=RequestDecision.OPEN
    )
    decider = models.CharField(_("Entschieden durch"), max_length=20, choices=Decider, blank=True)
    decision_basis = EncryptedTextField(_("Begründung"), blank=True, validators=[note_length])
    decided_by = optional_person(verbose_name=_("eingetragen von"))
    decided_at = models.DateTimeField(_("entschieden am"), null=True, blank=True)
    answered_on = models.DateField(_("Beantwortet am"), null=True, blank=True, validators=[not_in_future])
    answer = EncryptedTextField(_("Antwort"), blank=True, validators=[note_length])

    objects = PermittedQuerySet.as_manager()

    class Data:
        frame = (
            "organisation",
            "case",
            "asked_on",
            "claimed_basis",
            "recorded_by",
            "recorded_at",
            "decision",
            "decider",
            "decided_by",
            "decided_at",
            "answered_on",
        )
        identity = ("authority", "contact", "claimed_text", "question", "decision_basis", "answer")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("decision", RequestDecision),
            one_of("claimed_basis", ClaimedBasis),
            together("decided_by", "decided_at", name="request_decided_by_and_at"),
            models.CheckConstraint(
                condition=Q(decision=RequestDecision.OPEN, decided_at__isnull=True, decider="")
                | (~Q(decision=RequestDecision.OPEN) & Q(decided_at__isnull=False) & ~Q(decider="")),
                name="request_is_decided_or_open",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(decided_at__isnull=False),
                name="request_answered_only_after_decision",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-asked_on"], name="request_of_house"),
        ]

    def __str__(self) -> str:
        return f"Anfrage {self.pk}"
