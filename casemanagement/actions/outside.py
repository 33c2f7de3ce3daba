# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on a Meldung von außen: it is received from nobody known, taken over, or rejected."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casemanagement.actions import referrals
from casemanagement.casework import Conflict, write
from casemanagement.choices import ReferralMode, Urgency
from casemanagement.choices.advice import AdviceLanguage, OutsideReason, OutsideState
from casemanagement.models import Case, OutsideReferral
from permissions import clock
from permissions.actor import Actor, NotPermitted
from permissions.duties import coordinated_by, living_memberships
from permissions.hats import Hat
from permissions.models import Kommune, Organisation


def receive(kommune: Kommune, *, client_consented: bool, **words: Any) -> OutsideReferral:
    """Lay it into the queue. Nobody acts: the sender has no account, and learns nothing but the number."""
    if not client_consented:
        raise ValidationError(
            {"client_consented": _("Ohne Einverständnis der Person nehmen wir keine Meldung an.")}
        )
    row = OutsideReferral(
        kommune=kommune, received_on=clock.today(), client_consented=client_consented, **words
    )
    row.clean_fields(exclude=["kommune", "decided_by"])
    row.save(force_insert=True)
    return row


@transaction.atomic
def take_over(row: OutsideReferral, *, by: Actor, source: str) -> Case:
    """Make it a proper referral; from here on the process asks for duplicates, as it always does."""
    row = _open(row, by)
    case = referrals.register(
        by=by,
        house=_house(by),
        source=source,
        mode=ReferralMode.WRITTEN,
        client_consented=row.client_consented,
        given_name=row.given_name,
        family_name=row.family_name,
        languages=[str(AdviceLanguage(row.language).label)],
        phone=row.phone,
        email=row.email,
        received_on=row.received_on,
        referrer=", ".join(part for part in (row.sender, row.callback) if part)[:300],
        need_summary=_need(row),
    )
    _decide(row, by, state=OutsideState.TAKEN_OVER)
    return case


@transaction.atomic
def reject(row: OutsideReferral, *, by: Actor, reason: str) -> None:
    """It goes no further; what it said is gone at once."""
    if reason not in OutsideReason.values:
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    _decide(_open(row, by), by, state=OutsideState.REJECTED, reason=reason)


def forget(until: dt.date) -> int:
    """Whatever came in until this day, decided or not; run as the system."""
    number, _by_model = OutsideReferral.objects.filter(received_on__lte=until).delete()
    return number


def _open(row: OutsideReferral, by: Actor) -> OutsideReferral:
    """The row as it is now, for whoever coordinates in this municipality."""
    if by.person is None or by.hat is not Hat.FACH:
        raise NotPermitted
    towns = coordinated_by(by.person).values("kommune")
    found = OutsideReferral.objects.select_for_update().filter(pk=row.pk, kommune__in=towns).first()
    if found is None:
        raise NotPermitted
    if found.state != OutsideState.OPEN:
        raise Conflict(_("Über diese Meldung ist schon entschieden."))
    return found


def _house(by: Actor) -> Organisation:
    """Whoever coordinates several houses takes over in her own; from there she assigns."""
    if by.person is None:
        raise NotPermitted
    own = living_memberships(by.person, by.hat).values("organisation")
    house = coordinated_by(by.person).filter(pk__in=own).first()
    if house is None:
        raise NotPermitted
    return house


def _decide(row: OutsideReferral, by: Actor, **outcome: Any) -> None:
    nothing = dict.fromkeys(OutsideReferral.WORDS, "")
    write(row, decided_by=by.person, decided_on=clock.today(), **nothing, **outcome)


def _need(row: OutsideReferral) -> str:
    urgent = _("Laut meldender Stelle dringend.") if row.urgency == Urgency.URGENT else ""
    return "\n".join(part for part in (urgent, row.need) if part)
