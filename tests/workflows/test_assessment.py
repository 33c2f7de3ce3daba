# SPDX-License-Identifier: AGPL-3.0-or-later
"""Assessment: sixteen domains, rated in any order, then talked over."""

from collections.abc import Callable

import pytest

from casemanagement.models import Assessment
from permissions.actor import Actor
from tests.workflows.walking import Refused, admitted, as_owner, do, open_kinds, rate_everything

ActorOf = Callable[..., Actor]


def test_the_admission_begins_the_assessment(actor: ActorOf) -> None:
    case = admitted(actor("aylin"), actor("kora"))

    with as_owner():
        assert Assessment.objects.filter(case=case, number=1, completed_on__isnull=True).exists()
    assert open_kinds(case) == {"assessment.rate_domains"}


def test_the_rating_ends_when_every_domain_has_an_answer(actor: ActorOf) -> None:
    case = admitted(actor("aylin"), actor("kora"))

    with pytest.raises(Refused, match="Noch nicht eingeschätzt"):
        do(case, "assessment.rate_domains", by=actor("aylin"))
    rate_everything(case, by=actor("aylin"))
    do(case, "assessment.rate_domains", by=actor("aylin"))

    assert open_kinds(case) == {"assessment.discuss_summary"}


def test_the_talk_completes_it_and_begins_the_planning(actor: ActorOf) -> None:
    case = admitted(actor("aylin"), actor("kora"))
    rate_everything(case, by=actor("aylin"))
    do(case, "assessment.rate_domains", by=actor("aylin"))

    with pytest.raises(Refused, match="summary"):
        do(case, "assessment.discuss_summary", by=actor("aylin"), summary="")
    do(case, "assessment.discuss_summary", by=actor("aylin"))

    with as_owner():
        assert Assessment.objects.get(case=case).completed_on is not None
    assert open_kinds(case) == {"support_planning.decide_leadership"}
