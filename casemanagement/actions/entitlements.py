# SPDX-License-Identifier: AGPL-3.0-or-later
"""The coordination keeps the table of who may attend a course: a row is added, ends on a day, or is struck."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

import casemanagement
from casemanagement.actions.directory import require_coordination
from casemanagement.casework import Conflict, write
from casemanagement.choices import MeasureType, ResidenceStatus
from casemanagement.models import EntitlementRule
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.models import Kommune

PLAN = Path(casemanagement.__file__).parent / "entitlements_500_8.toml"
OF_PLAN = {
    "courses": [MeasureType.INTEGRATION_COURSE, MeasureType.VOCATIONAL_LANGUAGE_COURSE],
    "statuses": [ResidenceStatus.ASYLUM_PERMISSION],
}


def add(kommune: Kommune, *, by: Actor, **fields: Any) -> EntitlementRule:
    """One more row; where several fit, one is enough."""
    require_coordination(kommune.pk, by)
    if not fields.get("source", "").strip():
        raise ValidationError({"source": _("Bitte nennen Sie die Quelle.")})
    with transaction.atomic(), acting_as(by):
        row = EntitlementRule(kommune=kommune, entered_by=by.person, entered_at=clock.now())
        return write(row, **fields)


def begin_with_plan(kommune: Kommune, *, by: Actor) -> list[EntitlementRule]:
    """The rows of the plan, into an empty table."""
    require_coordination(kommune.pk, by)
    with transaction.atomic(), acting_as(by):
        if EntitlementRule.objects.filter(kommune=kommune).standing().exists():
            raise Conflict(_("In der Tabelle stehen schon Zeilen."))
        rows = tomllib.loads(PLAN.read_text(encoding="utf-8"))["row"]
        return [add(kommune, by=by, **OF_PLAN, **row) for row in rows]


def end(rule: EntitlementRule, *, by: Actor, valid_to: dt.date) -> EntitlementRule:
    """The row counts until this day; what it said before stays true."""
    require_coordination(rule.kommune_id, by)
    _require_standing(rule)
    if valid_to < rule.valid_from:
        raise ValidationError(
            {"valid_to": _("Die Zeile gilt erst ab %s. Streichen Sie sie.") % f"{rule.valid_from:%d.%m.%Y}"}
        )
    with transaction.atomic(), acting_as(by):
        return write(rule, valid_to=valid_to)


def strike(rule: EntitlementRule, *, by: Actor) -> EntitlementRule:
    """Entered by mistake: it never counted."""
    require_coordination(rule.kommune_id, by)
    _require_standing(rule)
    with transaction.atomic(), acting_as(by):
        return write(rule, struck_by=by.person, struck_at=clock.now())


def _require_standing(rule: EntitlementRule) -> None:
    if rule.struck_at is not None:
        raise Conflict(_("Diese Zeile ist gestrichen."))
