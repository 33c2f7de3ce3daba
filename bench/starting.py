# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long `make demo` takes until its address answers: the first start, which sets up, and a later one."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.stage import ROOT

READY = "KIM is ready"
PATIENCE_SECONDS = 600


def seconds() -> dict[str, float]:
    """Seconds from the command to the address, without a caseload, with servers of its own."""
    with tempfile.TemporaryDirectory(prefix="kim-", ignore_cleanup_errors=True) as folder:
        return {start: _start(Path(folder)) for start in ("first", "later")}


def _start(folder: Path) -> float:
    said = folder / "said.txt"
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {"KIM_VAR": str(folder / "var"), "PORT": str(_free_port()), "CASES": "0"}
    began = time.monotonic()
    with said.open("wb") as output:
        demo = subprocess.Popen(
            [sys.executable, "-m", "kim.supervisor"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        while READY not in said.read_text(encoding="utf-8"):
            if demo.poll() is not None or time.monotonic() - began > PATIENCE_SECONDS:
                raise RuntimeError(said.read_text(encoding="utf-8"))
            time.sleep(0.05)
        return time.monotonic() - began
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
