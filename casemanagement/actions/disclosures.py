# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on what leaves the house: each rests on a living consent to that recipient, or on a statute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.actions import protections
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import (
    SPECIAL_CATEGORIES,
    ConsentKind,
    DataCategory,
    Direction,
    EventKind,
    LegalBasis,
    Medium,
    Phase,
)
from casemanagement.models import Case, Consent, Disclosure, DisclosureNote, ProtectedAddress
from permissions import clock
from permissions.actor import Actor
from permissions.models import Organisation
from permissions.rights import Right

# Consents that name a recipient outside: handover, exchange, conference, the Land.
GROUNDS = (ConsentKind.C5, ConsentKind.C6, ConsentKind.C7, ConsentKind.C8)


@deed(Right.RECORD_CONSENT)
def disclose(  # each ground asks for its own words
    case: Case,
    *,
    by: Actor,
    recipient: Organisation | str,
    purpose: str,
    consent: Consent | None = None,
    legal_basis: str = "",
    note: str = "",
    decided_by: str = "",
    items: Iterable[dict[str, Any]] = (),
    categories: Iterable[str] = (DataCategory.IDENTITY,),
    direction: str = Direction.GIVE,
    medium: str = Medium.CONVERSATION,
    disclosed_on: dt.date | None = None,
    warning_read: bool = False,
) -> Disclosure:
    """Write down what is told to whom, on which ground; a day ahead plans it."""
    day, told = disclosed_on or clock.today(), sorted(set(categories))
    _know(told, purpose)
    if (consent is None) == (legal_basis == ""):
        raise ValidationError(
            {"consent": _("Bitte wählen Sie eine geltende Einwilligung oder eine Rechtsgrundlage.")}
        )
    if consent is not None:
        _require_living(case, consent, day)
        _require_terms(consent, recipient, told, direction)
    else:
        _require_statute(legal_basis, note, decided_by, day)
    if not warning_read and direction != Direction.OBTAIN and is_protected(case):
        raise ValidationError(
            {"warning_read": _("Die Anschrift ist geschützt. Bitte bestätigen Sie, dass nichts sie verrät.")}
        )
    house = recipient if isinstance(recipient, Organisation) else None
    if house is None:
        protections.require_may_be_told(case, str(recipient), field="recipient")
    disclosure = write(
        Disclosure(case=case, recorded_by=by.person, recorded_at=clock.now()),
        recipient_organisation=house,
        recipient_text="" if isinstance(recipient, Organisation) else recipient,
        data_categories=told,
        direction=direction,
        medium=medium,
        disclosed_on=day,
        consent=consent,
        legal_basis=legal_basis,
        items=list(items),
    )
    words = {"purpose": purpose, "note": note, "decided_by": decided_by}
    write(DisclosureNote(case=case, disclosure=disclosure), **words)
    ground = consent.kind if consent else legal_basis
    record_event(case, EventKind.DISCLOSED, by=by, disclosure=disclosure.pk, ground=ground)
    return disclosure


@deed(Right.RECORD_CONSENT)
def call_off(disclosure: Disclosure, *, by: Actor) -> Disclosure:
    """A planned disclosure does not take place; one that happened stays written."""
    if disclosure.cancelled_at is not None:
        raise Conflict(_("Diese Weitergabe ist schon abgesagt."))
    if disclosure.disclosed_on <= clock.today():
        raise Conflict(_("Diese Weitergabe hat schon stattgefunden. Der Eintrag bleibt bestehen."))
    write(disclosure, cancelled_at=clock.now())
    record_event(disclosure.case, EventKind.DISCLOSURE_CANCELLED, by=by, disclosure=disclosure.pk)
    return disclosure


def is_protected(case: Case) -> bool:
    """Whether something must not become known about where the client lives."""
    return ProtectedAddress.objects.filter(case=case).exists()


def grounds(case: Case, on: dt.date) -> list[Consent]:
    """The consents on which a disclosure may rest on this day."""
    if case.is_restricted or not may_rest_on_consent(case, on):
        return []
    rows = case.consents.living(on).filter(kind__in=GROUNDS).select_related("recipient_organisation")
    return list(rows.order_by("kind", "pk"))


def may_rest_on_consent(case: Case, on: dt.date) -> bool:
    """Without the core consent no other carries anything; in the intake it may still be missing."""
    return case.phase == Phase.INTAKE or case.consents.living(on).of_kind(ConsentKind.C1).exists()


def covered(consent: Consent) -> set[str]:
    """What the consent allows to be told; a list that was never ticked covers nothing special."""
    return set(consent.data_categories) or {code.value for code in DataCategory} - SPECIAL_CATEGORIES


def _know(told: list[str], purpose: str) -> None:
    if not told or set(told) - set(DataCategory.values):
        raise ValidationError({"categories": _("Bitte wählen Sie, welche Daten weitergegeben werden.")})
    if not purpose.strip():
        raise ValidationError({"purpose": _("Bitte nennen Sie den Zweck.")})


def _require_living(case: Case, consent: Consent, day: dt.date) -> None:
    living = consent.case_id == case.pk and consent.kind in GROUNDS and consent.is_living(day)
    if not living or consent not in grounds(case, day):
        raise ValidationError(
            {"consent": _("Diese Einwilligung trägt die Weitergabe nicht, oder nicht mehr.")}
        )


def _require_terms(consent: Consent, recipient: Organisation | str, told: list[str], direction: str) -> None:
    if not _is_named(consent, recipient):
        raise ValidationError({"recipient": _("Die Einwilligung nennt eine andere Stelle.")})
    missing = [str(DataCategory(code).label) for code in told if code not in covered(consent)]
    if missing:
        raise ValidationError(
            {
                "categories": _("Davon erlaubt die Einwilligung nicht: %(list)s.")
                % {"list": ", ".join(missing)}
            }
        )
    if consent.direction not in ("", Direction.BOTH, direction):
        raise ValidationError({"direction": _("Die Einwilligung erlaubt nur die andere Richtung.")})


def _is_named(consent: Consent, recipient: Organisation | str) -> bool:
    if isinstance(recipient, Organisation):
        return consent.recipient_organisation_id == recipient.pk
    named = consent.recipient_text.strip().casefold()
    # The Land (C8) is one recipient and is not named again.
    return consent.recipient_organisation_id is None and named in (recipient.strip().casefold(), "")


def _require_statute(legal_basis: str, note: str, decided_by: str, day: dt.date) -> None:
    if legal_basis not in LegalBasis.values:
        raise ValidationError({"legal_basis": _("Diese Rechtsgrundlage ist nicht bekannt.")})
    if not note.strip():
        raise ValidationError({"note": _("Eine Weitergabe ohne Einwilligung braucht eine Begründung.")})
    if not decided_by.strip():
        raise ValidationError({"decided_by": _("Bitte nennen Sie, wer das entschieden hat.")})
    if day > clock.today():
        raise ValidationError({"disclosed_on": _("Eine Weitergabe ohne Einwilligung wird nicht geplant.")})
