# SPDX-License-Identifier: AGPL-3.0-or-later
"""Common passwords are refused however they were stretched to twelve signs; phrases are not."""

from collections.abc import Callable

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from permissions.accounts.passwords import StretchedPasswordValidator
from permissions.models import User

COMMON = StretchedPasswordValidator().passwords
LONG_ENOUGH = 12

STRETCHED: dict[str, Callable[[str], str]] = {
    "as it is": lambda word: word,
    "doubled": lambda word: word * 2,
    "with a run": lambda word: f"{word}123456789",
    "with a year and a sign": lambda word: f"{word.capitalize()}2026!",
    "with the town": lambda word: f"Bielefeld{word}",
    "in capitals": lambda word: f"{word.upper()}-{word}",
}

REFUSED = [
    "Bielefeld2026!",
    "KIM-Bielefeld",
    "Integration2026",
    "Fallmanagement1",
    "P4ssw0rtP4ssw0rt",
    "Sommer2026!!",
    "AWO-Bielefeld-2026",
    "carla.muster12",
    "Willkommen123!",
    "Sozialamt-2025",
    "qwertzuiop1234",
    "111111111111",
    "abcdefghijklm",
]
TAKEN = [
    "langer satz nur klein",
    "eine ganz andere Pferdebatterie",
    "correct horse battery staple",
    "rote Lampe tanzt mit Gurke",
    "8305 1192 7746 203x",
    "vK8#qp2LzT0w",
    "Bielefeld gibt es doch, sagte der Igel",
]


def is_refused(password: str) -> bool:
    try:
        validate_password(password, User(username="carla.muster", display_name="Carla Muster"))
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize("how", STRETCHED)
def test_a_common_password_is_refused_in_whatever_length(how: str) -> None:
    words = sorted(COMMON)[:: 1 if how == "as it is" else 16]  # a good thousand of them
    long_enough = [text for word in words if len(text := STRETCHED[how](word)) >= LONG_ENOUGH]
    validator, taken = StretchedPasswordValidator(), []
    for text in long_enough:
        try:
            validator.validate(text)
        except ValidationError:
            continue
        taken.append(text)

    assert len(long_enough) >= (100 if how == "as it is" else 700)
    assert taken == []


@pytest.mark.parametrize("password", REFUSED)
def test_what_somebody_here_would_try_first_is_refused(password: str) -> None:
    assert is_refused(password)


@pytest.mark.parametrize("password", TAKEN)
def test_a_phrase_or_chance_is_taken(password: str) -> None:
    assert not is_refused(password)
