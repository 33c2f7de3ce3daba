# SPDX-License-Identifier: AGPL-3.0-or-later
"""Abschluss: talk, report, approval where the rules ask for it, and the withdrawn consent."""

from collections.abc import Callable

import pytest
from django.db import transaction

from casemanagement.actions import consents
from casemanagement.choices import CaseState, Phase
from casemanagement.models import Case, Closure, Consent, Handover
from permissions import clock
from permissions.actor import Actor, acting_as
from tests.cast import House
from tests.workflows.test_handover import offered
from tests.workflows.walking import (
    Refused,
    as_owner,
    do,
    end_everything,
    fresh,
    open_kinds,
    planned,
    register,
)

ActorOf = Callable[..., Actor]


def closing(actor: ActorOf) -> Case:
    case = planned(actor("aylin"), actor("kora"))
    do(case, "support_planning.hold_review", by=actor("aylin"), result="close")
    do(case, "closure.hold_closing_talk", by=actor("aylin"))
    return case


def revoke_core_consent(case: Case, by: Actor) -> None:
    with acting_as(by), transaction.atomic():
        consent = Consent.objects.get(case=case, kind="C1")
        consents.revoke(consent, by=by, revoked_on=clock.today(), revoked_via="in_person")


def test_a_case_closes_with_a_day_of_deletion(actor: ActorOf) -> None:
    case = closing(actor)
    end_everything(case, by=actor("aylin"))

    do(case, "closure.write_report", by=actor("aylin"))

    closed = fresh(case)
    assert (closed.state, closed.phase) == (CaseState.CLOSED, Phase.ENDED)
    assert closed.deletion_on is not None
    assert open_kinds(case) == set()
    with as_owner():
        assert Closure.objects.get(case=case).outcomes == {"language": "improved"}


def test_open_goals_keep_a_case_open(actor: ActorOf) -> None:
    case = closing(actor)

    with pytest.raises(Refused, match="noch offen"):
        do(case, "closure.write_report", by=actor("aylin"), reason="goals_achieved")


def test_a_lost_contact_needs_the_coordinators_word(actor: ActorOf) -> None:
    case = closing(actor)
    end_everything(case, by=actor("aylin"))

    do(case, "closure.write_report", by=actor("aylin"), reason="contact_lost")
    assert open_kinds(case) == {"closure.approve_closure"}
    do(case, "closure.approve_closure", by=actor("kora"), is_approved="no", note="Bitte noch ein Brief.")
    do(case, "closure.write_report", by=actor("aylin"), reason="contact_lost")
    do(case, "closure.approve_closure", by=actor("kora"))

    assert fresh(case).state == CaseState.CLOSED


def test_without_the_core_consent_everything_stops_but_the_end(actor: ActorOf) -> None:
    case = planned(actor("aylin"), actor("kora"))

    revoke_core_consent(case, actor("aylin"))

    assert open_kinds(case) == {"closure.confirm_withdrawal"}
    do(case, "closure.confirm_withdrawal", by=actor("kora"))
    assert fresh(case).state == CaseState.CLOSED
    with as_owner():
        assert Closure.objects.get(case=case).reason == "consent_withdrawn"


def test_a_withdrawn_consent_takes_the_handover_with_it(actor: ActorOf, house: House) -> None:
    case = offered(actor, house)

    revoke_core_consent(case, actor("carla"))

    assert open_kinds(case) == {"closure.confirm_withdrawal"}
    with as_owner():
        assert not Handover.objects.living().filter(case=case).exists()


def test_a_consent_withdrawn_during_the_intake_ends_the_referral(actor: ActorOf) -> None:
    case = register(actor("aylin"))
    for node in ("assess_urgency", "check_duplicates", "record_overlap", "obtain_consent"):
        do(case, f"intake.{node}", by=actor("aylin"))

    revoke_core_consent(case, actor("aylin"))
    do(case, "closure.confirm_withdrawal", by=actor("kora"))

    assert not fresh(case).is_open
    assert open_kinds(case) == set()


def test_another_consent_taken_back_stops_nothing(actor: ActorOf) -> None:
    case = planned(actor("aylin"), actor("kora"))

    with acting_as(actor("aylin")), transaction.atomic():
        consent = Consent.objects.get(case=case, kind="C3")
        consents.revoke(consent, by=actor("aylin"), revoked_on=clock.today(), revoked_via="letter")

    assert open_kinds(case) == {"support_planning.hold_review"}
