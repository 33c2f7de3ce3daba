# SPDX-License-Identifier: AGPL-3.0-or-later
"""All consents of a case and what was disclosed, as the client takes them home."""

from datetime import date
from typing import Any

from casemanagement.choices import DataCategory
from casemanagement.consent_texts import SUPERVISORY_AUTHORITY
from casemanagement.models import Case, Consent, Disclosure
from casemanagement.printing.pdf import print_pdf
from permissions import clock


def print_consent_list(case: Case) -> bytes:
    """The list as PDF/UA; what was revoked or has ended stands on it, too."""
    return print_pdf("consent_list", list_on_paper(case))


def list_on_paper(case: Case) -> dict[str, Any]:
    """The data of the template consent_list.typ; every value is a text."""
    rows = case.consents.select_related("recipient_organisation").order_by("kind", "valid_from", "pk")
    told = case.disclosures.standing().select_related("recipient_organisation").order_by("disclosed_on", "pk")
    identity = getattr(case, "identity", None)
    return {
        "number": case.number,
        "organisation": case.organisation.name,
        "person": f"{identity.given_name} {identity.family_name}".strip() if identity else "",
        "printed_on": _day(clock.today()),
        "authority": SUPERVISORY_AUTHORITY,
        "consents": [_consent(row) for row in rows],
        "disclosures": [_disclosure(row) for row in told if row.disclosed_on <= clock.today()],
    }


def _consent(row: Consent) -> dict[str, str]:
    return {
        "what": str(row.get_kind_display()),
        "recipient": row.recipient,
        "purpose": row.purpose,
        "data": _words(row.data_categories),
        "since": _day(row.valid_from),
        "until": _day(row.valid_until),
        "state": _state(row),
    }


def _state(row: Consent) -> str:
    if row.revoked_on:
        return f"widerrufen am {_day(row.revoked_on)}"
    return "gültig" if row.is_living(clock.today()) else "nicht mehr gültig"


def _disclosure(row: Disclosure) -> dict[str, str]:
    house = row.recipient_organisation
    return {
        "on": _day(row.disclosed_on),
        "recipient": house.name if house else row.recipient_text,
        "data": _words(row.data_categories),
        "ground": str(row.consent.get_kind_display() if row.consent else row.get_legal_basis_display()),
    }


def _words(codes: list[str]) -> str:
    return ", ".join(str(DataCategory(code).label) for code in codes)


def _day(day: date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else ""
