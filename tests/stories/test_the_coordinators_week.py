# SPDX-License-Identifier: AGPL-3.0-or-later
"""The coordinator's week (sample, alerts, approvals, one digest) takes one page."""

import datetime as dt
import html
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casemanagement.actions import samples
from casemanagement.models import Case, ClientIdentity, DeletionRun, OutsideReferral, SampledCase, WorkItem
from casemanagement.models import SubjectRequest as Request
from indicators.actions import roll_up
from indicators.week import Week
from permissions import clock
from permissions.actor import Actor
from permissions.models import AccessEvent
from tests.casemanagement.views.test_supervision import ask_fach
from tests.cast import House
from tests.factories import CaseFactory
from tests.indicators.store import a_fact
from tests.stories.test_a_gap_reaches_the_city import GAP
from tests.workflows.walking import as_owner

SignedIn = Callable[[str], Client]
PAGE = "/fachaufsicht/"
QUERIES = 20
MONDAY = dt.date(2026, 11, 2)
LAST = Week.from_date(MONDAY).previous()
SECRETS = ("Zwetlana", "Geheimniskrämer")
SECTIONS = ("sample", "deadlines", "approvals", "decisions", "digest")


@pytest.fixture
def cases(house: House) -> list[Case]:
    with clock.at(MONDAY):
        return [named(house, lead) for lead in ("aylin", "bernd", "carla", "dilan")]


def named(house: House, lead: str, **facts: object) -> Case:
    made: Case = CaseFactory(led_by=house[lead], planned=True, **facts)
    with as_owner():
        identity = ClientIdentity.objects.get(case=made)
        identity.given_name, identity.family_name = SECRETS
        identity.save()
    return made


def drawn(house: House) -> list[SampledCase]:
    samples.draw(house.organisation("stadt").kommune, by=Actor.system())
    with as_owner():
        return list(SampledCase.objects.select_related("case").order_by("pk"))


def week_before(house: House, received: int = 3) -> None:
    kommune = house.organisation("stadt").kommune_id
    for _number in range(received):
        a_fact(kommune=kommune, received_on=LAST.monday, accepted_on=LAST.monday)
    roll_up(LAST.previous(), by=Actor.system())
    roll_up(LAST, by=Actor.system())


def gap(client: Client, case: Case) -> None:
    assert client.post(reverse("cases:finding_new", args=[case.number]), GAP).status_code == 302


def page(client: Client) -> str:
    return html.unescape(client.get(PAGE).content.decode())


def asked(client: Client) -> tuple[str, int]:
    """The page, and how many questions it asks the database, once what is remembered is known."""
    page(client)
    with CaptureQueriesContext(connection) as counted:
        text = page(client)
    return text, sum("SAVEPOINT" not in query["sql"] for query in counted)


def part(text: str, name: str) -> str:
    """The section of this name alone."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', text, re.DOTALL)
    return found.group() if found else ""


def links(text: str) -> list[str]:
    return re.findall(r'href="([^"#]+)"', text)


def tile(text: str, label: str) -> str:
    found = re.search(rf"{label}(?:</a>)?</dt>\s*<dd[^>]*>\s*(\S+)\s*</dd>", text)
    return found[1] if found else ""


def test_the_coordinators_week_takes_one_page(cases: list[Case], house: House, signed_in: SignedIn) -> None:
    with clock.at(MONDAY):
        sample = drawn(house)
        week_before(house)
        gap(signed_in("carla"), cases[2])
        late = ask_fach(cases[0], "deadline.assessment", "Assessment abschließen")
        closure = ask_fach(cases[1], "closure.approve_closure", "Abschluss freigeben")
        kora = signed_in("kora")
        text, questions = asked(kora)
        assert questions <= QUERIES

        checks = [reverse("supervision:sample", args=[one.case.number, one.pk]) for one in sample]
        assert set(checks) <= set(links(part(text, "sample")))
        assert late.title in part(text, "deadlines")
        assert closure.title in part(text, "approvals")
        assert "Strukturhinweise prüfen" in part(text, "decisions")
        assert f"KW {LAST.number}" in part(text, "digest")
        shown = [url for name in SECTIONS for url in links(part(text, name))]
        assert len(shown) >= 7
        assert {url: kora.get(url).status_code for url in shown} == dict.fromkeys(shown, 200)
    assert [secret for secret in SECRETS if secret in text] == []


def test_the_page_asks_as_few_questions_for_many_as_for_one(
    cases: list[Case], house: House, signed_in: SignedIn
) -> None:
    with clock.at(MONDAY):
        for _again in range(3):
            for case in [named(house, "dilan"), named(house, "carla")]:
                ask_fach(case, "deadline.assessment")
                gap(signed_in("carla"), cases[2])
        drawn(house)
        week_before(house)
        assert asked(signed_in("kora"))[1] <= QUERIES


def test_the_sample_of_the_week_is_what_finishes_the_month_in_time(
    cases: list[Case], house: House, signed_in: SignedIn
) -> None:
    with clock.at(MONDAY):
        sample = drawn(house)
        kora = signed_in("kora")
        assert tile(page(kora), "Stichprobe diese Woche") == "1"
    with as_owner():
        due = WorkItem.objects.filter(kind="sample.check").values_list("due_on", flat=True)[0]
    assert due is not None
    with clock.at(due):
        kora = signed_in("kora")
        assert tile(page(kora), "Stichprobe diese Woche") == str(len(sample))
    with as_owner():
        WorkItem.objects.filter(kind="sample.check").update(state="done", ended_at=clock.now())
    with clock.at(due):
        text = page(kora)
        assert (tile(text, "Stichprobe diese Woche"), part(text, "sample")) == ("0", "")


@pytest.mark.parametrize(
    ("kind", "title", "url"),
    [
        ("extension", "Fälle über 18 Monate: Verlängerung prüfen", "supervision:approvals"),
        ("outside", "Meldungen von außen übernehmen oder ablehnen", "supervision:incoming"),
        ("deletion", "Löschläufen zustimmen", "supervision:deletion"),
        ("release", "Durchgesehene Auskünfte freigeben", "supervision:requests"),
    ],
)
def test_each_kind_of_decision_waits_until_it_is_made(
    cases: list[Case], house: House, signed_in: SignedIn, kind: str, title: str, url: str
) -> None:
    with clock.at(MONDAY):
        kora = signed_in("kora")
        assert title not in page(kora)
        with as_owner():
            waits(kind, cases[0], house)
        text = part(page(kora), "decisions")
        assert title in text
        assert reverse(url) in links(text)
        with as_owner():
            decided(kind, cases[0], house)
        assert title not in page(kora)


def waits(kind: str, case: Case, house: House) -> None:
    """One thing of this kind, put there by the owner of the tables."""
    match kind:
        case "extension":
            long_ago = MONDAY - dt.timedelta(days=600)
            Case.objects.filter(pk=case.pk).update(received_on=long_ago, accepted_on=long_ago)
        case "outside":
            OutsideReferral.objects.create(kommune=case.kommune, received_on=MONDAY, client_consented=True)
        case "deletion":
            DeletionRun.objects.create(organisation=case.organisation, proposed_at=clock.now())
        case "release":
            Request.objects.create(
                case=case,
                kind="access",
                received_on=MONDAY,
                received_via="letter",
                due_on=MONDAY,
                identity_checked="known",
                entered_by=house["aylin"],
                entered_at=clock.now(),
                reviewed_by=house["aylin"],
                reviewed_at=clock.now(),
            )


def decided(kind: str, case: Case, house: House) -> None:
    match kind:
        case "extension":
            Case.objects.filter(pk=case.pk).update(extended_at=clock.now(), extended_by=house["kora"])
        case "outside":
            OutsideReferral.objects.update(state="taken_over", decided_by=house["kora"], decided_on=MONDAY)
        case "deletion":
            DeletionRun.objects.update(supervised_by=house["kora"], supervised_at=clock.now())
        case "release":
            Request.objects.update(released_by=house["kora"], released_at=clock.now())


def test_the_digest_is_one_town_in_a_few_numbers_and_names_nobody(
    cases: list[Case], house: House, signed_in: SignedIn
) -> None:
    with clock.at(MONDAY):
        assert "Noch keine Woche berechnet" in part(page(signed_in("kora")), "digest")
        week_before(house)
        text = part(page(signed_in("kora")), "digest")
    assert re.search(r"Meldungen eingegangen</dt>\s*<dd[^>]*>\s*3 · Vorwoche 0\s*</dd>", text)
    people = [house[name].display_name for name in ("aylin", "bernd", "carla", "dilan")]
    assert [word for word in (*SECRETS, *people, "KIM-") if word in text] == []
    assert reverse("indicators:week") in links(text)


def test_the_figures_of_another_town_are_not_in_the_digest(
    cases: list[Case], house: House, signed_in: SignedIn
) -> None:
    with clock.at(MONDAY):
        a_fact(kommune=house.organisation("stadt").kommune_id + 1, received_on=LAST.monday)
        roll_up(LAST, by=Actor.system())
        assert "Noch keine Woche berechnet" in part(page(signed_in("kora")), "digest")


def test_what_the_page_shows_is_written_down_once_with_both_of_its_parts(
    cases: list[Case], house: House, signed_in: SignedIn
) -> None:
    with clock.at(MONDAY):
        kora = signed_in("kora")
        with as_owner():
            before = AccessEvent.objects.count()
        page(kora)
    with as_owner():
        assert [row.block for row in AccessEvent.objects.order_by("pk")[before:]] == ["frame, figures"]
