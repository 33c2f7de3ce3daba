# SPDX-License-Identifier: AGPL-3.0-or-later
"""Loads the plugins of the tests; the cast stands in tests/conftest.py."""

pytest_plugins = [
    "tests.plugins.memory",
    "tests.plugins.order",
    "tests.plugins.owner",
    "tests.plugins.printed",
    "tests.plugins.browser",
    "tests.plugins.pgbouncer",
]
