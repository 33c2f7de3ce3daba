# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which hat reaches which row of the registers of an organisation: breaches, and complaints on their way."""

from __future__ import annotations

from permissions.database.policies import Rule, Table, among, both, bound, own
from permissions.database.roles import DEED
from permissions.hats import Hat

CASE, FACH, DIENST = Hat.CASE.role, Hat.FACH.role, Hat.DIENST.role
DSB, DESK = Hat.DSB.role, Hat.DESK.role

WRITTEN = ("SELECT", "INSERT", "UPDATE")
MINE_ENTERED = own("entered_by_id").may("SELECT", "INSERT")  # who enters a complaint sees what becomes of it


def addressed(rule: Rule, addressee: str) -> Rule:
    """Of these rows those that are meant for this hat."""
    return both(rule, Rule(f"addressee = '{addressee}'")).may("SELECT", "UPDATE")


REGISTERS = [
    Table("casemanagement_databreach", "register", {DSB: among("organisation_id", "guarded").may(*WRITTEN)}),
    Table(
        "casemanagement_complaint",
        "register",
        {
            CASE: MINE_ENTERED,
            DESK: MINE_ENTERED,
            FACH: (MINE_ENTERED, addressed(among("organisation_id", "supervised"), "coordination")),
            DIENST: (
                MINE_ENTERED,
                addressed(among("organisation_id", "employed"), "employer"),
                addressed(among("organisation_id", "employed"), "office"),
            ),
            DSB: (MINE_ENTERED, addressed(among("organisation_id", "guarded"), "office")),
            DEED: bound(),
        },
    ),
]
