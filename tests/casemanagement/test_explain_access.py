# SPDX-License-Identifier: AGPL-3.0-or-later
"""The operator asks why somebody sees a case, and gets the grants and not a word of the case."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.cast import House
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.usefixtures("as_owner")


def explained(person: str, number: str) -> str:
    out = StringIO()
    call_command("explain_access", person, number, stdout=out)
    return out.getvalue()


def test_each_right_is_named_with_its_grant(house: House) -> None:
    case = CaseFactory(led_by=house["carla"], in_assessment=True)

    text = explained("carla", case.number)

    assert "Fallarbeit:" in text
    assert "read_file                Fallführung, Akte offen" in text
    assert "assign " not in text


def test_a_stranger_has_no_right(house: House) -> None:
    case = CaseFactory(led_by=house["carla"], in_assessment=True)

    assert "kein Recht an diesem Fall" in explained("dilan", case.number)


@pytest.mark.parametrize(("person", "number"), [("nobody", ""), ("carla", "KIM-UNKNOWN")])
def test_an_unknown_person_or_case_is_said_in_one_sentence(house: House, person: str, number: str) -> None:
    with pytest.raises(CommandError, match="gibt es nicht"):
        explained(person, number)
