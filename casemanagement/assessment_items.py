# SPDX-License-Identifier: AGPL-3.0-or-later
"""The questions of the assessment, each in its versions: read from assessment_items.toml, or from the municipality's own."""

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from casemanagement.choices import Domain

FILE = Path(__file__).parent / "assessment_items.toml"
# What the program can ask and draw; another scale needs other columns.
SCALES = ("need_resource_0_4",)


@dataclass(frozen=True)
class Item:
    """One question in one version."""

    domain: Domain
    version: int
    valid_from: dt.date
    scale: str
    question: str
    help: str


def asked_on(domain: str, day: dt.date) -> Item | None:
    """The question of this domain in a round that began on this day."""
    known = [item for item in _items() if item.domain == domain and item.valid_from <= day]
    return max(known, key=lambda item: item.version, default=None)


def item(domain: str, version: int | None) -> Item | None:
    """The words to which an answer was given; None where they were not kept."""
    return next((one for one in _items() if (one.domain, one.version) == (domain, version)), None)


def read(text: str) -> tuple[Item, ...]:
    """All questions of a catalogue, in all their versions."""
    return tuple(_item(row) for row in tomllib.loads(text)["item"])


def mistakes(items: Iterable[Item]) -> list[str]:
    """What keeps a catalogue from being asked."""
    found = []
    by_domain: dict[str, list[Item]] = {}
    for one in items:
        by_domain.setdefault(one.domain, []).append(one)
        if one.scale not in SCALES:
            found.append(f"{one.domain} {one.version}: unknown scale {one.scale}")
    for domain in Domain:
        versions = sorted(by_domain.get(domain.value, []), key=lambda one: one.version)
        if [one.version for one in versions] != list(range(1, len(versions) + 1)) or not versions:
            found.append(f"{domain.value}: versions are 1, 2, 3, … without gaps")
        days = [one.valid_from for one in versions]
        if len(set(days)) < len(days) or days != sorted(days):
            found.append(f"{domain.value}: each version is valid from a later day than the one before")
    return found


def _items() -> tuple[Item, ...]:
    return _read(Path(settings.ASSESSMENT_ITEMS or FILE))


@cache
def _read(path: Path) -> tuple[Item, ...]:
    return read(path.read_text(encoding="utf-8"))


def _item(row: dict[str, Any]) -> Item:
    return Item(
        Domain(row["domain"]), row["version"], row["valid_from"], row["scale"], row["question"], row["help"]
    )


@register()
def the_catalogue_can_be_asked(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A catalogue with a mistake is found before anybody is asked."""
    try:
        found = mistakes(_items())
    except (OSError, tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        found = [f"{type(error).__name__}: {error}"]
    return [Error(f"The catalogue of the assessment: {words}.", id="casemanagement.E003") for words in found]
