# SPDX-License-Identifier: AGPL-3.0-or-later
"""A log tells where something happened and never with whose data."""

import logging
import sys

from kim.logs import PlainFormatter

NAME = "Oksana Petrenko"


def logged_failure() -> str:
    try:
        try:
            raise ValueError(NAME)
        except ValueError as error:
            raise RuntimeError(f"row of {NAME}") from error
    except RuntimeError:
        record = logging.LogRecord("kim", logging.ERROR, __file__, 1, "failed", None, sys.exc_info())
    return PlainFormatter().format(record)


def test_a_failure_is_logged_without_the_text_of_its_exceptions() -> None:
    assert NAME not in logged_failure()


def test_a_failure_is_logged_with_every_type_and_the_place() -> None:
    text = logged_failure()

    assert "builtins.ValueError" in text
    assert "builtins.RuntimeError" in text
    assert "logged_failure" in text


def test_a_message_of_two_lines_is_one_line() -> None:
    text = "refused\r\n2026-11-21T12:00:00+0000 INFO kim: all is well"
    record = logging.LogRecord("kim", logging.WARNING, __file__, 1, "%s", (text,), None)

    assert PlainFormatter().format(record).splitlines() == [PlainFormatter().format(record)]
