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
# Where a description goes on after the name.
NAME_ENDS = re.compile(r"[,;(/:–]| - ")


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


def token(kind: Kind, value: str, key: bytes | None = None) -> bytes:
    message = f"{kind}|{value}".encode()
    return hmac.new(key or keys().index, message, hashlib.sha256).digest()[:TOKEN_BYTES]


def wanted(kind: Kind, value: str) -> list[bytes]:
    """What is looked for: while the index gets a new key, tokens of the former one are found, too."""
    known = keys()
    return [token(kind, value, key) for key in (known.index, known.index_former) if key]


def exact_token(given_name: str, family_name: str, birth_date: dt.date) -> bytes:
    """The token of one person, as it is stored."""
    return token(Kind.NAME_BIRTH, _whole(given_name, family_name, birth_date))


def exact_tokens(given_name: str, family_name: str, birth_date: dt.date) -> list[bytes]:
    """What kim.duplicate_of() is asked with, one after the other."""
    return wanted(Kind.NAME_BIRTH, _whole(given_name, family_name, birth_date))


def exact_questions(given_name: str, family_name: str, birth_date: dt.date) -> list[tuple[bytes, bytes]]:
    """The same, each with the whole name beside it: somebody may hide from a person of that name."""
    names = wanted(Kind.NAME, normalised(f"{given_name} {family_name}"))
    return list(zip(exact_tokens(given_name, family_name, birth_date), names, strict=True))


def _whole(given_name: str, family_name: str, birth_date: dt.date) -> str:
    return f"{normalised(f'{given_name} {family_name}')}|{birth_date.isoformat()}"


def mark(query: str) -> str:
    """What the record of access keeps of a search: equal searches look alike, and no name comes back from it."""
    return hmac.new(keys().index, f"query|{normalised(query)}".encode(), hashlib.sha256).hexdigest()[:16]


def name_token(given_name: str, family_name: str) -> bytes:
    """The whole name, without a birth date."""
    return token(Kind.NAME, normalised(f"{given_name} {family_name}"))


def token_of_words(words: str) -> bytes | None:
    """The name at the beginning of a description: „Yusuf Haddad, Ehemann“; one word alone is no whole name."""
    name = normalised(name_in(words))
    return token(Kind.NAME, name) if len(name.split()) > 1 else None


def name_in(words: str) -> str:
    """Where a description goes on after the name, it ends."""
    return NAME_ENDS.split(words, maxsplit=1)[0]


def is_named_in(words: str, name: str) -> bool:
    """Whether each word of the name stands in the words; for texts that are open to whoever asks."""
    wanted = set(normalised(name).split())
    return len(wanted) > 1 and wanted <= set(normalised(words).split())


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


def index(case: Case, people: "Iterable[tuple[str, str, dt.date | None]]") -> int:
    """Make a case findable by its client; tokens of a former name or key are gone. Returns how many changed."""
    fresh = {entry for person in people for entry in tokens(*person)}
    rows = IdentityToken.objects.filter(case=case)
    known = {(Kind(row.kind), bytes(row.token)): row.pk for row in rows}
    stale, missing = [pk for entry, pk in known.items() if entry not in fresh], fresh - known.keys()
    rows.filter(pk__in=stale).delete()
    IdentityToken.objects.bulk_create(
        IdentityToken(case=case, kind=kind, token=value) for kind, value in missing
    )
    return len(stale) + len(missing)


def find(
    *, given_name: str = "", family_name: str = "", birth_date: dt.date | None = None, rows: "QuerySet[Case]"
) -> "QuerySet[Case]":
    """Those of the given cases whose client is called like that; any of the three may be empty."""
    pieces = grams(f"{given_name} {family_name}")
    if not pieces and birth_date is None:
        return rows.none()
    if birth_date is not None:
        born = IdentityToken.objects.filter(
            kind=Kind.BIRTH, token__in=wanted(Kind.BIRTH, birth_date.isoformat())
        )
        rows = rows.filter(pk__in=born.values("case"))
    if pieces:
        tokens_of = [value for gram in pieces for value in wanted(Kind.GRAM, gram)]
        alike = IdentityToken.objects.filter(kind=Kind.GRAM, token__in=tokens_of).order_by().values("case")
        enough = alike.annotate(shared=Count("pk")).filter(shared__gte=max(1, round(len(pieces) * SHARED)))
        rows = rows.filter(pk__in=enough.values("case"))
    return rows
