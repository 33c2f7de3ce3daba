# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asks clamd about a file; without a clear answer nothing is clean."""

import logging
import socket
import struct
from collections.abc import Iterator

from django.conf import settings

CHUNK = 64 * 1024
CONNECT_SECONDS = 3
ANSWER_SECONDS = 20
LONGEST_ANSWER = 1024

logger = logging.getLogger(__name__)


class Infected(Exception):
    """The scanner knows what is in this file."""


class Unreachable(Exception):
    """There is a scanner to ask, and it does not answer as one."""


def scan(content: bytes) -> None:
    """Return only if the scanner says that the file is clean, or if this installation has none."""
    if not settings.CLAMD_SOCKET:
        return
    try:
        answer = _ask(content)
    except OSError as error:
        logger.warning("The virus scanner cannot be asked: %s", type(error).__name__)
        raise Unreachable from None
    if answer.endswith(" FOUND"):
        logger.warning("An upload was refused: the virus scanner found something in it")
        raise Infected
    if answer != "stream: OK":
        logger.warning("The virus scanner gave no verdict")
        raise Unreachable


def _ask(content: bytes) -> str:
    """One conversation: zINSTREAM, pieces with their length in front, a piece of length nothing."""
    with _connected(settings.CLAMD_SOCKET) as connection:
        try:
            connection.sendall(b"zINSTREAM\0")
            for piece in _pieces(content):
                connection.sendall(struct.pack("!I", len(piece)) + piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough (its own limit of size); what it said is still to be read
        return _answer(connection)


def _connected(address: str) -> socket.socket:
    """A path is a socket of this machine, anything else host:port."""
    if "/" in address:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
    else:
        host, _, port = address.rpartition(":")
        if not port.isdecimal():
            raise OSError("KIM_CLAMD_SOCKET")
        connection = socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS)
    connection.settimeout(ANSWER_SECONDS)
    return connection


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), CHUNK):
        yield content[start : start + CHUNK]
    yield b""


def _answer(connection: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        more = connection.recv(LONGEST_ANSWER)
        if not more:
            break
        said += more
    sentence, end, _rest = said.partition(b"\0")
    return sentence.decode(errors="replace") if end else ""
