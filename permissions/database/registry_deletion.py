# SPDX-License-Identifier: AGPL-3.0-or-later
"""The barrier around deletion: nobody deletes a file here; who agrees, who holds, and who only counts."""

from __future__ import annotations

from permissions.database.policies import PRESENT, Table, among, bound, of_visible_case
from permissions.database.roles import DEED, HATS
from permissions.hats import Hat

CASE, FACH, DSB, ADMIN, SYSTEM = (hat.role for hat in (Hat.CASE, Hat.FACH, Hat.DSB, Hat.ADMIN, Hat.SYSTEM))

SUPERVISED, GUARDED = among("organisation_id", "supervised"), among("organisation_id", "guarded")
TAKE_BACK = ("withdrawn_by_id", "withdrawn_at")
ANSWER_OF_ARCHIVE = ("archive_answer", "archive_answered_on", "archive_answered_by_id")

DELETION = [
    Table("casemanagement_retentionrule", "work", dict.fromkeys((*HATS, DEED), PRESENT)),
    # The data protection officer holds a file without reaching any of its content.
    Table(
        "casemanagement_legalhold",
        "frame",
        {
            CASE: among("case_id", "my_cases"),
            FACH: of_visible_case(),
            DSB: (
                of_visible_case().changing("review_on", "released_by_id", "released_at"),
                of_visible_case().may("INSERT"),
            ),
            DEED: bound(),
        },
    ),
    # Two persons: each hat signs in columns of its own.
    Table(
        "casemanagement_deletionrun",
        "work",
        {
            FACH: SUPERVISED.changing("supervised_by_id", "supervised_at", *TAKE_BACK),
            DSB: GUARDED.changing("protected_by_id", "protected_at", *TAKE_BACK),
            ADMIN: PRESENT,  # counts only
            SYSTEM: PRESENT.may("SELECT", "INSERT", "UPDATE"),
        },
    ),
    Table(
        "casemanagement_deletionitem",
        "work",
        {
            FACH: SUPERVISED.changing(*ANSWER_OF_ARCHIVE),
            DSB: (GUARDED.changing(*ANSWER_OF_ARCHIVE), GUARDED.may("INSERT")),
            DEED: bound().may("SELECT", "INSERT"),
            SYSTEM: PRESENT.may("SELECT", "INSERT", "UPDATE"),
        },
    ),
]
# Functions that the nightly run calls; whoever restores calls `erase_again` as the owner.
DELETION_CALLS: dict[str, tuple[str, ...]] = {
    "ended_cases": (SYSTEM,),
    "papers_to_remove": (SYSTEM,),
    "holds_to_review": (SYSTEM,),
    "erase": (SYSTEM,),
    "purge_posts": (SYSTEM,),
    "empty_accounts": (SYSTEM,),
    "purge_complaints": (SYSTEM,),
    "purge_breaches": (SYSTEM,),
    "empty_imports": (SYSTEM,),
}
