# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the person at the terminal sees: each step with its seconds, then the address and the logins."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


def say(line: str = "") -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show what is being done, and how long it took."""
    sys.stdout.write(f"{title:<44} ")
    sys.stdout.flush()
    started = time.monotonic()
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"{time.monotonic() - started:5.1f} s")


def table(rows: Iterable[tuple[str, str]]) -> None:
    """Two columns."""
    for left, right in rows:
        say(f"  {left:<26} {right}")
