# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draws each process as the department sees it; the same drawing as the engine's flowexport."""

from __future__ import annotations

from viewflow.workflow import chart

from workflows.flows import FLOWS


def pictures() -> dict[str, str]:
    """File name → drawing, one for each process."""
    return {
        f"{flow.__module__.rpartition('.')[2]}.svg": chart.grid_to_svg(chart.calc_layout_data(flow))
        for flow in FLOWS
    }
