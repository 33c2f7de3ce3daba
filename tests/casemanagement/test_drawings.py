# SPDX-License-Identifier: AGPL-3.0-or-later
"""A drawn signature is a few strokes of numbers; everything else that is sent in its place is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from casemanagement import drawings, subject_access
from casemanagement.actions import consents
from casemanagement.models import Case, ConsentSignature
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.factories import CaseFactory

NAME = "100,200 300,40 500,260;520,100 900,120"
TERMS: dict[str, Any] = {
    "kinds": ["C1"],
    "text_language": "de",
    "signed_name": "Samira Haddad",
    "witnessed": True,
}


@pytest.mark.parametrize(
    "sent",
    [
        "0,0 1000,300",
        "10,10 200,10;5,5",
        NAME,
    ],
)
def test_strokes_are_read_as_they_were_drawn(sent: str) -> None:
    strokes = drawings.read(sent)
    assert ";".join(" ".join(f"{x},{y}" for x, y in stroke) for stroke in strokes) == sent
    assert drawings.picture(strokes).count("M") == len(strokes)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        " ",
        "10,10",
        "10,10 12,12",
        "1001,0 0,0",
        "0,301 900,0",
        "-1,0 900,0",
        "1.5,0 900,0",
        "1e3,0 900,0",
        "NaN,0 900,0",
        "١,٢ ٩٠٠,٣",
        "0,0  900,0",
        "0,0 900,0;",
        "0,0 900,0\n",
        "[[0,0],[900,0]]",
        "[" * 20_000,
        "0,0 900,0'/><script>alert(1)</script>",
        "data:image/png;base64,iVBORw0KGgo=",
        "\x89PNG\r\n\x1a\n",
        ";".join(["0,0 900,0"] * 81),
        " ".join(["0,0", "900,0"] * 1501),
        "0,0 " * 10_000,
    ],
    ids=lambda sent: sent[:24],
)
def test_what_is_no_signature_is_refused(sent: str) -> None:
    with pytest.raises(ValidationError):
        drawings.read(sent)


@pytest.fixture
def case(carla: User) -> Case:
    return CaseFactory(led_by=carla, planned=True)


def signature_of(case: Case) -> ConsentSignature:
    with transaction.atomic(), acting_in_role(OWNER):
        return ConsentSignature.objects.get(case=case)


def test_a_drawing_is_kept_encrypted_and_stands_on_the_signed_paper(
    case: Case, actor: Callable[..., Actor]
) -> None:
    with clock.at(clock.now()):
        (plain,) = consents.sign_on_screen(case, by=actor("carla"), **TERMS)
        (drawn,) = consents.sign_on_screen(case, by=actor("carla"), signed_strokes=NAME, **TERMS)
    with transaction.atomic(), acting_in_role(OWNER):
        signature = ConsentSignature.objects.get(pk=drawn.signature_id or 0)
        assert signature.strokes == [[[100, 200], [300, 40], [500, 260]], [[520, 100], [900, 120]]]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT strokes FROM casemanagement_consentsignature WHERE id = %s", [signature.pk]
            )
            (stored,) = cursor.fetchone()
        assert ".r:" in stored[:12]
        assert "300" not in stored[:2]
        papers = [row.document.stored.content for row in (plain, drawn) if row.document]
    assert all(bytes(paper).startswith(b"%PDF") for paper in papers)
    assert bytes(papers[0]) != bytes(papers[1])


def test_the_name_is_asked_for_beside_a_drawing(case: Case, actor: Callable[..., Actor]) -> None:
    with pytest.raises(ValidationError) as caught:
        consents.sign_on_screen(
            case, by=actor("carla"), signed_strokes=NAME, **(TERMS | {"signed_name": " "})
        )
    assert list(caught.value.message_dict) == ["signed_name"]


def test_a_drawing_that_cannot_be_read_signs_nothing(case: Case, actor: Callable[..., Actor]) -> None:
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        consents.sign_on_screen(case, by=actor("carla"), signed_strokes="[[0,0]]", **TERMS)
    assert list(caught.value.message_dict) == ["signed_strokes"]
    with transaction.atomic(), acting_in_role(OWNER):
        assert not ConsentSignature.objects.filter(case=case).exists()


def test_the_client_gets_her_strokes_with_everything_else(case: Case, actor: Callable[..., Actor]) -> None:
    consents.sign_on_screen(case, by=actor("carla"), signed_strokes=NAME, **TERMS)
    with transaction.atomic(), acting_in_role(OWNER):
        sections = {section.label: section for section in subject_access.sections_of(case)}
    (entry,) = sections["casemanagement.ConsentSignature"].entries
    assert json.loads(json.dumps(entry.values["strokes"][1]))[0][0] == [100, 200]
    assert signature_of(case).name == "Samira Haddad"
