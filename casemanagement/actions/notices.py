# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling somebody at once, without a name of a client; and having seen it."""

import json
import re
from contextlib import nullcontext

from django.db import connection, transaction

from casemanagement.casework import under_way
from casemanagement.choices import NoticeKind
from casemanagement.models import Case, Notice
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import Organisation, User

CODE = re.compile(r"[\w.:+-]{0,60}")

# Django's INSERT returns the new id, which the writer may not read; so the statement is our own.
_INSERT = """
INSERT INTO casemanagement_notice (case_id, organisation_id, to_person_id, to_hat, kind, at, data)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def tell(
    kind: NoticeKind,
    *,
    by: Actor,
    case: Case | None = None,
    organisation: Organisation | None = None,
    to_person: User | None = None,
    to_hat: Hat | None = None,
    **codes: str | int,
) -> None:
    """Put a sentence on the first page of a person, or of a hat of a house (the case's, unless said).

    Inside a deed on the case the deed writes it; elsewhere the present hat, as far as it sees the case.
    """
    if not all(CODE.fullmatch(str(code)) for code in codes.values()):
        raise ValueError(f"{kind}: a notice carries codes and numbers only")
    hat = to_hat or Hat.CASE
    if case is not None and hat is Hat.DIENST:  # whose role reaches no case to look the number up
        codes["number"] = case.number
    house_id = organisation.pk if organisation else case.organisation_id if case else _house(to_person, hat)
    row = [case.pk if case else None, house_id, to_person.pk if to_person else None, hat.value, kind.value]
    as_whom = nullcontext() if case is not None and under_way(case) else acting_as(by)
    with transaction.atomic(), as_whom, connection.cursor() as cursor:
        cursor.execute(_INSERT, [*row, clock.now(), json.dumps(codes)])


def _house(person: User | None, hat: Hat) -> int:
    house = organisations_of(person, hat).order_by("pk").first() if person else None
    if house is None:
        raise ValueError("a notice needs a case, a house, or a person who works in this hat")
    return house.pk


@transaction.atomic
def see(notice: Notice, *, by: Actor) -> None:
    """Tick the notice off; it stays on the list. Of two who tick, the first one counts."""
    mine = Notice.objects.addressed_to(by).filter(pk=notice.pk)
    if not mine.exists():
        raise NotPermitted
    Notice.objects.unseen().filter(pk=notice.pk).update(seen_at=clock.now(), seen_by=by.person)
