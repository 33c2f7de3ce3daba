# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who reads a notice: the hat, or the person in this hat, to which it is addressed."""

from __future__ import annotations

from permissions.database.policies import (
    PRESENT,
    Rule,
    Table,
    among,
    both,
    bound,
    of_visible_case,
    own,
)
from permissions.database.roles import DEED
from permissions.hats import Hat


def addressed(hat: Hat, houses: Rule, *about: Rule) -> tuple[Rule, ...]:
    """What is addressed to the hat in these houses, or to the person in this hat; it can be ticked off."""
    hats = Rule(f"to_hat = '{hat.value}'")
    mine = both(hats, own("to_person_id"))
    ours = both(hats, both(Rule("to_person_id IS NULL"), houses))
    read = [both(whose, case).changing("seen_at", "seen_by_id") for whose in (mine, ours) for case in about]
    return *read, *(both(among("organisation_id", "neighbours"), case).may("INSERT") for case in about)


WITHOUT_CASE = Rule("case_id IS NULL")
OF_MY_CASE = among("case_id", "my_cases")

NOTICES = Table(
    "casemanagement_notice",
    "notices",
    {
        Hat.CASE.role: addressed(
            Hat.CASE, among("organisation_id", "my_organisations"), WITHOUT_CASE, OF_MY_CASE
        ),
        Hat.FACH.role: addressed(
            Hat.FACH, among("organisation_id", "supervised"), WITHOUT_CASE, of_visible_case()
        ),
        Hat.DSB.role: addressed(
            Hat.DSB, among("organisation_id", "guarded"), WITHOUT_CASE, of_visible_case()
        ),
        # A number is all that the employer hears of a case, and the administration not even that.
        Hat.DIENST.role: addressed(Hat.DIENST, among("organisation_id", "employed"), PRESENT),
        Hat.ADMIN.role: addressed(Hat.ADMIN, among("organisation_id", "neighbours"), WITHOUT_CASE),
        # Whoever takes a complaint down tells whom it is for.
        Hat.DESK.role: both(among("organisation_id", "neighbours"), WITHOUT_CASE).may("INSERT"),
        Hat.SYSTEM.role: PRESENT.may("INSERT"),
        DEED: bound(),
    },
)
