# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the client agreed to, until when, and whether she took it back; access follows from it."""

import datetime as dt
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import (
    ConsentForm,
    ConsentKind,
    Direction,
    Representation,
    RevokedVia,
    SignedBy,
)
from casemanagement.fields import EncryptedJSONField, EncryptedTextField
from casemanagement.models.base import CaseRow, a_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import ends_after_it_begins, one_of
from casemanagement.words import SealedTextField
from permissions.models import valid_on
from permissions.querysets import PermittedQuerySet


class ConsentQuerySet(PermittedQuerySet["Consent"]):
    def living(self, on: dt.date) -> Self:
        """Begun, not expired, not revoked. A revocation holds from the moment it is written."""
        return self.filter(valid_on(on), revoked_on__isnull=True)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def of_recipient(self, organisation_id: int | None, text: str) -> Self:
        """The same recipient, whichever way it was named."""
        rows = self.filter(recipient_organisation_id=organisation_id)
        wanted = text.strip().casefold()
        # Sealed words are compared here, not in the database; a case has a handful.
        named = [pk for pk, words in rows.values_list("pk", "recipient_text") if words.casefold() == wanted]
        return rows.filter(pk__in=named)

    def expiring(self, *, after: dt.date, until: dt.date) -> Self:
        return self.filter(revoked_on__isnull=True, valid_until__range=(after, until))


class Representative(CaseRow):
    """Who may speak for the client in law, for what, and until when."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="representatives")
    name = EncryptedTextField(_("Name"), max_length=200)
    kind = models.CharField(_("Stellung"), max_length=20, choices=Representation)
    # Codes of RepresentationScope.
    scope = models.JSONField(_("Aufgabenkreis"), default=list)
    reachable = EncryptedTextField(_("erreichbar unter"), max_length=300, blank=True)
    valid_from = models.DateField(_("seit"))
    valid_until = models.DateField(_("bis"), null=True, blank=True)

    class Data:
        identity = ("case", "name", "kind", "scope", "reachable", "valid_from", "valid_until")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", Representation),
            ends_after_it_begins("representative_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"Vertretung {self.case_id}"


class ConsentSignature(CaseRow):
    """A simple electronic signature: the name typed on the case manager's device, and who saw it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="consent_signatures")
    name = EncryptedTextField(_("Name, wie eingegeben"), max_length=200)
    signed_by = models.CharField(_("unterschrieben von"), max_length=20, choices=SignedBy)
    signed_at = models.DateTimeField(_("unterschrieben am"))
    witnessed_by = a_person(verbose_name=_("gesehen von"))
    # Drawn as well (casemanagement.drawings): strokes of points; the typed name counts without them.
    strokes = EncryptedJSONField(_("gezeichnete Unterschrift"), null=True, blank=True)
    # Of everything that was agreed to, word by word, in both languages.
    statement_sha256 = models.CharField(max_length=64)

    class Data:
        identity = ("case", "name", "signed_by", "signed_at", "witnessed_by", "strokes", "statement_sha256")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [one_of("signed_by", SignedBy)]

    def __str__(self) -> str:
        return f"Unterschrift {self.case_id}"


class Consent(CaseRow):
    case = models.ForeignKey(Case, models.CASCADE, related_name="consents")
    kind = models.CharField(_("Einwilligung"), max_length=4, choices=ConsentKind)
    recipient_organisation = models.ForeignKey(
        "permissions.Organisation",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Empfänger"),
    )
    recipient_text = SealedTextField(_("Empfänger (andere Stelle)"), max_length=200, blank=True)
    purpose = SealedTextField(_("Zweck"), max_length=300, blank=True)
    # Codes of DataCategory: what may be told to the recipient; of C2, what may be written down.
    data_categories = models.JSONField(_("Daten"), default=list, blank=True)
    direction = models.CharField(_("Richtung"), max_length=10, choices=Direction, blank=True)
    valid_from = models.DateField(_("gültig ab"))
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)
    form = models.CharField(_("Form"), max_length=20, choices=ConsentForm)
    language = models.CharField(_("Sprache"), max_length=40, blank=True)
    interpreter = SealedTextField(_("gedolmetscht durch"), max_length=200, blank=True)
    document = models.ForeignKey(
        "casemanagement.Document",
        models.RESTRICT,
        related_name="consents",
        null=True,
        blank=True,
        verbose_name=_("unterschriebene Einwilligung"),
    )
    signed_by = models.CharField(
        _("unterschrieben von"), max_length=20, choices=SignedBy, default=SignedBy.CLIENT, blank=True
    )
    representative = models.ForeignKey(
        Representative,
        models.RESTRICT,
        related_name="consents",
        null=True,
        blank=True,
        verbose_name=_("Vertretungsperson"),
    )
    signature = models.ForeignKey(
        ConsentSignature, models.RESTRICT, related_name="consents", null=True, blank=True
    )
    # Which words the client was shown; empty where the paper was another one.
    template_version = models.CharField(max_length=20, default="2026-1", editable=False)
    template_language = models.CharField(max_length=5, blank=True, editable=False)
    template_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    renews = models.ForeignKey(
        "self", models.SET_NULL, related_name="renewals", null=True, blank=True, editable=False
    )
    recorded_by = a_person(verbose_name=_("erfasst von"))
    recorded_at = models.DateTimeField(_("erfasst am"))
    revoked_on = models.DateField(_("widerrufen am"), null=True, blank=True)
    revoked_via = models.CharField(_("widerrufen wie"), max_length=20, choices=RevokedVia, blank=True)
    revoked_at = models.DateTimeField(_("Widerruf erfasst am"), null=True, blank=True)
    # What the revocation ended: codes of consequences, as they were shown before.
    revocation_effect = models.JSONField(default=list, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    expired_at = models.DateTimeField(_("Ablauf vermerkt am"), null=True, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = (
            "case",
            "kind",
            "recipient_organisation",
            "recipient_text",
            "purpose",
            "data_categories",
            "direction",
            "valid_from",
            "valid_until",
            "form",
            "language",
            "interpreter",
            "document",
            "signed_by",
            "representative",
            "signature",
            "template_version",
            "template_language",
            "template_sha256",
            "renews",
            "recorded_by",
            "recorded_at",
            "revoked_on",
            "revoked_via",
            "revoked_at",
            "revocation_effect",
            "reminded_at",
            "expired_at",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", ConsentKind),
            one_of("direction", Direction, blank=True),
            one_of("signed_by", SignedBy, blank=True),
            ends_after_it_begins("consent_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_via="")
                | (Q(revoked_on__isnull=False) & ~Q(revoked_via="")),
                name="consent_revoked_on_and_via",
            ),
            models.CheckConstraint(
                # Of sealed words the database knows only that they are; clean() compares them.
                condition=Q(recipient_organisation__isnull=True) | Q(recipient_text_plain=""),
                name="consent_one_recipient",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ConsentKind.C5) | Q(recipient_organisation__isnull=False),
                name="consent_to_handover_names_organisation",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "kind", "valid_until"], name="consent_of_case"),
            models.Index(
                fields=["valid_until"],
                name="consent_expiring",
                condition=Q(revoked_on__isnull=True, valid_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"

    @property
    def recipient(self) -> str:
        """Whom it names, in words."""
        return self.recipient_organisation.name if self.recipient_organisation else self.recipient_text

    def clean(self) -> None:
        """One recipient, not two."""
        super().clean()
        if self.recipient_organisation_id is not None and self.recipient_text:
            raise ValidationError({"recipient_text": _("Bitte nennen Sie nur einen Empfänger.")})

    def is_living(self, on: dt.date) -> bool:
        begun = self.valid_from <= on and self.revoked_on is None
        return begun and (self.valid_until is None or on <= self.valid_until)
