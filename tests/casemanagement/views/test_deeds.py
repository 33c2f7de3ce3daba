# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the forms of a file do, from the browser to the stored row."""

import datetime as dt
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casemanagement.models import (
    Assessment,
    Case,
    ClientIdentity,
    ClientSituation,
    Consent,
    Contact,
    Document,
    DomainRating,
    Goal,
    HouseholdPerson,
    Measure,
    Milestone,
    WorkItem,
)
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent, User
from tests.factories import CaseFactory
from tests.papers import PDF

SignedIn = Callable[[str], Client]
Send = Callable[..., Any]


@pytest.fixture
def case(aylin: User) -> Case:
    return CaseFactory(led_by=aylin, planned=True)


@pytest.fixture
def send(case: Case, signed_in: SignedIn) -> Send:
    client = signed_in("aylin")

    def _send(page: str, data: dict[str, Any], **kwargs: Any) -> Any:
        url = reverse(f"cases:{page}", kwargs={"number": case.number, **kwargs})
        form = client.get(url).context["form"]
        hidden = {field.html_name: field.value() or "" for field in form.hidden_fields()}
        return client.post(url, {**hidden, **data})

    return _send


def stored(model: Any, **facts: Any) -> Any:
    with acting_in_role(OWNER):
        return model.objects.get(**facts)


def test_one_save_writes_the_note_and_the_next_task(case: Case, send: Send, aylin: User) -> None:
    response = send(
        "note",
        {
            "occurred_on": "gestern",
            "kind": "home_visit",
            "minutes": "45",
            "interpretation": "professional",
            "participants": "Klientin, Dolmetscher",
            "domains": ["housing", "debt"],
            "text": "Vermieter schreibt.",
            "next_title": "Vermieter anrufen",
            "next_on": "+2w",
        },
    )

    assert response.status_code == 302
    contact, item = stored(Contact, case=case), stored(WorkItem, case=case, kind="contacts.next")
    today = clock.today()
    assert (contact.occurred_on, contact.domains) == (today - dt.timedelta(days=1), ["housing", "debt"])
    assert (item.title, item.due_on, item.owner) == (
        "Vermieter anrufen",
        today + dt.timedelta(days=14),
        aylin,
    )


def test_a_task_of_ones_own_is_ticked_off_on_the_file(case: Case, send: Send, signed_in: SignedIn) -> None:
    send(
        "note",
        {
            "occurred_on": "heute",
            "kind": "phone",
            "minutes": "0",
            "interpretation": "none_needed",
            "next_title": "X",
        },
    )
    item = stored(WorkItem, case=case, kind="contacts.next")

    signed_in("aylin").post(reverse("cases:work_item_done", kwargs={"number": case.number, "pk": item.pk}))

    assert stored(WorkItem, pk=item.pk).state == "done"


def test_the_timeline_shows_notes_and_deeds_and_finds_words(
    send: Send, case: Case, signed_in: SignedIn
) -> None:
    send(
        "note",
        {
            "occurred_on": "heute",
            "kind": "phone",
            "minutes": "5",
            "interpretation": "none_needed",
            "text": "Über die Kündigung gesprochen",
        },
    )
    send("milestone_new", {"kind": "own_tenancy", "reached_on": "heute"})
    url = reverse("cases:timeline", kwargs={"number": case.number})
    client = signed_in("aylin")

    everything = [entry.title for entry in client.get(url).context["entries"]]
    found = [entry.title for entry in client.get(url + "?word=kündigung").context["entries"]]

    assert sorted(everything) == ["Meilenstein erreicht", "Telefonat"]
    assert found == ["Telefonat"]
    assert client.get(url + "?view=compact&what=events").status_code == 200


def test_a_confidential_note_is_stored_and_shown_to_its_writer_alone(
    case: Case, send: Send, signed_in: SignedIn
) -> None:
    send("confidential", {"text": "Im Vertrauen gesagt."})

    url = reverse("cases:confidential", kwargs={"number": case.number})
    assert "Im Vertrauen gesagt." in signed_in("aylin").get(url).content.decode()
    assert signed_in("carla").get(url).status_code == 404


def test_identity_situation_and_household_are_changed(case: Case, send: Send) -> None:
    send("identity", {"given_name": "Nadia", "family_name": "Osei", "birth_date": "3.5.1991"})
    send("household_person_new", {"given_name": "Kofi", "relation": "child", "birth_date": "01.02.2019"})
    send(
        "situation_change",
        {
            "nationality": "Ghana",
            "residence_status": "permit_family",
            "course_entitlement": "entitled",
            "benefit_regime": "sgb2",
            "household_type": "single_parent",
            "housing_status": "own_tenancy",
            "language_level": "a2",
            "target_groups": ["single_parent"],
        },
    )

    assert stored(ClientIdentity, case=case).birth_date == dt.date(1991, 5, 3)
    person = stored(HouseholdPerson, case=case)
    assert person.given_name == "Kofi"
    assert stored(ClientSituation, case=case).benefit_regime == "sgb2"
    send("household_person", {"given_name": "Kwame", "relation": "child"}, pk=person.pk)
    assert stored(HouseholdPerson, case=case).given_name == "Kwame"


def test_a_person_leaves_the_household(case: Case, send: Send, signed_in: SignedIn) -> None:
    send("household_person_new", {"given_name": "Kofi", "relation": "child"})
    person = stored(HouseholdPerson, case=case)

    signed_in("aylin").post(
        reverse("cases:household_person_remove", kwargs={"number": case.number, "pk": person.pk})
    )

    with acting_in_role(OWNER):
        assert not HouseholdPerson.objects.filter(case=case).exists()


def test_a_paper_comes_back_as_an_attachment_without_a_name_in_it(
    case: Case, send: Send, signed_in: SignedIn
) -> None:
    file = SimpleUploadedFile("Haddad Bescheid.pdf", PDF, content_type="application/pdf")
    send("document_new", {"kind": "decision", "title": "Bescheid", "file": file})
    document = stored(Document, case=case)

    response = signed_in("aylin").get(
        reverse("cases:document", kwargs={"number": case.number, "pk": document.pk})
    )

    assert response.content == PDF
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert (
        response["Content-Disposition"] == f'attachment; filename="{case.number}-dokument-{document.pk}.pdf"'
    )
    with acting_in_role(OWNER):
        assert AccessEvent.objects.filter(case_id=case.pk, action="export", block="documents").count() == 1


def test_the_plan_that_is_not_printed_yet_says_so(case: Case, signed_in: SignedIn) -> None:
    client = signed_in("aylin")
    page = client.get(reverse("cases:plan", kwargs={"number": case.number}))
    pdf = client.get(reverse("cases:plan_pdf", kwargs={"number": case.number}), follow=True)

    assert "Der Plan wird gedruckt" in page.content.decode()
    assert "noch nicht gedruckt" in pdf.content.decode()


def test_a_consent_is_given_and_taken_back_and_the_file_closes(
    case: Case, send: Send, signed_in: SignedIn
) -> None:
    client = signed_in("aylin")
    send(
        "consent_new",
        {"kind": "C4", "valid_from": "heute", "form": "oral_protocol", "protocol": "Ja gesagt."},
    )
    core = stored(Consent, case=case, kind="C1")
    asked = client.get(reverse("cases:consent_revoke", kwargs={"number": case.number, "pk": core.pk}))

    response = send("consent_revoke", {"revoked_on": "heute", "revoked_via": "phone"}, pk=core.pk)

    assert "schließt sich sofort" in unescape(asked.content.decode())
    assert stored(Consent, case=case, kind="C4").valid_until is not None
    assert response.status_code == 302
    assert client.get(reverse("cases:timeline", kwargs={"number": case.number})).status_code == 403
    overview = client.get(reverse("cases:file", kwargs={"number": case.number}))
    assert overview.status_code == 200
    assert "eingeschränkt" in overview.content.decode()


def test_domains_are_saved_one_by_one_and_lead_to_the_next(aylin: User, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=aylin, in_assessment=True)
    client = signed_in("aylin")

    def rate(domain: str, **answers: str) -> Any:
        url = reverse("cases:domain", kwargs={"number": case.number, "domain": domain})
        return client.post(url, answers)

    first = rate("residence_law", standing="rated", need="3", resource="1", client_priority="1")
    rate("language", standing="declined", need="4")
    twice = rate("housing", standing="rated", need="2", resource="2", client_priority="1")

    assert first["Location"].endswith("/assessment/language/")
    with acting_in_role(OWNER):
        ratings = {row.domain: (row.standing, row.need) for row in DomainRating.objects.filter(case=case)}
    assert ratings == {"residence_law": ("rated", 3), "language": ("declined", None)}
    assert "Rang 1 hat schon" in unescape(twice.content.decode())


def test_a_finished_assessment_is_read_and_no_longer_rated(case: Case, send: Send) -> None:
    with acting_in_role(OWNER):
        assert Assessment.objects.get(case=case).is_completed

    response = send("domain", {"standing": "rated", "need": "1", "resource": "1"}, domain="housing")

    assert "abgeschlossen und wird nicht mehr geändert" in response.content.decode()


def test_goals_measures_and_milestones_are_written(case: Case, send: Send) -> None:
    send(
        "goal_new",
        {
            "text": "Ich verstehe Briefe vom Amt.",
            "sign": "Drei Briefe ohne Hilfe beantwortet",
            "domain": "language",
            "level": "main",
            "target_on": "+6m",
            "owner": "client",
            "weight": "2",
            "gas_start": "-2",
            "anchor_0": "beantwortet mit Wörterbuch",
        },
    )
    with acting_in_role(OWNER):
        goal = Goal.objects.filter(case=case, domain="language").latest("pk")
    assert (goal.gas_start, goal.gas_anchors) == (-2, {"0": "beantwortet mit Wörterbuch"})

    send("measure_new", {"type": "integration_course", "provider": "VHS", "proposed_on": "heute"}, pk=goal.pk)
    measure = stored(Measure, goal=goal)
    refused = send("measure", {"state": "dropped_out", "on": "heute"}, pk=measure.pk)
    send("measure", {"state": "running", "on": "heute"}, pk=measure.pk)
    send("milestone_new", {"kind": "language_level_reached", "reached_on": "heute", "level": "b1"})

    assert "Grund des Abbruchs" in refused.content.decode()
    assert stored(Measure, pk=measure.pk).started_on == clock.today()
    assert stored(Milestone, case=case).level == "b1"


def test_a_goal_is_changed_with_its_scale(case: Case, send: Send) -> None:
    goal = stored(Goal, case=case)

    response = send(
        "goal",
        {
            "text": "Neuer Wortlaut",
            "domain": goal.domain,
            "level": "main",
            "owner": "client",
            "weight": "1",
            "state": "achieved",
            "gas_client": "1",
        },
        pk=goal.pk,
    )

    assert response.status_code == 302
    changed = stored(Goal, pk=goal.pk)
    assert (changed.text, changed.state, changed.gas_client) == ("Neuer Wortlaut", "achieved", 1)
    assert changed.ended_on == clock.today()


def test_the_frame_is_kept_by_the_case_manager(case: Case, send: Send, signed_in: SignedIn) -> None:
    send("intensity", {"intensity": "high"})
    send("location", {"stadtbezirk": "senne", "quarter": "Windflöte"})
    send("crisis", {"reason": "violence"})
    marked = stored(Case, pk=case.pk)
    send("crisis", {"note": "Sie wohnt jetzt sicher."})

    assert (marked.intensity, marked.stadtbezirk, marked.in_crisis) == ("high", "senne", True)
    assert not stored(Case, pk=case.pk).in_crisis


def test_a_protected_address_leaves_the_personal_data(case: Case, send: Send, signed_in: SignedIn) -> None:
    send(
        "identity", {"given_name": "Nadia", "family_name": "Osei", "street": "Feldweg 3", "city": "Bielefeld"}
    )

    send("protected_address", {"ground": "womens_shelter"})

    assert stored(ClientIdentity, case=case).street == ""
    shown = signed_in("aylin").get(reverse("cases:household", kwargs={"number": case.number}))
    assert "Feldweg 3" in shown.content.decode()
    with acting_in_role(OWNER):
        blocks = AccessEvent.objects.filter(case_id=case.pk, action="read").order_by("-pk")
        assert blocks.values_list("block", flat=True)[0] == "identity, protected"
