# SPDX-License-Identifier: AGPL-3.0-or-later
"""The processes of the demo: started together, watched together, stopped together."""

import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

from kim.servers.keeper import die_with_parent
from kim.supervisor.terminal import say

GRACE_SECONDS = 2.0


@dataclass
class Children:
    """What runs, by name; whatever one of them says is shown with its name."""

    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _groups: list[int] = field(default_factory=list)
    _output: selectors.DefaultSelector = field(default_factory=selectors.DefaultSelector)

    def start(self, name: str, *command: str) -> None:
        """Start one with a process group of its own, so that Ctrl-C reaches only its parent."""
        process = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=os.environ | {"KIM_PROCESS": name},
            preexec_fn=lambda: die_with_parent(signal.SIGTERM),
        )
        assert process.stdout is not None  # noqa: S101  # asked for with PIPE
        os.set_blocking(process.stdout.fileno(), False)
        self._output.register(process.stdout, selectors.EVENT_READ, name)
        self.running[name] = process
        self._groups.append(process.pid)

    def attend(self, seconds: float) -> None:
        """Show what the children say, for at most so long."""
        for key, _events in self._output.select(seconds):
            data = os.read(key.fd, 65536)
            if not data:
                self._output.unregister(key.fileobj)
            for line in data.decode(errors="replace").splitlines():
                if line.strip():
                    say(f"{key.data:<8} | {line}")

    def ended(self) -> tuple[str, int] | None:
        """Name and exit code of one that ended; it is forgotten."""
        for name, process in self.running.items():
            if (code := process.poll()) is not None:
                self.attend(0)
                del self.running[name]
                return name, code
        return None

    def stop(self) -> None:
        """Ask all to end, then end them."""
        self._send(signal.SIGTERM)
        until = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < until and any(p.poll() is None for p in self.running.values()):
            time.sleep(0.05)
        self._send(signal.SIGKILL)
        for process in self.running.values():
            process.wait()

    def _send(self, number: signal.Signals) -> None:
        # A group outlives its leader: the children of a worker that was killed are reached as well.
        for group in self._groups:
            try:
                os.killpg(group, number)
            except ProcessLookupError:
                continue
