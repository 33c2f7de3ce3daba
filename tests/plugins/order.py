# SPDX-License-Identifier: AGPL-3.0-or-later
"""The longest tests begin first: with one of them last, one process would work and the others wait."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever else decides the order has done so."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
