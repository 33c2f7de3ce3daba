# SPDX-License-Identifier: AGPL-3.0-or-later
"""The form of a page filled by chance, and with rows of other cases where it lets one choose a row."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

SENTENCE = "Ein Satz, in dem niemand vorkommt."
KEEPS, STRAYS = 0.4, 0.5  # how often what is offered stays, and how often a row is somebody else's


def form_of(response: Any) -> forms.BaseForm | None:
    """The first form that this page was rendered with."""
    for context in response.context or ():
        for value in context.flatten().values():
            if isinstance(value, forms.BaseForm):
                return value
    return None


def filled(form: forms.BaseForm, chance: random.Random, rows: Sequence[int]) -> dict[str, list[str]]:
    """What a browser would send; of the rows of all cases one may stand where the form offers its own."""
    return {bound.html_name: list(_values(bound, chance, rows)) for bound in form}


def _values(bound: BoundField, chance: random.Random, rows: Sequence[int]) -> Iterator[str]:
    known = bound.value()
    if known not in (None, "", []) and chance.random() < KEEPS:
        yield from map(str, known if isinstance(known, list | tuple) else [known])
    elif options := _options(bound.field):
        yield _chosen(options, chance, rows)
    else:
        yield _written(bound.field, rows, chance)


def _options(field: forms.Field) -> list[str]:
    offered: list[str] = []
    for value, label in getattr(field, "choices", ()):
        inner = label if isinstance(label, list | tuple) else [(value, label)]
        offered += [str(one) for one, _name in inner if one not in (None, "")]
    return offered


def _chosen(options: list[str], chance: random.Random, rows: Sequence[int]) -> str:
    names_rows = all(option.isdecimal() for option in options)
    return str(chance.choice(rows)) if names_rows and chance.random() < STRAYS else chance.choice(options)


def _written(field: forms.Field, rows: Sequence[int], chance: random.Random) -> str:
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.DateField | forms.DateTimeField):
        return "heute"
    if isinstance(field, forms.ModelChoiceField):  # nothing to choose from
        return str(chance.choice(rows))
    return "1" if isinstance(field, forms.IntegerField | forms.DecimalField) else SENTENCE
