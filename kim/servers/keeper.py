# SPDX-License-Identifier: AGPL-3.0-or-later
"""The process that runs one server and stops it when nobody uses it any more.

Called as: keeper.py FOLDER STOP_SIGNAL COMMAND...
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

USERS = "users.lock"
KEEPER = "keeper.lock"
LINUX_PR_SET_PDEATHSIG = 1


def die_with_parent(stop_signal: int) -> None:
    """Ask the kernel to signal this process when its parent ends (Linux; elsewhere it lives on)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(LINUX_PR_SET_PDEATHSIG, stop_signal)


def main(folder: Path, stop_signal: int, command: list[str]) -> int:
    """Run the command until nobody holds the users' lock, or until it ends by itself."""
    keeper = _lock(folder / KEEPER)
    if keeper is None:
        return 0  # somebody else keeps it
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = subprocess.Popen(command, preexec_fn=lambda: _become_server(stop_signal))
    users = None
    try:
        while server.poll() is None and users is None:
            time.sleep(0.2)
            users = _lock(folder / USERS)
    except KeyboardInterrupt:
        pass  # SIGTERM: the machine is going down
    if server.poll() is None:
        server.send_signal(stop_signal)
    return server.wait()


def _become_server(stop_signal: int) -> None:
    for restored in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(restored, signal.SIG_DFL)
    die_with_parent(stop_signal)


def _lock(path: Path) -> TextIO | None:
    """The exclusive lock, kept until this process ends, or nothing if it is taken."""
    file = path.open("a")
    os.set_inheritable(file.fileno(), False)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
