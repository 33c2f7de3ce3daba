# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address of the site: what shows something of a case leaves exactly one event, with grant and reason.

An answer that shows a case leaves one reading, search or export; a refusal leaves one refusal; a deed
leaves its line in the journal of the case and no reading beside it.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from casemanagement.actions import documents
from casemanagement.models import Case, CaseEvent
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat, hats_of
from permissions.models import AccessAction, AccessEvent, User
from tests import snapshot
from tests.cast import House
from tests.factories import CaseFactory, ConsentFactory
from tests.papers import PDF
from tests.test_every_url import HAT_ADDRESSES, examples, filled
from tests.workflows import walking

SHOWN = {AccessAction.READ, AccessAction.SEARCH, AccessAction.EXPORT, AccessAction.PRINT}
# Who they are to the case, and with which hat they look.
ONLOOKERS = ["aylin", "kora", "dora", "theo", "bernd", "erika", "adam", "conrad", "rita"]
NAMES = ("Zwetlana", "Geheimniskrämer", "KELLERGEHEIMNIS")


@pytest.fixture
def case(house: House, actor: Callable[..., Actor], signed_in: Callable[[str], Client]) -> Case:
    """Aylin's case with a plan in force and open steps; Kora holds it open for her hour."""
    return snapshot.once("Aylin's case", lambda: _planned(house, actor, signed_in))


def _planned(house: House, actor: Callable[..., Actor], signed_in: Callable[[str], Client]) -> Case:
    aylin, kora = actor("aylin"), actor("kora")
    found = walking.register(aylin, given_name=NAMES[0], family_name=NAMES[1], need_summary=NAMES[2])
    for kind in ("assess_urgency", "check_duplicates", "record_overlap", "obtain_consent"):
        walking.do(found, f"intake.{kind}", by=aylin)
    walking.do(found, "intake.declare_conflict", by=aylin)
    walking.do(found, "intake.decide_triage", by=aylin)
    walking.do(found, "intake.assign_case", by=kora, person=str(house["aylin"].pk))
    signed_in("kora").post(
        f"/fachaufsicht/fall/{found.number}/oeffnen/", {"reason": "complaint", "text": "Beschwerde"}
    )
    return walking.fresh(found)


def events_after(last: int) -> list[AccessEvent]:
    with acting_in_role(OWNER):
        return list(AccessEvent.objects.filter(pk__gt=last).order_by("pk"))


def last_event() -> int:
    with acting_in_role(OWNER):
        return AccessEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def ask(client: Client, address: str, method: str = "get", **data: Any) -> tuple[Any, str, list[AccessEvent]]:
    before = last_event()
    response = getattr(client, method)(address, data)
    parts: Any = getattr(response, "streaming_content", None)
    body = b"".join(parts) if parts else response.content
    # The address that was asked for may stand on a page that shows nothing.
    return response, body.decode(errors="replace").replace(address, ""), events_after(before)


def own_addresses(client: Client, case: Case) -> list[str]:
    person = User.objects.get(pk=client.session["_auth_user_id"])
    worn, known = hats_of(person, clock.today()), examples(case)
    return [
        address
        for path in HAT_ADDRESSES
        if Hat.of_path(f"/{path}") in worn
        for address in filled(path, known)
    ]


def shows_case(response: Any, text: str, case: Case) -> bool:
    is_file = "attachment" in response.headers.get("Content-Disposition", "")
    return response.status_code == 200 and (is_file or any(mark in text for mark in (*NAMES, case.number)))


def complaint(events: list[AccessEvent], allowed: set[AccessAction]) -> str:
    """What is wrong with the events of one answer; empty when there is exactly one, and it is complete."""
    if len(events) != 1:
        return f"{len(events)} events: {[(event.action, event.block) for event in events]}"
    (event,) = events
    if event.action not in allowed:
        return f"a {event.action}"
    if event.person_id is None or not event.hat:
        return "nobody's"
    if event.action in SHOWN and not event.grant:
        return "no grant"
    return "" if event.organisation_id else "no organisation"


@pytest.mark.long
@pytest.mark.parametrize("name", ONLOOKERS)
def test_every_page_that_shows_a_case_leaves_exactly_one_event(
    name: str, case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, wrong, shown = signed_in(name), {}, 0
    for address in own_addresses(client, case):
        response, text, events = ask(client, address)
        if shows_case(response, text, case):
            shown += 1
            wrong[address] = complaint(events, SHOWN)
        elif response.status_code in {403, 404}:
            wrong[address] = complaint(events, {AccessAction.REFUSE})
        elif len(events) > 1:
            wrong[address] = f"{len(events)} events"

    assert {address: why for address, why in wrong.items() if why} == {}
    # aylin and dora see the case; whoever has no task on it sees it nowhere.
    assert (shown > 0) == (name in {"aylin", "kora", "dora"})


@pytest.mark.long
@pytest.mark.parametrize("name", ["aylin", "kora", "dora"])
def test_a_form_that_comes_back_leaves_one_event_and_a_refusal_one_too(
    name: str, case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, wrong = signed_in(name), {}
    for address in own_addresses(client, case):
        response, text, events = ask(client, address, "post")
        assert response.status_code < 500, address
        if shows_case(response, text, case):
            wrong[address] = complaint(events, SHOWN)
        elif response.status_code in {403, 404}:
            wrong[address] = complaint(events, {AccessAction.REFUSE})
        elif response.status_code == 302 and any(event.action == AccessAction.READ for event in events):
            wrong[address] = "a deed that reads"
        elif len(events) > 1:
            wrong[address] = f"{len(events)} events"

    assert {address: why for address, why in wrong.items() if why} == {}


def test_what_the_coordinator_reads_in_her_hour_carries_the_reason_she_gave(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("kora")
    pages = [path for path in own_addresses(client, case) if f"/{case.number}/akte/" in path]
    found, shut = {}, set()
    for address in pages:
        response, _text, events = ask(client, address)
        if response.status_code == 200:
            found[address] = {event.reason for event in events}
        else:
            shut.add((address.rsplit("/", 2)[1], response.status_code))

    assert found
    assert set(map(frozenset, found.values())) == {frozenset({"complaint"})}
    # What was entrusted to the case manager alone takes a Notfallzugriff, not an hour.
    assert shut == {("vertraulich", 403)}


def test_a_document_taken_out_is_one_export(
    case: Case, actor: Callable[..., Actor], signed_in: Callable[[str], Client]
) -> None:
    with acting_as(actor("aylin")), transaction.atomic():
        paper = documents.add(
            Case.objects.get(pk=case.pk),
            by=actor("aylin"),
            kind="other",
            title="Brief",
            file=SimpleUploadedFile("brief.pdf", PDF),
        )
    _response, _text, events = ask(
        signed_in("aylin"), f"/fallarbeit/fall/{case.number}/dokumente/{paper.pk}/"
    )

    assert [(event.action, event.case_id) for event in events] == [(AccessAction.EXPORT, case.pk)]
    assert events[0].grant


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ({"given_name": NAMES[0], "family_name": NAMES[1]}, 1),
        ({"given_name": "Niemand", "family_name": "Unbekannt", "birth_date": "01.02.1990"}, 0),
    ],
    ids=["own cases", "with the question to all"],
)
def test_a_search_is_one_event_with_its_hits_and_without_the_name(
    typed: dict[str, str], hits: int, case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("aylin")
    _response, _text, (event,) = ask(client, "/fallarbeit/neu/", "post", **typed)
    _response, _text, (again,) = ask(client, "/fallarbeit/neu/", "post", **typed)

    assert (event.action, event.detail["shown"]) == (AccessAction.SEARCH, hits)
    assert event.detail["query"] == again.detail["query"]
    assert not any(word in str(vars(event)) for word in typed.values())


DEEDS: dict[str, tuple[str, dict[str, Any]]] = {
    "notiz/": (
        "contact_written",
        {
            "occurred_on": "gestern",
            "kind": "phone",
            "minutes": "5",
            "interpretation": "none_needed",
            "text": "Kurz.",
        },
    ),
    "haushalt/neu/": ("household_changed", {"given_name": "Ada", "relation": "child"}),
    "vertraulich/": ("confidential_written", {"text": "Anvertraut."}),
}


@pytest.mark.parametrize("page", DEEDS)
def test_a_deed_is_one_line_of_the_journal_and_no_reading(
    page: str, house: House, signed_in: Callable[[str], Client]
) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    ConsentFactory(case=case, kind="C2")
    kind, data = DEEDS[page]
    client, address = signed_in("aylin"), f"/fallarbeit/fall/{case.number}/{page}"
    form = client.get(address).context["form"]
    hidden = {field.html_name: field.value() or "" for field in form.hidden_fields()}
    with acting_in_role(OWNER):
        before = set(CaseEvent.objects.values_list("pk", flat=True))

    response, _text, read = ask(client, address, "post", **hidden, **data)

    with acting_in_role(OWNER):
        fresh = list(CaseEvent.objects.exclude(pk__in=before))
    assert response.status_code == 302
    assert [event.kind for event in fresh if event.kind == kind] == [kind]
    assert {(event.case_id, event.person_id, event.hat) for event in fresh} == {
        (case.pk, house["aylin"].pk, "case")
    }
    assert read == []


def test_a_wrong_hat_is_one_refusal_that_somebody_watches(
    house: House, signed_in: Callable[[str], Client]
) -> None:
    response, _text, events = ask(signed_in("theo"), "/fallarbeit/")

    assert response.status_code == 403
    assert [(event.action, event.hat, event.organisation_id) for event in events] == [
        (AccessAction.REFUSE, "case", house.organisation("stadt").pk)
    ]


def test_a_form_without_its_token_is_one_refusal(house: House, signed_in: Callable[[str], Client]) -> None:
    """As another site would send it: the browser brings the session along, but not the token of the form."""
    foreign = Client(enforce_csrf_checks=True)
    foreign.cookies = signed_in("aylin").cookies
    before = seen_events()

    response = foreign.post("/fallarbeit/beschwerden/", {"subject": "coordination", "text": "x"})

    assert response.status_code == 403
    made = seen_events() - before
    with acting_in_role(OWNER):
        events = list(AccessEvent.objects.filter(pk__in=made))
    assert [(event.action, event.hat, event.person_id) for event in events] == [
        (AccessAction.REFUSE, "case", house["aylin"].pk)
    ]


def seen_events() -> set[int]:
    with acting_in_role(OWNER):
        return set(AccessEvent.objects.values_list("pk", flat=True))
