# SPDX-License-Identifier: AGPL-3.0-or-later
"""Log lines without personal data: where an error happened, never with which values."""

import copy
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

    def format(self, record: logging.LogRecord) -> str:
        """A page that was refused or failed is named by its kind: whoever typed the address may have typed a name."""
        request, args = getattr(record, "request", None), record.args
        if record.name == "django.request" and request is not None and isinstance(args, tuple):
            record = copy.copy(record)
            match = getattr(request, "resolver_match", None)
            record.args = (*args[:-1], match.route if match else "?")
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the name is logging's
        """One line, whatever a message brings: nobody writes a second one into the log."""
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")

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
