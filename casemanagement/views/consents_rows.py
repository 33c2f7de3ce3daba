# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consents as a page shows them: whether each lives, since when, until when."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from casemanagement import drawings
from casemanagement.choices import ConsentKind, DataCategory, RepresentationScope
from casemanagement.models import Case, Consent, Representative
from permissions import clock
from permissions.rights import Right

SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class ConsentRow:
    """One consent and what became of it."""

    consent: Consent
    is_living: bool
    state: str
    kind: str
    ends_on: dt.date | None
    # The drawn signature as the path of an SVG, for those to whom the identity is open.
    drawing: str = ""

    @property
    def recipient(self) -> str:
        return self.consent.recipient

    @property
    def data(self) -> str:
        """What may be written down or told, in words."""
        return ", ".join(str(DataCategory(code).label) for code in self.consent.data_categories)

    @property
    def ends_soon(self) -> bool:
        """Time to ask for a renewal."""
        return self.ends_on is not None and self.ends_on <= clock.today() + SOON


def consent_rows(case: Case, on: dt.date, rights: frozenset[Right] = frozenset()) -> list[ConsentRow]:
    """All of a case, the living first, in the order of the form."""
    drawn = _drawings(case, rights)
    order = {kind.value: place for place, kind in enumerate(ConsentKind)}
    rows = case.consents.select_related("recipient_organisation", "recorded_by", "document")
    found = [replace(_row(consent, on), drawing=drawn.get(consent.signature_id or 0, "")) for consent in rows]
    return sorted(found, key=lambda row: (not row.is_living, order[row.consent.kind], row.consent.pk))


def _drawings(case: Case, rights: frozenset[Right]) -> dict[int, str]:
    if Right.READ_IDENTITY not in rights:
        return {}
    return {row.pk: drawings.path(row.strokes) for row in case.consent_signatures.all() if row.strokes}


def _row(consent: Consent, on: dt.date) -> ConsentRow:
    living = consent.is_living(on)
    if consent.revoked_on:
        return ConsentRow(consent, living, _("widerrufen"), "danger", None)
    if living:
        return ConsentRow(consent, living, _("gültig"), "success", consent.valid_until)
    if consent.valid_from > on:
        return ConsentRow(consent, living, _("gilt noch nicht"), "neutral", None)
    return ConsentRow(consent, living, _("abgelaufen"), "warning", None)


@dataclass(frozen=True)
class Spokesperson:
    """Somebody who may speak for the client in law."""

    row: Representative
    scope: str


def representatives_of(case: Case, rights: frozenset[Right]) -> list[Spokesperson]:
    """Only for those to whom the identity is open."""
    if Right.READ_IDENTITY not in rights:
        return []
    rows = case.representatives.order_by("pk")
    return [
        Spokesperson(row, ", ".join(str(RepresentationScope(code).label) for code in row.scope))
        for row in rows
    ]
