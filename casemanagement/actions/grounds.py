# SPDX-License-Identifier: AGPL-3.0-or-later
"""On what a deed rests by which words about a person leave the house; the log gets its row with the deed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from casemanagement.actions import disclosures
from casemanagement.choices import ConsentKind, DataCategory, Direction, Medium
from casemanagement.models import Case, Consent, Disclosure
from casemanagement.sentences import stored
from permissions.actor import Actor
from permissions.models import Organisation

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# How the questions of a ground are called in a form, so that a refusal stands beside its field.
PREFIX = "ground_"
EXCHANGE = (ConsentKind.C6, ConsentKind.C7)
HANDOVER = (ConsentKind.C5,)


@dataclass(frozen=True)
class Ground:
    """One living consent, or one statute with its reason; or the word that nothing was said about the person."""

    consent: Consent | None = None
    legal_basis: str = ""
    note: str = ""
    decided_by: str = ""
    # To whom, where neither the consent nor the deed names it.
    recipient: str = ""
    categories: tuple[str, ...] = (DataCategory.IDENTITY,)
    warning_read: bool = False
    nothing_told: bool = False

    @property
    def is_named(self) -> bool:
        return self.consent is not None or bool(self.legal_basis)


def leave(
    case: Case,
    ground: Ground | None,
    *,
    by: Actor,
    purpose: str | _StrPromise,
    kinds: tuple[ConsentKind, ...] = EXCHANGE,
    recipient: Organisation | str = "",
    medium: Medium = Medium.LETTER,
    direction: Direction = Direction.GIVE,
    on: dt.date | None = None,
    item: tuple[str, int] | None = None,
) -> Disclosure:
    """Let words leave the house, or refuse: without a living consent or a statute nothing does."""
    if ground is None or not ground.is_named:
        raise _refused(
            "consent", _("Bitte wählen Sie die Einwilligung oder das Gesetz, auf dem die Weitergabe beruht.")
        )
    if ground.nothing_told:
        raise _refused("nothing_told", _("Entweder wurde etwas gesagt, dann worauf; oder nichts."))
    if ground.consent is not None and ConsentKind(ground.consent.kind) not in kinds:
        raise _refused("consent", _("Diese Einwilligung erlaubt etwas anderes."))
    try:
        return disclosures.disclose(
            case,
            by=by,
            recipient=_recipient(ground, recipient),
            purpose=stored(purpose),
            consent=ground.consent,
            legal_basis=ground.legal_basis,
            note=ground.note,
            decided_by=ground.decided_by,
            items=[{"kind": item[0], "id": item[1]}] if item else (),
            categories=ground.categories,
            direction=direction,
            medium=medium,
            disclosed_on=on,
            warning_read=ground.warning_read,
        )
    except ValidationError as error:
        raise _beside_its_field(error) from None


def is_silent(ground: Ground | None) -> bool:
    """Some deeds can be done without a word about the person, if somebody says so."""
    return ground is not None and ground.nothing_told and not ground.is_named


def forbid(ground: Ground | None) -> None:
    """A deed by which nothing leaves the house: a ground given with it is a mistake, not a detail."""
    if ground is not None and (ground.is_named or ground.nothing_told):
        raise _refused(
            "consent", _("Hierbei wird nichts weitergegeben. Bitte lassen Sie die Grundlage leer.")
        )


def both_ways(ground: Ground | None) -> Direction:
    """Whoever talks with somebody tells and hears, unless the consent allows one of both alone."""
    if ground is not None and ground.consent is not None and ground.consent.direction:
        return Direction(ground.consent.direction)
    return Direction.BOTH


def on_offer(case: Case, kinds: Iterable[ConsentKind], on: dt.date) -> list[Consent]:
    """The living consents of the case by which something may be told."""
    wanted = set(kinds)
    return [row for row in disclosures.grounds(case, on) if row.kind in wanted]


def without_categories(ground: Ground | None, *categories: str) -> Ground | None:
    """The same ground for a deed that itself knows what it tells."""
    return ground and replace(ground, categories=categories)


def _recipient(ground: Ground, named: Organisation | str) -> Organisation | str:
    """Who gets it: named by the deed, by the consent, or beside the statute. Two names must agree."""
    if isinstance(named, Organisation):
        return named
    if ground.consent is None:
        if not (named or ground.recipient).strip():
            raise ValidationError({"recipient": _("Bitte nennen Sie die Stelle.")})
        return named or ground.recipient
    house = ground.consent.recipient_organisation
    names = {house.name, house.short_name} if house else {ground.consent.recipient_text}
    if named.strip() and named.strip().casefold() not in {name.strip().casefold() for name in names}:
        message = _("Die Einwilligung nennt „%(allowed)s“, nicht „%(named)s“.")
        raise ValidationError(
            {"consent": message % {"allowed": ground.consent.recipient, "named": named.strip()}}
        )
    return house or ground.consent.recipient_text


def _refused(field: str, message: str) -> ValidationError:
    return ValidationError({f"{PREFIX}{field}": message})


def _beside_its_field(error: ValidationError) -> ValidationError:
    if not hasattr(error, "error_dict"):
        return error
    return ValidationError(
        {
            field if field == NON_FIELD_ERRORS else f"{PREFIX}{field}": found
            for field, found in error.error_dict.items()
        }
    )
