# SPDX-License-Identifier: AGPL-3.0-or-later
"""A ZIP archive that is written while it is sent: never more than one file of it is in memory, none on the disk."""

import datetime as dt
import stat
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from permissions import clock

CHUNK = 64 * 1024
# Their formats compress by themselves.
COMPRESSED = (".pdf", ".jpg", ".png")


def packed(files: Iterable[tuple[str, bytes]], *, at: dt.datetime) -> Iterator[bytes]:
    """The bytes of the archive of these files; each is asked for when its turn comes."""
    out = _Sent()
    with ZipFile(out, "w") as archive:  # type: ignore[call-overload]  # it writes and seeks no more
        for name, content in files:
            with archive.open(_entry(name, at), "w") as file:
                for start in range(0, len(content), CHUNK):
                    file.write(content[start : start + CHUNK])
                    yield from out.taken()
    yield from out.taken()


def _entry(name: str, at: dt.datetime) -> ZipInfo:
    entry = ZipInfo(name, at.astimezone(clock.BERLIN).timetuple()[:6])
    entry.compress_type = ZIP_STORED if name.endswith(COMPRESSED) else ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | stat.S_IRUSR | stat.S_IWUSR) << 16
    return entry


class _Sent:
    """Where the archive is written to, and from where its bytes leave at once."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, content: bytes) -> int:
        self._waiting.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is kept back."""

    def taken(self) -> Iterator[bytes]:
        waiting, self._waiting = self._waiting, []
        yield from waiting
