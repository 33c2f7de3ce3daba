# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the client agreed to, until when, and whether she took it back; access follows from it."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import ConsentForm, ConsentKind, RevokedVia
from casemanagement.models.base import CaseRow, a_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import ends_after_it_begins, one_of
from permissions.models import valid_on
from permissions.querysets import PermittedQuerySet


class ConsentQuerySet(PermittedQuerySet["Consent"]):
    def living(self, on: dt.date) -> Self:
        """Begun, not expired, not revoked. A revocation holds from the moment it is written."""
        return self.filter(valid_on(on), revoked_on__isnull=True)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def expiring(self, *, after: dt.date, until: dt.date) -> Self:
        return self.filter(revoked_on__isnull=True, valid_until__range=(after, until))


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
    recipient_text = models.CharField(_("Empfänger (andere Stelle)"), max_length=200, blank=True)
    purpose = models.CharField(_("Zweck"), max_length=300, blank=True)
    valid_from = models.DateField(_("gültig ab"))
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)
    form = models.CharField(_("Form"), max_length=20, choices=ConsentForm)
    language = models.CharField(_("Sprache"), max_length=40, blank=True)
    interpreter = models.CharField(_("gedolmetscht durch"), max_length=200, blank=True)
    document = models.ForeignKey(
        "casemanagement.Document",
        models.RESTRICT,
        related_name="consents",
        null=True,
        blank=True,
        verbose_name=_("unterschriebene Einwilligung"),
    )
    template_version = models.CharField(max_length=20, default="2026-1", editable=False)
    recorded_by = a_person(verbose_name=_("erfasst von"))
    recorded_at = models.DateTimeField(_("erfasst am"))
    revoked_on = models.DateField(_("widerrufen am"), null=True, blank=True)
    revoked_via = models.CharField(_("widerrufen wie"), max_length=20, choices=RevokedVia, blank=True)

    objects = ConsentQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = (
            "case",
            "kind",
            "recipient_organisation",
            "recipient_text",
            "purpose",
            "valid_from",
            "valid_until",
            "form",
            "language",
            "interpreter",
            "document",
            "template_version",
            "recorded_by",
            "recorded_at",
            "revoked_on",
            "revoked_via",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", ConsentKind),
            ends_after_it_begins("consent_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_via="")
                | (Q(revoked_on__isnull=False) & ~Q(revoked_via="")),
                name="consent_revoked_on_and_via",
            ),
            models.CheckConstraint(
                condition=Q(recipient_organisation__isnull=True) | Q(recipient_text=""),
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

    def is_living(self, on: dt.date) -> bool:
        begun = self.valid_from <= on and self.revoked_on is None
        return begun and (self.valid_until is None or on <= self.valid_until)
