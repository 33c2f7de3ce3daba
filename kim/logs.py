# SPDX-License-Identifier: AGPL-3.0-or-later
"""Log lines without personal data: where an error happened, never with which values."""

import logging
import traceback
from types import TracebackType


class PlainFormatter(logging.Formatter):
    """One line per record; an exception is its type and its frames, without its text.

    The text of a database error quotes the row (a name, a birth date), so it stays out.
    """

    default_time_format = "%Y-%m-%dT%H:%M:%S%z"
    default_msec_format = ""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatException(  # noqa: N802  the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Frames and type of an exception, and of those it came from."""
        error = ei[1]
        lines: list[str] = []
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            lines.append(f"  {type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or error.__context__
        return "\n".join(lines)
