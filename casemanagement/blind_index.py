# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds people by name although names are encrypted: keyed hashes of what a name is made of."""

import datetime as dt
import hashlib
import hmac
import re
from typing import TYPE_CHECKING

from anyascii import anyascii
from django.db.models import Count, QuerySet

from casemanagement.keys import keys
from casemanagement.models import Case, IdentityToken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TOKEN_BYTES = 16
GRAM = 3
# So much of what was typed has to be found: one slip of the pen in a short name still is.
SHARED = 0.5

# Before anyascii, which knows only the letter and not the German habit.
GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue", "ẞ": "ss"}
)

Kind = IdentityToken.Kind


def normalised(name: str) -> str:
    """`Müller-Łukasz, Ånna` → `anna lukasz mueller`: plain letters, in an order of their own."""
    plain = anyascii(name.translate(GERMAN)).casefold().replace("'", "")
    return " ".join(sorted(re.findall(r"[a-z0-9]+", plain)))


def sort_key(family_name: str, given_name: str) -> tuple[str, str]:
    """The order of a list of names, the same on every server."""
    return normalised(family_name), normalised(given_name)


def grams(name: str) -> set[str]:
    """Three letters at a time, with the edges of each word marked."""
    return {
        padded[start : start + GRAM]
        for word in normalised(name).split()
        for padded in [f"_{word}_"]
        for start in range(max(len(padded) - GRAM + 1, 1))
    }


def token(kind: Kind, value: str) -> bytes:
    message = f"{kind}|{value}".encode()
    return hmac.new(keys().index, message, hashlib.sha256).digest()[:TOKEN_BYTES]


def exact_token(given_name: str, family_name: str, birth_date: dt.date) -> bytes:
    """What kim.duplicate_of() is asked with."""
    whole = normalised(f"{given_name} {family_name}")
    return token(Kind.NAME_BIRTH, f"{whole}|{birth_date.isoformat()}")


def tokens(given_name: str, family_name: str, birth_date: dt.date | None) -> "Iterator[tuple[Kind, bytes]]":
    """Everything one person can be found by."""
    name = f"{given_name} {family_name}"
    if whole := normalised(name):
        yield Kind.NAME, token(Kind.NAME, whole)
        for gram in grams(name):
            yield Kind.GRAM, token(Kind.GRAM, gram)
    if birth_date:
        yield Kind.BIRTH, token(Kind.BIRTH, birth_date.isoformat())
        if whole:
            yield Kind.NAME_BIRTH, exact_token(given_name, family_name, birth_date)


def index(case: Case, people: "Iterable[tuple[str, str, dt.date | None]]") -> None:
    """Make a case findable by its client; tokens of a former name are gone."""
    fresh = {entry for person in people for entry in tokens(*person)}
    rows = IdentityToken.objects.filter(case=case)
    known = {(Kind(row.kind), bytes(row.token)): row.pk for row in rows}
    rows.filter(pk__in=[pk for entry, pk in known.items() if entry not in fresh]).delete()
    IdentityToken.objects.bulk_create(
        IdentityToken(case=case, kind=kind, token=value) for kind, value in fresh - known.keys()
    )


def find(
    *, given_name: str = "", family_name: str = "", birth_date: dt.date | None = None, rows: "QuerySet[Case]"
) -> "QuerySet[Case]":
    """Those of the given cases whose client is called like that; any of the three may be empty."""
    wanted = {token(Kind.GRAM, gram) for gram in grams(f"{given_name} {family_name}")}
    if not wanted and birth_date is None:
        return rows.none()
    if birth_date is not None:
        born = IdentityToken.objects.filter(kind=Kind.BIRTH, token=token(Kind.BIRTH, birth_date.isoformat()))
        rows = rows.filter(pk__in=born.values("case"))
    if wanted:
        alike = IdentityToken.objects.filter(kind=Kind.GRAM, token__in=wanted).order_by().values("case")
        enough = alike.annotate(shared=Count("pk")).filter(shared__gte=max(1, round(len(wanted) * SHARED)))
        rows = rows.filter(pk__in=enough.values("case"))
    return rows
