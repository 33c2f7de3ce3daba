# SPDX-License-Identifier: AGPL-3.0-or-later
"""A server that speaks clamd's INSTREAM on a real socket: it counts, finds EICAR, and can misbehave."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

# In two pieces, so that no scanner takes this file for the test virus it describes.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass
class Clamd:
    """What it was sent, and how it answers."""

    address: str = ""
    longest: int = 25 * 1024 * 1024
    answer: bytes | None = None  # instead of an honest one; empty: closes without a word
    commands: list[bytes] = field(default_factory=list)
    pieces: list[int] = field(default_factory=list)
    content: bytes = b""

    def converse(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as heard:
            self.commands.append(b"".join(iter(lambda: heard.read(1), b"\0")))
            self.content = b""
            while length := struct.unpack("!I", heard.read(4))[0]:
                if len(self.content) + length > self.longest:
                    connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
                self.pieces.append(length)
                self.content += heard.read(length)
            connection.sendall(self._verdict())

    def _verdict(self) -> bytes:
        if self.answer is not None:
            return self.answer
        return b"stream: Eicar-Signature FOUND\0" if EICAR in self.content else b"stream: OK\0"


@contextmanager
def running(place: Path | None = None, **options: object) -> Iterator[Clamd]:
    """On a socket in this folder, or on a port of this machine."""
    clamd = Clamd(**options)  # type: ignore[arg-type]
    listener = socket.socket(socket.AF_UNIX if place else socket.AF_INET)
    listener.bind(str(place / "clamd.sock") if place else ("127.0.0.1", 0))
    listener.listen()
    clamd.address = str(place / "clamd.sock") if place else f"127.0.0.1:{listener.getsockname()[1]}"
    thread = threading.Thread(target=_serve, args=(listener, clamd), daemon=True)
    thread.start()
    try:
        yield clamd
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _serve(listener: socket.socket, clamd: Clamd) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        try:
            clamd.converse(connection)
        except (OSError, struct.error):
            continue
