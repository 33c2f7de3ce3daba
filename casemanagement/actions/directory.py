# SPDX-License-Identifier: AGPL-3.0-or-later
"""The coordination of a town keeps its directory; whoever works with it says whether an entry is right."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casemanagement import nameless
from casemanagement.casework import write
from casemanagement.choices.directory import CheckResult
from casemanagement.models import Offer, OfferCheck
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.duties import coordinated_by, organisations_of
from permissions.hats import Hat
from permissions.models import Kommune


def add(kommune: Kommune, *, by: Actor, **fields: Any) -> Offer:
    """A new entry, verified by whoever enters it."""
    require_coordination(kommune.pk, by)
    with transaction.atomic(), acting_as(by):
        offer = write(Offer(kommune=kommune), **fields)
        _note(offer, CheckResult.RIGHT, by)
    return offer


def change(offer: Offer, *, by: Actor, **fields: Any) -> Offer:
    """Other words or numbers; what the coordination saves counts as verified today."""
    require_coordination(offer.kommune_id, by)
    with transaction.atomic(), acting_as(by):
        write(offer, **fields)
        _note(offer, CheckResult.RIGHT, by)
    return offer


def verify(offer: Offer, *, by: Actor) -> OfferCheck:
    """„Heute geprüft“: everything stands as it is there."""
    return _check(offer, CheckResult.RIGHT, by)


def report_wrong(offer: Offer, *, by: Actor, text: str) -> OfferCheck:
    """Tell the coordination that an entry is wrong, without a word about anybody."""
    if not text.strip():
        raise ValidationError({"text": _("Bitte schreiben Sie, was nicht stimmt.")})
    nameless.require_general(text, "text")
    return _check(offer, CheckResult.WRONG, by, text.strip())


def require_coordination(kommune_id: int, by: Actor) -> None:
    """Whoever only stands in for her reads."""
    if (
        by.person is None
        or by.hat is not Hat.FACH
        or not coordinated_by(by.person).filter(kommune=kommune_id).exists()
    ):
        raise NotPermitted


def _check(offer: Offer, result: CheckResult, by: Actor, text: str = "") -> OfferCheck:
    if by.hat is Hat.FACH:
        require_coordination(offer.kommune_id, by)
    elif by.person is None or by.hat is not Hat.CASE or not _works_in(offer.kommune_id, by):
        raise NotPermitted
    with transaction.atomic(), acting_as(by):
        return _note(offer, result, by, text)


def _works_in(kommune_id: int, by: Actor) -> bool:
    return by.person is not None and organisations_of(by.person, by.hat).filter(kommune=kommune_id).exists()


def _note(offer: Offer, result: CheckResult, by: Actor, text: str = "") -> OfferCheck:
    return write(
        OfferCheck(kommune_id=offer.kommune_id, offer=offer, checked_by=by.person, checked_at=clock.now()),
        result=result,
        text=text,
    )
