# SPDX-License-Identifier: AGPL-3.0-or-later
"""The thresholds an installation begins with; rows that were changed are left alone."""

from typing import Any

from django.apps import apps

# code, usual a day, first hour, last hour
RULES = (
    ("many_files", 25, None, None),
    ("off_hours", 0, 6, 20),
    ("without_assignment", 0, None, None),
    ("emergency", 0, None, None),
    ("named_users", 0, None, None),
    ("empty_searches", 10, None, None),
    ("exports", 5, None, None),
)
FIELDS = ("code", "usual", "first_hour", "last_hour")


def add_missing(**kwargs: Any) -> None:
    """Run after every migration, so that a new threshold reaches an old installation."""
    threshold = apps.get_model("permissions", "AnomalyThreshold")
    known = set(threshold._default_manager.values_list("code", flat=True))
    threshold._default_manager.bulk_create(
        [threshold(**dict(zip(FIELDS, row, strict=True))) for row in RULES if row[0] not in known],
        ignore_conflicts=True,
    )
