# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who reads that an emergency access was, and whose list of people to avoid it is."""

from __future__ import annotations

from permissions.database.policies import Table, among, both, bound, not_own, of_visible_case, own
from permissions.database.roles import DEED
from permissions.hats import Hat

CASE, FACH, DSB = Hat.CASE.role, Hat.FACH.role, Hat.DSB.role

SHIELDS = [
    # Whoever opened one keeps seeing that it was so; the house's officer reviews all but the own.
    Table(
        "casemanagement_emergencyaccess",
        "emergency",
        {
            CASE: (among("case_id", "my_cases"), own("person_id")),
            FACH: of_visible_case(),
            DSB: (
                among("organisation_id", "guarded"),
                both(among("organisation_id", "guarded"), not_own("person_id")).changing_only(
                    "review", "review_note", "reviewed_at", "reviewed_by_id"
                ),
            ),
            DEED: bound(),
        },
    ),
    # A person's own list; functions alone compare it.
    Table(
        "casemanagement_avoidedperson",
        "identity",
        {CASE: (own("person_id").may("SELECT", "INSERT"), own("person_id").changing_only("ended_at"))}
        | dict.fromkeys((FACH, DSB), own("person_id")),  # it holds in every hat of the person
    ),
]
