# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a measurement has to say, printed at the end of the run, also where it ran in another process."""

from collections.abc import Callable

import pytest

NAME = "printed"

Say = Callable[[str], None]


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Say:
    """A worker of pytest-xdist has no screen; what is told here reaches the one that has."""
    return lambda text: record_property(NAME, text)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                for name, text in report.user_properties:
                    if name == NAME:
                        terminalreporter.write_line(str(text))
