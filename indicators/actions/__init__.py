# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on figures and on the plan."""

from indicators.actions.capacity import backdate_capacity
from indicators.actions.owner_values import enter_owner_value
from indicators.actions.rollups import ensure_rollups, roll_up

__all__ = ["backdate_capacity", "ensure_rollups", "enter_owner_value", "roll_up"]
