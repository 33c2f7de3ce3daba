# SPDX-License-Identifier: AGPL-3.0-or-later
"""What lay before whoever looked through the client's copy; a text that came or changed later stays in the house."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from casemanagement.fields import (
    EncryptedBinaryField,
    EncryptedDateField,
    EncryptedJSONField,
    EncryptedTextField,
)
from casemanagement.models import Disclosure, SubjectRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db import models

    from casemanagement.subject_access import Section

WORDS = (EncryptedTextField, EncryptedDateField, EncryptedJSONField)
# What she said herself and takes along (Art. 20); judgements of others are no part of it.
PROVIDED = ("casemanagement.Client", "casemanagement.ClientIdentity", "casemanagement.ClientSituation")
# Nobody looks through that for her sake, nor through the answer to her request.
HERS = (*PROVIDED, SubjectRequest._meta.label)
LATER = "[nach der Durchsicht hinzugekommen, noch nicht geprüft]"

Seen = dict[str, str]


def marks_of(sections: Iterable[Section]) -> bytes:
    """Place and mark of every text, to be kept with the review; never a word."""
    seen = {
        _place(section, row, name): _mark(value)
        for section in sections
        for row, name, value in _words(section)
    }
    return json.dumps(seen).encode()


def seen_by_review(request: SubjectRequest) -> Seen | None:
    """None where nothing was looked through by place: no review, or one of an earlier version."""
    kept = bytes(request.seen_texts)
    if request.reviewed_at is None or not kept:
        return None
    seen: Seen = json.loads(kept)
    return seen


def without_later(section: Section, seen: Seen | None) -> Section:
    """The section with a mark in the place of each text that nobody has looked through."""
    if seen is None or section.label in HERS:
        return section
    unseen = {
        (row, name)
        for row, name, value in _words(section)
        if seen.get(_place(section, row, name)) != _mark(value)
    }
    return replace(
        section,
        entries=[
            replace(
                entry,
                values={
                    name: (label, LATER if (entry.row, name) in unseen else value)
                    for name, (label, value) in entry.values.items()
                },
            )
            for entry in section.entries
        ],
    )


def is_later(request: SubjectRequest, disclosure: Disclosure) -> bool:
    """Whether the name of this recipient was written down after the review."""
    seen = seen_by_review(request)
    if seen is None or not disclosure.recipient_text:
        return False
    place = f"{Disclosure._meta.label}:{disclosure.pk}:recipient_text"
    return seen.get(place) != _mark(disclosure.recipient_text)


def why_missing(sections: list[Section]) -> list[str]:
    """A sentence for the paper, if anything was kept back."""
    kept_back = any(
        value == LATER
        for section in sections
        for entry in section.entries
        for _l, value in entry.values.values()
    )
    return (
        [_("Was nach der Durchsicht Ihrer Auskunft in die Akte kam. Fragen Sie gern noch einmal.")]
        if kept_back
        else []
    )


def _words(section: Section) -> list[tuple[int, str, Any]]:
    names = [column.name for column in section.model._meta.local_fields if _holds_words(column)]
    return [
        (entry.row, name, entry.values[name][1])
        for entry in section.entries
        for name in names
        if name in entry.values and entry.values[name][1]
    ]


def _holds_words(column: models.Field[Any, Any]) -> bool:
    return isinstance(column, WORDS) and not isinstance(column, EncryptedBinaryField)


def _place(section: Section, row: int, name: str) -> str:
    return f"{section.label}:{row}:{name}"


def _mark(value: Any) -> str:
    return hashlib.sha256(str(getattr(value, "source", value)).encode()).hexdigest()[:24]
