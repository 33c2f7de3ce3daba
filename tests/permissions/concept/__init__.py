# SPDX-License-Identifier: AGPL-3.0-or-later
"""THE ACCESS CONCEPT as tables: situation in words → who, in which hat, what is arranged, and the rights that follow.

Every row is about one case, Carla's at the AWO, on one day. The tests ask the concept and the database for each;
tests/matrix/test_guard_mutants.py takes each clause away and demands that one of the rows notices.
"""

from tests.permissions.concept.case_work import CASE_WORK
from tests.permissions.concept.others import OTHERS
from tests.permissions.concept.requests import REQUESTS
from tests.permissions.concept.shields import SHIELDED
from tests.permissions.concept.supervision import SUPERVISION_WORK

CONCEPT = CASE_WORK | SUPERVISION_WORK | OTHERS

__all__ = ["CONCEPT", "REQUESTS", "SHIELDED"]
