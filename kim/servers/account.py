# SPDX-License-Identifier: AGPL-3.0-or-later
"""As whom PostgreSQL runs: it refuses root, and no account and no folder's rights are changed for its sake."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

NOBODY = "65534"

# A name space in which root has another number outside of which nothing changes.
NAME_SPACE = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")

# Most containers forbid name spaces; there the number changes and the way through folders stays.
OTHER_NUMBER = (
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--pdeathsig=keep",
)


class RootRefusedError(RuntimeError):
    """PostgreSQL cannot run as root, and this machine offers no way around it."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL refuses to run as root, and neither unshare nor setpriv works here. "
            "Use another account, or name a server with DATABASE_URL."
        )


@cache
def prefix() -> tuple[str, ...]:
    """What stands before a PostgreSQL command so that it does not run as root."""
    if os.geteuid() != 0:
        return ()
    for candidate in (NAME_SPACE, OTHER_NUMBER):
        if shutil.which(candidate[0]) and _works([*candidate, "true"]):
            return candidate
    raise RootRefusedError


def own(data: Path) -> None:
    """Give the data folder to the number under which PostgreSQL will look at it."""
    if os.geteuid() != 0 or not data.exists():
        return
    owner = int(NOBODY) if prefix() == OTHER_NUMBER else 0
    if data.stat().st_uid != owner:
        for path in (data, *data.rglob("*")):
            os.chown(path, owner, owner, follow_symlinks=False)


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
