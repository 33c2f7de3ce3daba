# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who speaks for a client in law: a parent, a guardian, a carer that a court appointed, an attorney."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from casemanagement.casework import deed, record_event, write
from casemanagement.choices import EventKind
from casemanagement.models import Case, Representative
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right


@deed(Right.WRITE_FILE)
def name(
    case: Case,
    *,
    by: Actor,
    name: str,
    kind: str,
    scope: Iterable[str],
    reachable: str = "",
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
) -> Representative:
    """Who may speak for the client in law, and for what."""
    row = write(
        Representative(case=case),
        name=name,
        kind=kind,
        scope=sorted(scope),
        reachable=reachable,
        valid_from=valid_from or clock.today(),
        valid_until=valid_until,
    )
    record_event(case, EventKind.REPRESENTATIVE_NAMED, by=by, representation=kind)
    return row
