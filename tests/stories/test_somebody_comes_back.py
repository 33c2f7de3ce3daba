# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody comes back: within twelve months the same file goes on, later a new case is linked to the old one."""

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from casemanagement.actions import deputies
from casemanagement.models import Case, Closure, Consent
from indicators.models import Fact
from permissions import actions, clock
from permissions.actor import Actor
from permissions.models import Membership, User
from tests.cast import House
from tests.workflows.walking import (
    CONSENT,
    as_owner,
    do,
    end_everything,
    fresh,
    open_kinds,
    planned,
    rate_everything,
)

SignedIn = Callable[[str], Client]
ActorOf = Callable[..., Actor]
MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=clock.BERLIN)
IN_TIME = MONDAY + dt.timedelta(days=200)
TOO_LATE = MONDAY + dt.timedelta(days=400)
BACK = CONSENT | {"note": "Die Wohnung ist gekündigt."}


@pytest.fixture
def case(actor: ActorOf) -> Case:
    """Closed on a Monday with its goals achieved."""
    with clock.at(MONDAY):
        case = planned(actor("aylin"), actor("kora"))
        end_everything(case, by=actor("aylin"))
        do(case, "support_planning.hold_review", by=actor("aylin"), result="close")
        close(case, actor("aylin"), "Es ist geschafft.")
        return fresh(case)


def close(case: Case, by: Actor, report: str) -> None:
    do(case, "closure.hold_closing_talk", by=by)
    do(case, "closure.write_report", by=by, reason="goals_achieved", report=report)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def page(client: Client, case: Case, name: str = "file") -> str:
    return text_of(client.get(reverse(f"cases:{name}", args=[case.number])))


def reopen(client: Client, case: Case, **answers: Any) -> str:
    address = reverse("cases:reopen", args=[case.number])
    return text_of(client.post(address, BACK | answers, follow=True))


def living(case: Case) -> list[Any]:
    with as_owner():
        rows = Consent.objects.filter(case=case).living(clock.today()).exclude(kind="C0").order_by("kind")
        return list(rows.values_list("kind", "valid_from"))


def test_within_twelve_months_the_same_file_goes_on_with_consents_asked_anew(
    case: Case, signed_in: SignedIn
) -> None:
    with clock.at(IN_TIME):
        aylin = signed_in("aylin")
        assert "Kommt die Person wieder?" in page(aylin, case)
        said = reopen(aylin, case, kinds=["C1", "C3"])

        assert "Der Fall läuft wieder." in said
        again = fresh(case)
        assert (again.state, again.phase, again.episode) == ("open", "assessment", 2)
        assert (again.closed_on, again.deletion_on, again.accepted_on) == (None, None, case.accepted_on)
        assert living(case) == [
            ("C1", IN_TIME.date()),
            ("C3", IN_TIME.date()),
        ]  # C2 and C4 were not given again
        assert open_kinds(case) == {"assessment.rate_domains"}
        assert "Die Wohnung ist gekündigt." in page(aylin, case, "timeline")
        assert "Wiederaufnahme eines beendeten Falls" in page(aylin, case, "assessment")
        assert "Episode 2" in page(aylin, case)
        assert "Ein beendeter Fall läuft wieder" in text_of(
            signed_in("kora").get(reverse("supervision:case", args=[case.number]))
        )


def assign(client: Client, case: Case, person: User, note: str) -> str:
    address = reverse("supervision:assign", args=[case.number])
    return text_of(client.post(address, {"person": person.pk, "note": note}, follow=True))


def test_where_the_former_case_manager_has_left_the_coordination_names_who_opens_it_again(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    with as_owner():
        former = Membership.objects.get(person=house["aylin"])
        actions.dismiss(former, until=MONDAY.date() + dt.timedelta(days=30), by=Actor.system())
    with clock.at(IN_TIME):
        kora = signed_in("kora")
        shown = text_of(kora.get(reverse("supervision:case", args=[case.number])))
        assert reverse("supervision:assign", args=[case.number]) in shown

        assert "warum ein beendeter Fall zugeteilt wird" in assign(kora, case, house["bernd"], "")
        assert signed_in("bernd").get(reverse("cases:file", args=[case.number])).status_code == 404
        assert "Der Fall ist zugeteilt." in assign(kora, case, house["bernd"], "Die Person hat angerufen.")
        assert "Der Fall läuft wieder." in reopen(signed_in("bernd"), case)


def test_nobody_gets_a_file_that_cannot_be_opened_again(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    with clock.at(TOO_LATE):
        kora = signed_in("kora")
        shown = text_of(kora.get(reverse("supervision:case", args=[case.number])))
        assert reverse("supervision:assign", args=[case.number]) not in shown

        assert "kann nicht wieder geöffnet werden" in assign(kora, case, house["bernd"], "Aus Versehen.")
        assert signed_in("bernd").get(reverse("cases:file", args=[case.number])).status_code == 404


def test_whoever_stood_in_from_another_house_needs_a_new_consent(
    case: Case, house: House, actor: ActorOf, signed_in: SignedIn
) -> None:
    until = IN_TIME.date() + dt.timedelta(days=30)
    with clock.at(IN_TIME):
        deputies.name(
            case, by=actor("kora"), person=house["carla"], valid_from=clock.today(), valid_until=until
        )
        assert signed_in("carla").get(reverse("cases:file", args=[case.number])).status_code == 200
        reopen(signed_in("aylin"), case, kinds=["C1"])

        assert signed_in("carla").get(reverse("cases:file", args=[case.number])).status_code == 404


def test_without_a_new_consent_the_file_stays_closed(case: Case, signed_in: SignedIn) -> None:
    with clock.at(IN_TIME):
        said = reopen(signed_in("aylin"), case, is_given="no", kinds=[])

        assert "Ohne Einwilligung bleibt der Fall geschlossen." in said
        assert fresh(case).state == "closed"


def test_a_new_episode_ends_with_a_report_of_its_own_and_the_first_stays_readable(
    case: Case, actor: ActorOf, signed_in: SignedIn
) -> None:
    with clock.at(IN_TIME):
        aylin = signed_in("aylin")
        reopen(aylin, case)
        rate_everything(case, by=actor("aylin"))
        do(case, "assessment.rate_domains", by=actor("aylin"))
        do(case, "assessment.discuss_summary", by=actor("aylin"))
        assert open_kinds(case) == {"support_planning.decide_leadership"}
        do(case, "support_planning.decide_leadership", by=actor("aylin"))
        assert open_kinds(case) == {"support_planning.draft_plan"}

        shown = page(aylin, case, "closure")

        assert "Episode 1, beendet am 02.03.2026" in shown
        assert "Es ist geschafft." in shown
        with as_owner():
            assert fresh(case).closure is None
            assert Closure.objects.get(case=case).episode == 1


def test_a_case_that_was_reopened_counts_once(case: Case, signed_in: SignedIn) -> None:
    with clock.at(IN_TIME):
        reopen(signed_in("aylin"), case)

    with as_owner():
        facts = Fact.objects.order_by("recorded_from")
        assert len({fact.pseudonym for fact in facts}) == 1
        last = facts.latest("recorded_from")
        assert {fact.accepted_on for fact in facts if fact.accepted_on} == {MONDAY.date()}
        assert (last.closed_on, last.closure_reason, last.recorded_until) == (None, "", None)
        assert facts.filter(closed_on=MONDAY.date(), closure_reason="goals_achieved").exists()  # of that week


def test_later_a_new_case_is_linked_to_the_old_one_for_those_who_may_see_both(
    case: Case, signed_in: SignedIn
) -> None:
    with clock.at(TOO_LATE):
        aylin = signed_in("aylin")
        closed = page(aylin, case)
        assert "länger als zwölf Monate" in closed
        assert "nicht wieder geöffnet" in reopen(aylin, case)

        form = text_of(aylin.post(reverse("cases:new"), {"follows": case.number}))
        assert f"Der neue Fall wird mit {case.number} verknüpft." in form
        aylin.post(
            reverse("cases:new"),
            {
                "follows": case.number,
                "given_name": "Olena",
                "family_name": "Kowalenko",
                "source": "self",
                "received_on": "heute",
                "mode": "warm",
                "client_consented": "on",
                "need_summary": "Neue Kündigung.",
            },
        )
        with as_owner():
            new = Case.objects.get(follows=case)
        assert f'Früherer Fall</dt><dd><a href="/fallarbeit/fall/{case.number}/"' in page(aylin, new)
        assert f'Späterer Fall</dt><dd><a href="/fallarbeit/fall/{new.number}/"' in page(aylin, case)


def test_nobody_links_a_case_that_is_not_theirs(case: Case, signed_in: SignedIn) -> None:
    with clock.at(TOO_LATE):
        form = text_of(signed_in("carla").post(reverse("cases:new"), {"follows": case.number}))

    assert case.number not in form


def test_a_deleted_case_takes_the_link_with_it(case: Case) -> None:
    with clock.at(TOO_LATE), as_owner():
        later = Case.objects.get(pk=case.pk)
        later.pk, later.number, later.follows = None, "KIM-222222", case
        later.save(force_insert=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT kim.erase_case(%s)", [case.pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert Case.objects.get(number="KIM-222222").follows_id is None
