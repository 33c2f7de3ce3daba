# SPDX-License-Identifier: AGPL-3.0-or-later
"""What came into the file after two people looked through the client's copy does not leave with it."""

from collections.abc import Callable

import pytest

from casemanagement import subject_review
from casemanagement.actions import requests
from casemanagement.casework import Conflict
from casemanagement.models import Case, Contact, Disclosure, HouseholdPerson, SubjectRequest
from casemanagement.printing.subject_access import as_json
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from tests.casemanagement.actions.test_requests import TODAY, ActorOf, case, do, enter, released
from tests.cast import House

__all__ = ["case", "enter"]  # fixtures


def test_a_text_that_came_after_the_review_stays_in_the_house(
    case: Case, house: House, enter: Callable[..., SubjectRequest], actor: ActorOf
) -> None:
    request = enter()
    released(request, actor)
    with acting_in_role(OWNER):
        first = Contact.objects.get(case=case, kind="office", occurred_on=TODAY)
        first.text = "Sie sucht Arbeit. Der Vermieter Brandt lügt."
        first.save(update_fields=["text"])
        added = {"written_by": house["aylin"], "written_at": clock.now()}
        Contact.objects.create(
            case=case, kind="phone", occurred_on=TODAY, text="Frau Kessler rief an.", **added
        )
        HouseholdPerson.objects.create(case=case, given_name="Zwetlana", relation="child", birth_date=TODAY)
        Disclosure.objects.create(
            case=case,
            recipient_text="Detektei Mork",
            disclosed_on=TODAY,
            legal_basis="necessity",
            medium="phone",
            recorded_at=clock.now(),
        )

    answer = do(requests.export, request, actor("aylin"), export_id="x")
    text = as_json(answer)

    assert not [word for word in ("Brandt", "Kessler", "Zwetlana", "Mork") if word in text]
    assert subject_review.LATER in text
    assert any("nach der Durchsicht" in reason for reason in answer.left_out)


def test_what_is_looked_through_again_is_released_again_and_leaves(
    case: Case, house: House, enter: Callable[..., SubjectRequest], actor: ActorOf
) -> None:
    request = enter()
    released(request, actor)
    with acting_in_role(OWNER):
        added = {"written_by": house["aylin"], "written_at": clock.now()}
        Contact.objects.create(
            case=case, kind="phone", occurred_on=TODAY, text="Sie hat eine Wohnung.", **added
        )
    do(requests.review, request, actor("aylin"))
    with pytest.raises(Conflict, match="zwei Personen"):
        do(requests.export, request, actor("aylin"), export_id="x")

    do(requests.release, request, actor("dora"))
    text = as_json(do(requests.export, request, actor("aylin"), export_id="x"))
    assert "Sie hat eine Wohnung." in text
    assert subject_review.LATER not in text
