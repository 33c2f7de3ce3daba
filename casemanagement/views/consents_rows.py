# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consents as a page shows them: whether each lives, since when, until when."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casemanagement.choices import ConsentKind
from casemanagement.models import Case, Consent


@dataclass(frozen=True)
class ConsentRow:
    """One consent and what became of it."""

    consent: Consent
    is_living: bool
    state: str
    kind: str
    ends_on: dt.date | None

    @property
    def recipient(self) -> str:
        organisation = self.consent.recipient_organisation
        return organisation.name if organisation else self.consent.recipient_text


def consent_rows(case: Case, on: dt.date) -> list[ConsentRow]:
    """All of a case, the living first, in the order of the form."""
    order = {kind.value: place for place, kind in enumerate(ConsentKind)}
    rows = case.consents.select_related("recipient_organisation", "recorded_by", "document")
    found = [_row(consent, on) for consent in rows]
    return sorted(found, key=lambda row: (not row.is_living, order[row.consent.kind], row.consent.pk))


def _row(consent: Consent, on: dt.date) -> ConsentRow:
    living = consent.is_living(on)
    if consent.revoked_on:
        return ConsentRow(consent, living, _("widerrufen"), "danger", None)
    if living:
        return ConsentRow(consent, living, _("gültig"), "success", consent.valid_until)
    if consent.valid_from > on:
        return ConsentRow(consent, living, _("gilt noch nicht"), "neutral", None)
    return ConsentRow(consent, living, _("abgelaufen"), "warning", None)
