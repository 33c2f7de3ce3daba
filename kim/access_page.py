# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole permission matrix for whoever works here: what one may oneself, and what everybody else may."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext
from django.views.generic import TemplateView

from permissions.cells import COLUMNS, LETTERS, NOTES, Cell, Column
from permissions.matrix import MATRIX

if TYPE_CHECKING:
    from permissions.web import ActorRequest


class AccessConcept(LoginRequiredMixin, TemplateView):
    """One table for all; the roles of the person who looks are marked."""

    template_name = "kim/access_concept.html"
    request: "ActorRequest"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [
            (column.code, gettext(column.label), column.hat in self.request.hats) for column in COLUMNS
        ]
        rows = [
            (
                gettext(row.what),
                row.is_built,
                [(cell.text, mine) for cell, (*_, mine) in zip(row.cells, columns, strict=True)],
            )
            for row in MATRIX
        ]
        return super().get_context_data(
            own=[in_words(column) for column in COLUMNS if column.hat in self.request.hats],
            columns=columns,
            rows=rows,
            letters=[(letter, gettext(words)) for letter, words in LETTERS.items()],
            notes=[(mark, gettext(words)) for mark, words in NOTES.items()],
            **kwargs,
        )


@dataclass(frozen=True)
class InWords:
    """One role in sentences: what it may with which objects, and what it never sees."""

    label: str
    may: list[tuple[str, list[str]]]
    never: list[str]


def in_words(column: Column) -> InWords:
    """The column of the table for somebody who does not read its letters."""
    may: dict[str, list[str]] = {}
    for row in MATRIX:
        if row.is_built:
            may.setdefault(_words(row.cell(column.code)), []).append(gettext(row.what))
    never = may.pop("", [])
    return InWords(gettext(column.label), list(may.items()), never)


def _words(cell: Cell) -> str:
    said = [
        gettext(LETTERS[letter]) + (f" ({gettext(NOTES[mark])})" if mark else "")
        for letter, mark in cell.parts()
    ]
    return "; ".join(said)
