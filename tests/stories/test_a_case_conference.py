# SPDX-License-Identifier: AGPL-3.0-or-later
"""Case conference: with participants, decisions and resulting tasks, and nobody hears anything without a ground."""

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from casemanagement.actions import conferences, consents, protections
from casemanagement.choices import ConsentKind
from casemanagement.models import (
    Case,
    CaseEvent,
    Conference,
    ConferenceParticipant,
    ConferenceTask,
    Consent,
    Disclosure,
    WorkItem,
)
from permissions import clock
from permissions.actor import Actor, NotPermitted
from permissions.models import User
from tests.factories import CaseFactory
from tests.factories.cases import ConsentFactory
from tests.workflows.walking import as_owner

ActorOf = Callable[..., Actor]
SignedIn = Callable[[str], Client]
REFUSED = "Bitte wählen Sie die Einwilligung oder das Gesetz, auf dem die Weitergabe beruht."


@pytest.fixture
def case(carla: User) -> Case:
    return CaseFactory(led_by=carla, planned=True)


@pytest.fixture
def consent(case: Case) -> Consent:
    """The client lets the Jobcenter take part."""
    return ConsentFactory(case=case, kind=ConsentKind.C7, recipient_text="Jobcenter", direction="both")


def page(case: Case, name: str, **kwargs: Any) -> str:
    return reverse(f"cases:{name}", kwargs={"number": case.number, **kwargs})


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def planned(case: Case, client: Client, held_on: str = "heute") -> Conference:
    answers = {
        "held_on": held_on,
        "kind": "on_site",
        "place": "Rathaus, Raum 12",
        "occasion": "Kurs und Arbeit.",
    }
    client.post(page(case, "conference_new"), answers)
    with as_owner():
        return Conference.objects.filter(case=case).latest("pk")


def invite(case: Case, conference: Conference, client: Client, **answers: Any) -> Any:
    said = {"function": "Arbeitsvermittlung", "name": "Frau Lüke", "ground_categories": ["identity"]}
    return client.post(page(case, "conference_participant", pk=conference.pk), said | answers)


def participant(case: Case) -> ConferenceParticipant:
    with as_owner():
        return ConferenceParticipant.objects.select_related("disclosure").get(case=case)


def events(case: Case) -> list[str]:
    with as_owner():
        rows = CaseEvent.objects.filter(case=case, kind__startswith="conference").order_by("pk")
        return list(rows.values_list("kind", flat=True))


def test_a_case_conference_with_participants_decisions_and_resulting_tasks(
    case: Case, carla: User, consent: Consent, signed_in: SignedIn
) -> None:
    client = signed_in("carla")
    conference = planned(case, client)
    invite(case, conference, client, ground_consent=consent.pk)
    one = participant(case)
    assert (one.disclosure.recipient_text, one.disclosure.consent_id) == ("Jobcenter", consent.pk)

    answers = {
        f"attendance_{one.pk}": "present",
        "client_there": "yes",
        "decisions": "Sprachkurs zuerst, dann Praktikum.",
        "title_1": "Kursplatz anfragen",
        "who_1": "Jobcenter",
        "due_on_1": "+2w",
    }
    client.post(page(case, "conference_record", pk=conference.pk), answers)

    shown = text_of(client.get(page(case, "conference", pk=conference.pk)))
    for words in (
        "Jobcenter: Arbeitsvermittlung, Frau Lüke",
        "Sprachkurs zuerst",
        "Kursplatz anfragen",
        "war dabei",
    ):
        assert words in shown
    with as_owner():
        task = ConferenceTask.objects.select_related("work_item").get(case=case)
        reminders = WorkItem.objects.filter(case=case, kind__startswith="conferences.record.")
        assert [item.state for item in reminders] == ["done"]
    item = task.work_item
    assert (item.title, item.state, item.owner_id, item.due_on, task.who) == (
        "Kursplatz anfragen",
        "open",
        carla.pk,
        clock.today() + dt.timedelta(weeks=2),
        "Jobcenter",
    )
    assert events(case) == ["conference_planned", "conference_held", "conference_task_set"]


def test_without_consent_or_statute_nobody_is_invited_and_one_sentence_says_so(
    case: Case, signed_in: SignedIn
) -> None:
    client = signed_in("carla")
    conference = planned(case, client)
    refused = invite(case, conference, client)
    assert REFUSED in text_of(refused)
    with as_owner():
        assert not Disclosure.objects.filter(case=case).exists()
        assert not ConferenceParticipant.objects.filter(case=case).exists()


def test_a_statute_needs_its_reason_and_names_the_place(case: Case, signed_in: SignedIn) -> None:
    client = signed_in("carla")
    conference = planned(case, client)
    statute = {"ground_legal_basis": "child_protection", "ground_recipient": "Jugendamt"}
    assert "braucht eine Begründung" in text_of(invite(case, conference, client, **statute))
    reason = {"ground_note": "Gewichtige Anhaltspunkte", "ground_decided_by": "ISEF"}
    invite(case, conference, client, **statute, **reason)
    assert participant(case).disclosure.recipient_text == "Jugendamt"


def test_who_must_not_be_informed_is_not_invited(
    case: Case, consent: Consent, signed_in: SignedIn, actor: ActorOf
) -> None:
    protections.add_risk_person(case, by=actor("carla"), words="Yusuf Haddad")
    client = signed_in("carla")
    conference = planned(case, client)
    refused = invite(case, conference, client, name="Yusuf Haddad", ground_consent=consent.pk)
    assert "nicht informieren" in text_of(refused)
    with as_owner():
        assert not Disclosure.objects.filter(case=case).exists()


def test_an_ahead_day_is_planned_and_a_revoked_consent_keeps_the_place_out(
    case: Case, consent: Consent, actor: ActorOf, signed_in: SignedIn
) -> None:
    client, carla = signed_in("carla"), actor("carla")
    conference = planned(case, client, held_on="+1w")
    invite(case, conference, client, ground_consent=consent.pk)
    one = participant(case)
    too_early = client.post(
        page(case, "conference_record", pk=conference.pk),
        {f"attendance_{one.pk}": "present", "client_there": "yes", "decisions": "Schon entschieden."},
    )
    assert "hat noch nicht stattgefunden" in text_of(too_early)

    consents.revoke(consent, by=carla, revoked_on=clock.today(), revoked_via="in_person")
    assert participant(case).disclosure.cancelled_at is not None
    said: dict[str, Any] = {"client_there": "yes", "decisions": "Ohne das Jobcenter beraten."}
    with clock.at(clock.now() + dt.timedelta(weeks=1)):
        with pytest.raises(ValidationError, match="keine Einwilligung mehr"):
            conferences.record(conference, by=carla, attendance={one.pk: "present"}, **said)
        conferences.record(conference, by=carla, attendance={one.pk: "excused"}, **said)
    with as_owner():
        assert Conference.objects.get(pk=conference.pk).is_held


def test_a_consent_revoked_after_the_day_does_not_change_who_was_there(
    case: Case, consent: Consent, actor: ActorOf, signed_in: SignedIn
) -> None:
    client, carla = signed_in("carla"), actor("carla")
    conference = planned(case, client)
    invite(case, conference, client, ground_consent=consent.pk)
    one = participant(case)
    with clock.at(clock.now() + dt.timedelta(days=1)):
        consents.revoke(consent, by=carla, revoked_on=clock.today(), revoked_via="in_person")
        conferences.record(
            conference,
            by=carla,
            attendance={one.pk: "present"},
            client_there="yes",
            decisions="Erst der Kurs.",
        )
    assert (participant(case).attendance, participant(case).disclosure.cancelled_at) == ("present", None)


def test_whoever_was_excused_has_learnt_nothing_and_a_conference_called_off_tells_nobody(
    case: Case, consent: Consent, actor: ActorOf, signed_in: SignedIn
) -> None:
    client = signed_in("carla")
    conference = planned(case, client)
    invite(case, conference, client, ground_consent=consent.pk)
    client.post(page(case, "conference_call_off", pk=conference.pk))
    one = participant(case)
    assert (one.attendance, one.disclosure.cancelled_at is not None) == ("excused", True)
    with as_owner():
        assert {item.state for item in WorkItem.objects.filter(kind__startswith="conferences.")} == {
            "cancelled"
        }
    again = text_of(client.post(page(case, "conference_call_off", pk=conference.pk), follow=True))
    assert "schon festgehalten oder abgesagt" in again
    assert events(case) == ["conference_planned", "conference_called_off"]


def test_a_task_without_a_person_or_a_day_is_asked_for_again(case: Case, signed_in: SignedIn) -> None:
    client = signed_in("carla")
    conference = planned(case, client)
    answers = {"client_there": "not_wanted", "decisions": "Nichts Neues.", "title_1": "Anrufen"}
    refused = client.post(page(case, "conference_record", pk=conference.pk), answers)
    assert "Bitte sagen Sie, wer was bis wann tut." in text_of(refused)
    client.post(page(case, "conference_record", pk=conference.pk), answers | {"title_1": ""})
    later = {"title": "Anrufen", "who": "Ich", "due_on": "+1w"}
    client.post(page(case, "conference_task", pk=conference.pk), later)
    twice = client.post(page(case, "conference_task", pk=conference.pk), later)
    assert "steht schon auf der Liste" in text_of(twice)


def test_only_who_works_on_the_case_plans_one_and_others_find_none(
    case: Case, consent: Consent, actor: ActorOf, signed_in: SignedIn
) -> None:
    conference = planned(case, signed_in("carla"))
    with pytest.raises(NotPermitted):
        conferences.invite(conference, by=actor("bernd"), function="Lehrerin")
    for name in ("conferences", "conference"):
        known = {"pk": conference.pk} if name == "conference" else {}
        assert signed_in("bernd").get(page(case, name, **known)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    case: Case, consent: Consent, signed_in: SignedIn, count: int, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("carla")
    for _number in range(count):
        invite(case, planned(case, client), client, ground_consent=consent.pk)
    with django_assert_max_num_queries(20):
        response = client.get(page(case, "conferences"))
    assert text_of(response).count("Kurs und Arbeit.") == count
