# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a server's files lie; its socket needs a short path, which a checkout need not have."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

VAR = Path(os.environ.get("KIM_VAR") or Path(__file__).resolve().parents[2] / ".var")

# The kernel takes 107 characters, and PostgreSQL's own lock file has the longest name in the folder.
LONGEST_SOCKET = 100
LONGEST_NAME = ".s.PGSQL.5432.lock"


@dataclass(frozen=True)
class Place:
    """The folder of one server."""

    folder: Path

    @property
    def data(self) -> Path:
        """What the server stores."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "log"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: beside the data, or in the temporary folder if that is too long."""
        beside = self.folder / "run"
        if len(str(beside / LONGEST_NAME)) <= LONGEST_SOCKET:
            return beside
        digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"kim-{os.getuid()}-{digest}"

    def make(self) -> None:
        """Make the folders; only this account may enter them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        owner = self.sockets.stat().st_uid
        if owner != os.getuid():
            message = f"{self.sockets} belongs to somebody else (uid {owner}); remove it"
            raise PermissionError(message)
