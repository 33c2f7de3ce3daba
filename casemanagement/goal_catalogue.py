# SPDX-License-Identifier: AGPL-3.0-or-later
"""Goals to choose from, read from goal_catalogue.toml: a start for the client's own words, never instead of them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casemanagement.choices import Domain

FILE = Path(__file__).parent / "goal_catalogue.toml"


@dataclass(frozen=True)
class Suggestion:
    code: str
    domain: Domain
    text: str
    sign: str


def suggestions() -> list[tuple[Domain, list[Suggestion]]]:
    """By domain, in the order of the assessment."""
    return [
        (domain, found) for domain in Domain if (found := [one for one in _read() if one.domain == domain])
    ]


def suggestion(code: str) -> Suggestion | None:
    return next((one for one in _read() if one.code == code), None)


@cache
def _read() -> tuple[Suggestion, ...]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["goal"]
    return tuple(Suggestion(row["code"], Domain(row["domain"]), row["text"], row["sign"]) for row in rows)
