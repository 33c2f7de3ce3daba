# SPDX-License-Identifier: AGPL-3.0-or-later
"""The coordination of a town keeps the rules of its deadlines: each change has a reason and a first day, and stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casemanagement.choices import DeadlineUnit
from casemanagement.deadline_rules import OUTSIDE
from casemanagement.deadline_terms import SETTINGS, Terms, default_terms, terms_of
from casemanagement.models import DeadlineChange, DeadlineRule
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.duties import coordinated_by
from permissions.models import Kommune

LONGEST = {
    DeadlineUnit.WORKING_DAYS: 250,
    DeadlineUnit.DAYS: 730,
    DeadlineUnit.WEEKS: 104,
    DeadlineUnit.MONTHS: 36,
}
MOST_EXTENSIONS = 3


@dataclass(frozen=True)
class When:
    """From which day a change counts, for which deadlines, and why."""

    valid_from: dt.date
    reason: str
    for_running: bool = False


def change(rule: DeadlineRule, kommune: Kommune, *, by: Actor, terms: Terms, when: When) -> DeadlineChange:
    """Other values from a day on; deadlines that run already keep their days unless it is said."""
    refuse_impossible(terms)
    if all(getattr(terms, name) == getattr(_then(rule, kommune, when), name) for name in SETTINGS):
        raise ValidationError(_("An diesem Tag gilt die Regel schon so. Es gibt nichts zu ändern."))
    return _note(kommune, terms, when, by, is_default=False)


def back_to_default(rule: DeadlineRule, kommune: Kommune, *, by: Actor, when: When) -> DeadlineChange:
    """What the installation began with counts again from a day on."""
    if not _then(rule, kommune, when).is_changed:
        raise ValidationError(_("An diesem Tag gilt schon der Ausgangswert."))
    return _note(kommune, default_terms(rule), when, by, is_default=True)


def _then(rule: DeadlineRule, kommune: Kommune, when: When) -> Terms:
    return terms_of(rule, kommune.pk, when.valid_from)


def _note(kommune: Kommune, terms: Terms, when: When, by: Actor, *, is_default: bool) -> DeadlineChange:
    if by.person is None or not coordinated_by(by.person).filter(kommune=kommune).exists():
        raise NotPermitted
    if terms.rule.code in OUTSIDE:
        raise ValidationError(
            _("Diese Tage folgen aus einem Datum, das andere bestimmen. Sie bleiben, wie sie sind.")
        )
    if when.valid_from < clock.today():
        raise ValidationError({"valid_from": _("Eine Änderung gilt frühestens ab heute.")})
    if not when.reason.strip():
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    row = DeadlineChange(
        kommune=kommune,
        rule=terms.rule,
        is_default=is_default,
        amount=terms.amount,
        unit=terms.unit,
        remind_after=terms.remind_after,
        escalate_after=terms.escalate_after,
        own_extensions=terms.own_extensions,
        valid_from=when.valid_from,
        for_running=when.for_running,
        reason=when.reason.strip(),
        changed_by=by.person,
        changed_at=clock.now(),
    )
    with transaction.atomic(), acting_as(by):
        row.clean_fields(exclude=["kommune", "rule", "changed_by"])
        row.save(force_insert=True)
    return row


def refuse_impossible(terms: Terms) -> None:
    """Whoever leads the case hears before the time is over, and never after the coordination."""
    wrong: dict[str, str] = {}
    longest = LONGEST[DeadlineUnit(terms.unit)]
    if not 1 <= terms.amount <= longest:
        wrong["amount"] = _("Bitte nennen Sie eine Dauer zwischen 1 und %(longest)d.") % {"longest": longest}
    elif terms.remind_after is not None and terms.remind_after > terms.amount:
        wrong["remind_after"] = _("Die Erinnerung kommt spätestens am letzten Tag der Frist.")
    if terms.escalate_after is not None and terms.escalate_after < (terms.remind_after or 0):
        wrong["escalate_after"] = _(
            "Die Fallführung hört zuerst: Die Meldung kommt nicht vor der Erinnerung."
        )
    if terms.remind_after is None and terms.escalate_after is None:
        wrong["remind_after"] = _("Irgendjemand muss von der Frist hören: Erinnerung oder Meldung.")
    if not 0 <= (terms.own_extensions or 0) <= MOST_EXTENSIONS:
        wrong["own_extensions"] = _("Die Fallführung selbst verlängert höchstens dreimal.")
    if wrong:
        raise ValidationError(wrong)


def with_values(terms: Terms, **values: int | str | None) -> Terms:
    """The same rule with these values."""
    return replace(terms, change=None, **values)  # type: ignore[arg-type]  # checked by the form
