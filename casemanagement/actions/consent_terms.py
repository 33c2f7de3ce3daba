# SPDX-License-Identifier: AGPL-3.0-or-later
"""The terms of a consent: specific, or it is not valid; as they stand in the row and on the paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement import working_days
from casemanagement.choices import SPECIAL_CATEGORIES, ConsentKind, DataCategory
from casemanagement.models import Case
from casemanagement.printing.consent import Terms
from permissions import clock
from permissions.models import Organisation
from permissions.roles import Role

USUAL_MONTHS = 12
# Whom the consent is about must be named, else it is not specific.
WITH_RECIPIENT = (ConsentKind.C5, ConsentKind.C6, ConsentKind.C7)


def specific(
    kind: str,
    recipient_organisation: Organisation | None,
    recipient_text: str,
    purpose: str,
    data_categories: Iterable[str],
    direction: str,
) -> dict[str, Any]:
    """A consent names to whom and what, or it is not specific."""
    if kind == ConsentKind.C5 and recipient_organisation is None:
        raise ValidationError({"recipient_organisation": _("An welche Organisation darf übergeben werden?")})
    if kind in WITH_RECIPIENT and not (recipient_organisation or recipient_text.strip()):
        raise ValidationError({"recipient_text": _("Mit welcher Stelle darf gesprochen werden?")})
    if unknown := set(data_categories) - set(DataCategory.values):
        raise ValidationError({"data_categories": _("Unbekannt: %(list)s") % {"list": ", ".join(unknown)}})
    return {
        "kind": kind,
        "recipient_organisation": recipient_organisation,
        "recipient_text": recipient_text.strip(),
        "purpose": purpose,
        "data_categories": sorted(set(data_categories)),
        "direction": direction,
    }


def ticked(kind: str, categories: Iterable[str]) -> list[str]:
    """C2 is about what is specially protected; a consent to a recipient about all that is told."""
    if kind == ConsentKind.C2:
        return sorted(set(categories) & SPECIAL_CATEGORIES)
    return sorted(categories) if kind in WITH_RECIPIENT else []


def on_paper(terms: dict[str, Any]) -> Terms:
    house = terms.get("recipient_organisation")
    return Terms(
        terms["kind"],
        house.name if house else terms.get("recipient_text", ""),
        terms.get("purpose", ""),
        tuple(terms.get("data_categories", ())),
        terms.get("direction", ""),
        terms.get("valid_until") or usual_end(terms.get("valid_from")),
    )


def usual_end(begins: dt.date | None) -> dt.date:
    return working_days.add_months(begins or clock.today(), USUAL_MONTHS)


def of_intake(case: Case, kind: str, special_categories: Iterable[str]) -> dict[str, Any]:
    """At intake the handover that is meant is the one to the city, and C2 has its own list."""
    terms: dict[str, Any] = {"kind": kind}
    if kind == ConsentKind.C2:
        terms["data_categories"] = ticked(kind, special_categories)
    if kind == ConsentKind.C5:
        terms["recipient_organisation"] = _city(case)
    return terms


def _city(case: Case) -> Organisation:
    cities = Organisation.objects.filter(
        kommune=case.kommune_id, kind=Organisation.Kind.CITY, memberships__role=Role.CASE_MANAGEMENT
    )
    city = cities.exclude(pk=case.organisation_id).first()
    if city is None:
        raise ValidationError(
            {"kinds": _("C5 nennt eine Organisation: bitte einzeln bei den Einwilligungen erfassen.")}
        )
    return city
