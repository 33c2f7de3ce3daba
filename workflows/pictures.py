# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draws each process as the department sees it; template and layout are those of the engine's flowexport."""

from __future__ import annotations

import re
from typing import Any

from viewflow.workflow import chart

from workflows.flows import FLOWS

# The engine's own gap leaves no room for the answers beside the arrows.
chart.GAP_SIZE = 70

TRAILING_SPACE = re.compile(r"[ \t]+$", re.MULTILINE)


def pictures() -> dict[str, str]:
    """File name → drawing, one for each process."""
    return {f"{flow.__module__.rpartition('.')[2]}.svg": _draw(flow) for flow in FLOWS}


def _draw(flow: Any) -> str:
    grid = chart.calc_layout_data(flow)
    for edge in grid.edges:
        if edge.label:
            edge.label_pos = _beside_the_arrow(edge)
    return TRAILING_SPACE.sub("", chart.grid_to_svg(grid))


def _beside_the_arrow(edge: Any) -> tuple[int, int]:
    """Several answers leave a gateway by the same side; they are told apart where they arrive."""
    (x, y), (before_x, before_y) = edge.segments[-1], edge.segments[-2]
    if before_x == x:
        return x + 6, y + (18 if before_y > y else -12)
    return max(min(x, before_x) + 6, x - 64), y - 6
