# SPDX-License-Identifier: AGPL-3.0-or-later
"""Python looks for forgotten objects less often: what the program consists of stays until the end anyhow."""

import gc

OBJECTS, YOUNG, MIDDLE = 50_000, 10, 10  # Python's own first number is 700


def pytest_collection_finish() -> None:
    """Everything is imported; none of it is looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, YOUNG, MIDDLE)
