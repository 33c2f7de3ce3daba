# SPDX-License-Identifier: AGPL-3.0-or-later
"""Remarks, decisions, peer discussions and the monthly sample, as deeds."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from casemanagement.actions import decisions, openings, peers, remarks, samples
from casemanagement.casework import Conflict
from casemanagement.choices import SampleAnswer, SampleItem
from casemanagement.models import (
    Case,
    CaseEvent,
    ClientIdentity,
    Notice,
    PeerComment,
    PeerDiscussion,
    Sample,
    SampledCase,
    SupervisionRemark,
    Triage,
    WorkItem,
)
from casemanagement.monthly_sample import draw_all
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from tests.cast import House
from tests.factories import CaseFactory, ConsentFactory

Act = Callable[..., Actor]


@pytest.fixture
def case(house: House) -> Case:
    made: Case = CaseFactory(led_by=house["carla"], planned=True)
    with acting_in_role(OWNER):
        identity = ClientIdentity.objects.get(case=made)
        identity.phone, identity.street = "0521 987654", "Kellerweg 7"
        identity.birth_date = dt.date(1986, 11, 24)
        identity.save()
    return made


def stored(model: Any, **facts: Any) -> Any:
    with acting_in_role(OWNER):
        return model.objects.get(**facts)


def kinds(case: Case) -> list[str]:
    with acting_in_role(OWNER):
        return list(CaseEvent.objects.filter(case=case).order_by("seq").values_list("kind", flat=True))


# --- Remarks ------------------------------------------------------------------------------------


def test_a_remark_is_answered_by_the_case_manager_and_closed_by_the_coordinator(
    case: Case, actor: Act, house: House
) -> None:
    remark = remarks.write_remark(case, by=actor("kora"), text="Bitte den Kurs prüfen")
    item = stored(WorkItem, case=case, kind="remark.answer")

    remarks.answer(remark, by=actor("carla"), text="Ist angefragt")
    remarks.close(remark, by=actor("kora"))

    row = stored(SupervisionRemark, pk=remark.pk)
    assert (row.state, row.answer, row.answered_by_id) == (
        "closed",
        "Ist angefragt",
        house["carla"].pk,
    )
    assert item.owner_id == house["carla"].pk
    assert stored(WorkItem, pk=item.pk).state == "done"
    assert kinds(case)[-3:] == ["remark_written", "remark_answered", "remark_closed"]
    with acting_in_role(OWNER):
        told = list(Notice.objects.order_by("pk").values_list("kind", "to_hat"))
    assert told == [("remark_written", "case"), ("remark_answered", "fach")]


@pytest.mark.parametrize("name", ["aylin", "dilan", "anna", "dora", "adam"])
def test_nobody_else_writes_a_remark(name: str, case: Case, actor: Act) -> None:
    with pytest.raises(NotPermitted):
        remarks.write_remark(case, by=actor(name), text="?")


def test_a_remark_is_answered_once(case: Case, actor: Act) -> None:
    remark = remarks.write_remark(case, by=actor("kora"), text="?")
    remarks.answer(remark, by=actor("carla"), text="!")

    with pytest.raises(Conflict):
        remarks.answer(remark, by=actor("carla"), text="!!")


# --- Decisions ----------------------------------------------------------------------------------


def test_a_place_on_the_waiting_list_needs_a_reason(case: Case, house: House, actor: Act) -> None:
    waiting = CaseFactory(led_by=house["carla"], state="waiting")
    with acting_in_role(OWNER):
        Triage.objects.create(
            case=waiting,
            decision="waiting_list",
            decided_by=house["carla"],
            decided_at=clock.now(),
            waiting_since=clock.today(),
        )
    with pytest.raises(ValidationError):
        decisions.place(waiting, by=actor("kora"), waiting_place=1, reason=" ")

    decisions.place(waiting, by=actor("kora"), waiting_place=1, reason="Kind ohne Schulplatz")

    assert stored(Triage, case=waiting).waiting_place == 1
    assert kinds(waiting)[-1] == "supervision_decided"
    with pytest.raises(Conflict):
        decisions.place(case, by=actor("kora"), waiting_place=1, reason="steht nicht darauf")


def test_an_exception_is_decided_by_the_fachaufsicht_alone(case: Case, actor: Act) -> None:
    decisions.allow_exception(case, by=actor("kora"), exception="other_order", reason="Klinik")

    with pytest.raises(NotPermitted):
        decisions.allow_exception(case, by=actor("carla"), exception="other_order", reason="selbst")


# --- Peer discussions ---------------------------------------------------------------------------

IDENTIFYING = {
    "Was tun mit Frau haddad?": "ein Name",
    "Samira braucht Rat": "ein Name",
    "geboren am 24.11.1986": "ein Geburtsdatum",
    "geboren 1986-11-24": "ein Geburtsdatum",
    "am 24.11.86 geboren": "ein Geburtsdatum",
    "Tel. +49 521/98 76 54": "eine Telefonnummer",
    "wohnt im Kellerweg 7": "eine Anschrift",
}


def ask(case: Case, house: House, by: Actor, question: str = "Welcher Kurs passt?") -> PeerDiscussion:
    ends_on = clock.today() + dt.timedelta(days=7)
    return peers.invite(case, by=by, question=question, people=[house["dilan"]], ends_on=ends_on)


@pytest.mark.parametrize(("text", "what"), IDENTIFYING.items())
def test_a_question_that_tells_who_it_is_is_refused(
    text: str, what: str, case: Case, house: House, actor: Act
) -> None:
    with pytest.raises(ValidationError, match=what):
        ask(case, house, actor("carla"), text)


def test_the_invited_see_question_and_codes_and_nothing_else_until_it_ends(
    case: Case, house: House, actor: Act
) -> None:
    discussion = ask(case, house, actor("carla"))
    dilan = actor("dilan")

    comment = peers.comment(discussion, by=dilan, text="Der Abendkurs")
    with acting_as(dilan):
        seen = PeerDiscussion.objects.get()
        assert "Deutsch lernen" not in str(seen.sheet)
        assert seen.sheet["codes"]["goals"]
        assert not ClientIdentity.objects.exists()
        assert PeerComment.objects.get() == comment
    peers.end(discussion, by=actor("carla"), result="Abendkurs angefragt")

    with acting_as(dilan):
        assert not PeerDiscussion.objects.exists()
        assert not Case.objects.filter(pk=case.pk).exists()
    with pytest.raises(NotPermitted):
        peers.comment(discussion, by=dilan, text="noch etwas")


def test_after_its_day_a_discussion_is_shut(case: Case, house: House, actor: Act) -> None:
    discussion = ask(case, house, actor("carla"))

    with clock.at(clock.today() + dt.timedelta(days=8)):
        with acting_as(actor("dilan")):
            assert not PeerDiscussion.objects.exists()
        with pytest.raises(NotPermitted):
            peers.comment(discussion, by=actor("dilan"), text="zu spät")


def test_who_is_not_invited_finds_and_says_nothing(case: Case, house: House, actor: Act) -> None:
    discussion = ask(case, house, actor("carla"))

    with acting_as(actor("bernd")):
        assert not PeerDiscussion.objects.exists()
    with pytest.raises(NotPermitted):
        peers.comment(discussion, by=actor("bernd"), text="?")


# --- The sample ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("cases", "drawn"), [(0, 0), (1, 1), (33, 1), (34, 2), (66, 2), (67, 3), (1000, 30)])
def test_three_per_cent_are_drawn_and_at_least_one(cases: int, drawn: int) -> None:
    assert samples.size_of(cases) == drawn


def test_a_sample_takes_of_each_house_and_the_same_seed_draws_the_same(house: House, actor: Act) -> None:
    for name in ("aylin", "aylin", "aylin", "carla", "carla", "dilan"):
        CaseFactory(led_by=house[name], in_assessment=True)
    kommune = house.organisation("stadt").kommune

    sample = samples.draw(kommune, by=actor("kora"), seed="fest")

    assert sample is not None
    with acting_in_role(OWNER):
        houses = list(SampledCase.objects.values_list("organisation__code", flat=True).order_by("pk"))
        drawn = list(SampledCase.objects.values_list("case", flat=True).order_by("pk"))
    with acting_as(actor("kora")):
        again = samples.again(sample)
    assert sorted(houses) == ["awo", "drk", "stadt"]
    assert again == drawn
    assert sorted(sample.strata.values()) == [1, 2, 3]
    assert samples.draw(kommune, by=actor("kora")) is None  # once a month


def test_time_itself_draws_once_a_month(case: Case) -> None:
    assert (draw_all(), draw_all()) == (1, 0)
    assert stored(Sample).drawn_by is None
    assert stored(SampledCase).case_id == case.pk


ALL_YES = dict.fromkeys(SampleItem.values, SampleAnswer.YES.value)


def drawn(house: House, by: Actor) -> SampledCase:
    samples.draw(house.organisation("stadt").kommune, by=by, seed="x")
    sampled: SampledCase = stored(SampledCase)
    return sampled


def test_without_an_opened_file_the_language_of_notes_is_not_assessable(
    case: Case, house: House, actor: Act
) -> None:
    row = drawn(house, actor("kora"))
    with pytest.raises(ValidationError):
        samples.finish(row, by=actor("kora"), answers=ALL_YES)

    samples.finish(row, by=actor("kora"), answers=ALL_YES | {"language_respectful": "not_assessable"})

    done = stored(SampledCase)
    assert not done.with_file
    assert done.reported_on == clock.today() + dt.timedelta(days=7)


def test_with_consent_and_the_file_opened_for_it_the_notes_are_judged(
    case: Case, house: House, actor: Act
) -> None:
    ConsentFactory(case=case, kind="C3")
    row = drawn(house, actor("kora"))
    openings.open_file(case, by=actor("kora"), reason="routine_sample")

    samples.finish(row, by=actor("kora"), answers=ALL_YES)

    assert stored(SampledCase).with_file


def test_four_points_are_proposed_from_data(case: Case, actor: Act) -> None:
    with acting_as(actor("kora")):
        found = samples.proposals(case)

    assert found == {
        "consent_complete": "yes",
        "assessment_complete": "yes",
        "plan_signed": "no",
        "reviews_on_time": "not_due",
    }
