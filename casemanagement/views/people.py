# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of clients on lists: read in one query, for those cases alone whose identity is open to the person."""

from collections.abc import Iterable

from casemanagement.models import ClientIdentity
from permissions.actor import Actor
from permissions.rights import Right


def names_of(actor: Actor, cases: Iterable[int]) -> dict[int, ClientIdentity]:
    """Case id → identity."""
    rows = ClientIdentity.objects.permitted(actor, Right.READ_IDENTITY).filter(case__in=list(cases))
    return {row.case_id: row for row in rows}


def listed(identity: ClientIdentity | None) -> str:
    """As a list shows it: family name first."""
    if identity is None:
        return ""
    return ", ".join(filter(None, [identity.family_name, identity.given_name]))
