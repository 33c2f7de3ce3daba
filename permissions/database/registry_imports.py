# SPDX-License-Identifier: AGPL-3.0-or-later
"""The barrier around files of running cases: whoever brought one reads it, nobody else."""

from __future__ import annotations

from permissions.database.blocks import COORDINATOR
from permissions.database.policies import ALL, Table, apart, both, bound, own
from permissions.database.roles import DEED
from permissions.hats import Hat

FACH = Hat.FACH.role

IMPORTS = [
    Table("casemanagement_importrun", "imports", {FACH: both(own("started_by_id"), COORDINATOR).may(*ALL)}),
    # Written with the case, in the same deed.
    Table(
        "casemanagement_importrow",
        "imports",
        {FACH: both(own("person_id"), apart("case_id", "shut_to_me")), DEED: bound()},
    ),
]
