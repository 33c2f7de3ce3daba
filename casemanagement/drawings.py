# SPDX-License-Identifier: AGPL-3.0-or-later
"""A signature drawn on the screen: strokes on a sheet of fixed size, never a picture that somebody sent.

Points of a stroke are `x,y`, parted by blanks; strokes are parted by semicolons. Nothing of it is unpacked
or drawn by a library before it is measured, so there is nothing that could grow.
"""

import re
from itertools import pairwise
from math import dist

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 1000, 300
MOST_CHARACTERS, MOST_STROKES, MOST_POINTS = 30_000, 80, 3_000
# A dot or a dash is a slip of the finger.
LEAST_INK = 60.0
STROKES = re.compile(
    r"\d{1,4},\d{1,3}(?: \d{1,4},\d{1,3})*(?:;\d{1,4},\d{1,3}(?: \d{1,4},\d{1,3})*)*", re.ASCII
)

Stroke = list[tuple[int, int]]


def read(sent: str) -> list[Stroke]:
    """The strokes as the browser sent them, or a refusal."""
    if len(sent) > MOST_CHARACTERS or not STROKES.fullmatch(sent):
        raise ValidationError(
            _("Die Zeichnung ist nicht lesbar. Bitte zeichnen Sie neu oder lassen Sie sie weg.")
        )
    strokes = [[_point(pair) for pair in stroke.split(" ")] for stroke in sent.split(";")]
    if len(strokes) > MOST_STROKES or sum(len(stroke) for stroke in strokes) > MOST_POINTS:
        raise ValidationError(_("Die Zeichnung hat zu viele Striche. Bitte zeichnen Sie neu."))
    if any(x > WIDTH or y > HEIGHT for stroke in strokes for x, y in stroke):
        raise ValidationError(_("Die Zeichnung geht über das Feld hinaus. Bitte zeichnen Sie neu."))
    if _ink(strokes) < LEAST_INK:
        raise ValidationError(
            _("Das ist noch keine Unterschrift. Bitte zeichnen Sie neu oder lassen Sie sie weg.")
        )
    return strokes


def path(strokes: list[list[list[int]]] | list[Stroke] | None) -> str:
    """The strokes as the path of an SVG."""
    return "".join(_line(stroke) for stroke in strokes or [])


def picture(strokes: list[list[list[int]]] | list[Stroke] | None) -> str:
    """A whole SVG for the paper; made of numbers alone."""
    if not strokes:
        return ""
    line = 'fill="none" stroke="#000000" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="{path(strokes)}" {line}/></svg>'
    )


def _point(pair: str) -> tuple[int, int]:
    x, _comma, y = pair.partition(",")
    return int(x), int(y)


def _line(stroke: list[list[int]] | Stroke) -> str:
    # A stroke of one point is a dot, which a path shows only if it has a length.
    points = [*stroke, stroke[0]] if len(stroke) == 1 else stroke
    return "M" + "L".join(f"{int(x)} {int(y)}" for x, y in points)


def _ink(strokes: list[Stroke]) -> float:
    return sum(dist(one, other) for stroke in strokes for one, other in pairwise(stroke))
