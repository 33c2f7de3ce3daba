# SPDX-License-Identifier: AGPL-3.0-or-later
"""The barrier around what begins without a file: the counting sheet, and the queue of Meldungen von außen."""

from __future__ import annotations

from permissions.database.blocks import COORDINATOR
from permissions.database.policies import Rule, Table, among, both, own
from permissions.database.roles import WEB
from permissions.hats import Hat

FACH, DESK, SYSTEM = Hat.FACH.role, Hat.DESK.role, Hat.SYSTEM.role

TODAY = both(own("counted_by_id"), Rule("counted_on = (SELECT kim.today())"))
OF_HOUSE = among("organisation_id", "my_organisations")
PAST = both(Rule("(SELECT kim.present())"), Rule("counted_on < (SELECT kim.today())"))
# Nobody who sends one is known: it arrives undecided and with consent, and is never seen again.
ARRIVING = Rule(
    "state = 'open' AND client_consented AND reason = '' AND decided_by_id IS NULL AND decided_on IS NULL",
    ("INSERT",),
)

ADVICE = [
    # The coordination reads sums of it by kim.advice_totals().
    Table(
        "casemanagement_briefadvice",
        "statistics",
        {
            DESK: (OF_HOUSE, both(TODAY, OF_HOUSE).may("INSERT"), TODAY.may("DELETE")),
            SYSTEM: PAST.changing("counted_by_id"),
        },
    ),
    Table(
        "casemanagement_outsidereferral",
        "queue",
        {
            WEB: ARRIVING,
            FACH: both(among("kommune_id", "my_kommunen"), COORDINATOR).may("SELECT", "UPDATE"),
            SYSTEM: Rule("(SELECT kim.present())", ("SELECT", "DELETE")),
        },
    ),
]
ADVICE_CALLS: dict[str, tuple[str, ...]] = {"advice_totals": (FACH,)}
