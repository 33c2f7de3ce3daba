# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on who the client is and how she lives."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement import blind_index, deadlines, working_days
from casemanagement.actions import residences
from casemanagement.actions.residences import Title
from casemanagement.casework import deed, record_event, write
from casemanagement.choices import (
    SPECIAL_CATEGORIES,
    AddressGround,
    ConsentKind,
    DataCategory,
    EventKind,
    RiskFlag,
    TargetGroup,
)
from casemanagement.models import Case, ClientIdentity, ClientSituation, ProtectedAddress
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right

ADDRESS = ("street", "postcode", "city")
WARNINGS = {"residence_90": 90, "residence_60": 60, "residence_30": 30, "residence_14": 14}
# Which of what is written into the situation belongs to a category that C2 must allow.
SPECIAL_GROUPS = {
    TargetGroup.PREGNANT: DataCategory.HEALTH,
    TargetGroup.DISABLED_OR_CHRONIC: DataCategory.HEALTH,
    TargetGroup.TRAUMA_VIOLENCE: DataCategory.VIOLENCE,
    TargetGroup.VICTIM_OF_TRAFFICKING: DataCategory.VIOLENCE,
    TargetGroup.LGBTIQ: DataCategory.ORIENTATION,
}
BLOCKED_MONTHS = 24  # § 51 BMG; it can be extended
PROTECTION_WARNINGS = {"protection_60": 60, "protection_30": 30}
LISTS = {"target_groups": TargetGroup, "risk_flags": RiskFlag}


@deed(Right.WRITE_FILE)
def change_identity(case: Case, /, *, by: Actor, **fields: Any) -> ClientIdentity:
    """Correct names, birth date and ways to reach the client."""
    identity = ClientIdentity.objects.get(case=case)
    if any(fields.get(name) for name in ADDRESS) and ProtectedAddress.objects.filter(case=case).exists():
        raise ValidationError({"street": _("Die Anschrift ist geschützt und wird nur dort geändert.")})
    write(identity, **fields)
    remember(identity)
    record_event(case, EventKind.IDENTITY_CHANGED, by=by, fields=sorted(fields))
    return identity


@deed(Right.WRITE_SENSITIVE)
def change_situation(
    case: Case,
    /,
    *,
    by: Actor,
    status_since: dt.date | None = None,
    is_correction: bool = False,
    **fields: Any,
) -> ClientSituation:
    """Bring the special categories up to date; a title that expires sets its warnings and has a history."""
    _refuse_unknown_codes(fields)
    situation = ClientSituation.objects.get(case=case)
    _refuse_without_consent(case, situation, fields)
    was = Title.of(situation)
    write(situation, **fields)
    now = Title.of(situation)
    if now.valid_until != was.valid_until:
        _remind_before(case, now.valid_until, WARNINGS)
    if now != was:
        residences.note_change(case, by=by, was=was, now=now, since=status_since, is_correction=is_correction)
    record_event(case, EventKind.SITUATION_CHANGED, by=by, fields=sorted(fields))
    return situation


@deed(Right.WRITE_FILE)
def protect_address(
    case: Case,
    *,
    by: Actor,
    address: str,
    ground: str,
    valid_until: dt.date | None = None,
    covers_household: bool = True,
) -> ProtectedAddress:
    """Keep the address apart; from here on it stands nowhere else, and the quarter with it."""
    if valid_until is None and ground == AddressGround.AUSKUNFTSSPERRE:
        valid_until = working_days.add_months(clock.today(), BLOCKED_MONTHS)
    identity = ClientIdentity.objects.get(case=case)
    written = ", ".join(filter(None, [identity.street, f"{identity.postcode} {identity.city}".strip()]))
    known = ProtectedAddress.objects.filter(case=case).first()
    former = known.address if known else written
    protected = write(
        known or ProtectedAddress(case=case),
        address=address or former,
        ground=ground,
        valid_until=valid_until,
        covers_household=covers_household,
    )
    _remind_before(case, valid_until, PROTECTION_WARNINGS)
    write(identity, street="", postcode="", city="")
    write(case, quarter="")
    record_event(case, EventKind.ADDRESS_PROTECTED, by=by, ground=protected.ground)
    return protected


def remember(identity: ClientIdentity) -> None:
    """Make the client findable, and keep the year of birth where figures may read it."""
    person = (identity.given_name, identity.family_name, identity.birth_date)
    blind_index.index(identity.case, [person])
    year = identity.birth_date.year if identity.birth_date else None
    ClientSituation.objects.filter(case=identity.case_id).update(birth_year=year)


def _refuse_unknown_codes(fields: dict[str, Any]) -> None:
    for name, choices in LISTS.items():
        if set(fields.get(name) or []) - set(choices.values):
            raise ValidationError({name: _("Diese Angabe ist nicht bekannt.")})


def _refuse_without_consent(case: Case, situation: ClientSituation, fields: dict[str, Any]) -> None:
    """What is new and special needs the client's tick (C2); leaving or emptying it is always possible."""
    new = set(fields.get("target_groups") or []) - set(situation.target_groups)
    wanted = {SPECIAL_GROUPS[code]: "target_groups" for code in SPECIAL_GROUPS if code in new}
    if fields.get("health_notes") and fields["health_notes"] != situation.health_notes:
        wanted[DataCategory.HEALTH] = "health_notes"
    if not wanted:
        return
    allowed = _allowed_categories(case)
    for category, field in wanted.items():
        if category not in allowed:
            raise ValidationError(
                {field: _("Dafür fehlt die Einwilligung C2: %(data)s.") % {"data": category.label}}
            )


def _allowed_categories(case: Case) -> set[str]:
    """What living C2 consents tick; an old form without a list allows all of them."""
    lists = (
        case.consents.living(clock.today()).of_kind(ConsentKind.C2).values_list("data_categories", flat=True)
    )
    return {code for ticked in lists for code in (ticked or SPECIAL_CATEGORIES)}


def _remind_before(case: Case, expires_on: dt.date | None, warnings: dict[str, int]) -> None:
    """Of the warnings whose day has passed already only the most urgent one begins."""
    deadlines.cancel(case, *warnings)
    if expires_on is None or not case.is_open:
        return
    begins = {code: expires_on - dt.timedelta(days=days) for code, days in warnings.items()}
    overtaken = [code for code, day in begins.items() if day <= clock.today()][:-1]
    for code, day in begins.items():
        if code not in overtaken:
            deadlines.start(case, code, on=day)
