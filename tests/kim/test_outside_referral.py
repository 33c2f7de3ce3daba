# SPDX-License-Identifier: AGPL-3.0-or-later
"""A partner without an account reports a person, and learns nothing about anybody."""

import datetime as dt
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from casemanagement import retention
from casemanagement.choices.advice import OutsideState
from casemanagement.forms.pages_advice import SALT
from casemanagement.models import Case, ClientIdentity, OutsideReferral, Referral, ReferralText
from kim import outside
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Kommune
from tests.cast import House
from tests.factories import CaseFactory
from tests.workflows import walking

SignedIn = Callable[[str], Client]
ADDRESS = "/meldung/"
FORM = {
    "sender": "Moscheeverein Sieker",
    "callback": "Frau Yilmaz, 0521 111",
    "given_name": "Zwetlana",
    "family_name": "Geheimniskrämer",
    "phone": "0521 987654",
    "email": "",
    "language": "uk",
    "urgency": "urgent",
    "need": "Braucht eine Wohnung.",
    "client_consented": "on",
}
PERSON = ("Zwetlana", "Geheimniskrämer", "0521 987654")


def opened(seconds_ago: int = 60) -> str:
    """The sign that a form carries when it was opened so long ago."""
    signer = signing.TimestampSigner(salt=SALT)
    signer.timestamp = lambda: signing.b62_encode(int(time.time()) - seconds_ago)  # type: ignore[method-assign]
    return signer.sign_object("")


def send(client: Client | None = None, **changed: str) -> Any:
    answers = FORM | {"opened": opened()} | changed
    return (client or Client()).post(ADDRESS, {name: value for name, value in answers.items() if value})


def answer(response: Any) -> str:
    """The page after it, without the number that was drawn."""
    text: str = Client().get(response["Location"]).content.decode()
    return re.sub(r"M-\w{8}", "", text)


def queue() -> list[OutsideReferral]:
    with acting_in_role(OWNER):
        return list(OutsideReferral.objects.all())


def test_the_form_needs_no_account_and_says_what_it_will_never_say(house: House) -> None:
    response = Client().get(ADDRESS)

    assert response.status_code == 200
    assert "sagen wir nur ihr selbst" in response.content.decode()


def test_a_meldung_lands_in_the_queue_and_its_sender_gets_a_number(house: House) -> None:
    response = send()

    (row,) = queue()
    assert (row.state, row.given_name, row.need) == ("open", "Zwetlana", "Braucht eine Wohnung.")
    assert row.number in Client().get(response["Location"]).content.decode()


def test_the_answer_is_the_same_whether_the_person_is_known_or_not(house: House) -> None:
    unknown = answer(send(family_name="Unbekannt"))
    known = CaseFactory(led_by=house["carla"], planned=True)
    with walking.as_owner():
        identity = ClientIdentity.objects.get(case=known)

    assert answer(send(given_name=identity.given_name, family_name=identity.family_name)) == unknown
    assert answer(send(website="https://spam.example")) == unknown


@pytest.mark.parametrize("missing", ["client_consented", "phone", "sender", "callback", "need", "language"])
def test_without_the_persons_consent_or_a_way_to_reach_anybody_it_is_refused(
    missing: str, house: House
) -> None:
    response = send(None, **{missing: ""})

    assert "Fehler:" in response.content.decode()
    assert queue() == []


def test_a_program_that_fills_in_everything_is_thanked_and_nothing_is_kept(house: House) -> None:
    assert send(website="https://spam.example").status_code == 302
    assert queue() == []


# Less than no time, so that a slow machine does not make it enough.
@pytest.mark.parametrize("sign", [-60, 24 * 60 * 60, "", "geraten"])
def test_a_form_sent_at_once_or_with_an_old_sign_is_asked_for_once_more(
    sign: int | str, house: House
) -> None:
    text = send(opened=opened(sign) if isinstance(sign, int) else sign).content.decode()

    assert "senden Sie das Formular noch einmal" in text
    assert "Geheimniskrämer" in text
    assert queue() == []


def test_one_network_may_send_ten_in_a_quarter_of_an_hour(house: House) -> None:
    for number in range(outside.MOST_OF_NETWORK):
        assert send(Client(REMOTE_ADDR=f"192.0.2.{number + 1}")).status_code == 302

    refused = send(Client(REMOTE_ADDR="192.0.2.99"))

    assert refused.status_code == 429
    assert "0521 987654" in refused.content.decode()  # nothing typed is lost
    assert send(Client(REMOTE_ADDR="198.51.100.1")).status_code == 302
    with clock.at(clock.now() + dt.timedelta(minutes=16)):
        assert send(Client(REMOTE_ADDR="192.0.2.99")).status_code == 302


def test_all_networks_together_have_a_limit(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "MOST_OF_ALL", 2)
    for number in range(2):
        assert send(Client(REMOTE_ADDR=f"10.{number}.0.1")).status_code == 302

    assert send(Client(REMOTE_ADDR="10.9.0.1")).status_code == 429


# --- The database -------------------------------------------------------------------------------


def test_without_a_hat_the_queue_takes_a_row_and_shows_none(house: House) -> None:
    send()

    for question in (
        OutsideReferral.objects.count,
        lambda: OutsideReferral.objects.values_list("number").first(),
        lambda: OutsideReferral.objects.update(state=OutsideState.REJECTED),
        lambda: OutsideReferral.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            question()


@pytest.mark.parametrize(
    "wrong", [{"state": "taken_over"}, {"reason": "abuse"}, {"decided_on": dt.date(2026, 1, 1)}]
)
def test_what_arrives_is_undecided(wrong: dict[str, Any], house: House) -> None:
    facts = {"received_on": clock.today(), "language": "uk", "urgency": "normal", "client_consented": True}
    row = OutsideReferral(kommune=Kommune.objects.get(), **facts | wrong)

    with pytest.raises(DatabaseError, match=r"row-level security|check constraint"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("name", ["aylin", "erika", "dora", "theo", "adam", "conrad", "rita"])
def test_nobody_but_the_coordination_reads_the_queue(
    name: str, house: House, actor: Callable[..., Actor]
) -> None:
    send()

    with (
        acting_as(actor(name)),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        OutsideReferral.objects.count()


# --- The coordination ---------------------------------------------------------------------------


def page_of(row: OutsideReferral) -> str:
    return reverse("supervision:outside", args=[row.number])


def test_it_stands_in_the_coordinators_eingang_without_a_name(house: House, signed_in: SignedIn) -> None:
    send()
    (row,) = queue()
    kora = signed_in("kora")

    texts = [kora.get(path).content.decode() for path in (reverse("supervision:incoming"), page_of(row))]

    assert all(row.number in text and "dringend" in text for text in texts)
    assert "Meldungen von außen" in texts[0]
    assert "Braucht eine Wohnung." in texts[1]
    assert not [secret for secret in PERSON for text in texts if secret in text]


def test_taken_over_it_is_a_proper_referral_with_a_check_for_duplicates(
    house: House, signed_in: SignedIn
) -> None:
    send()
    (row,) = queue()

    text = (
        signed_in("kora")
        .post(page_of(row), {"take": "1", "take-source": "migrant_organisation"}, follow=True)
        .content.decode()
    )

    with walking.as_owner():
        case = Case.objects.get()
        identity = ClientIdentity.objects.get(case=case)
        referral = Referral.objects.get(case=case)
        words = ReferralText.objects.get(case=case)
    assert case.number in text
    assert case.organisation.code == "stadt"
    assert (identity.given_name, identity.family_name, identity.phone) == PERSON
    assert (referral.source, referral.client_consented) == ("migrant_organisation", True)
    assert words.need_summary == "Laut meldender Stelle dringend.\nBraucht eine Wohnung."
    assert "Moscheeverein Sieker" in words.referrer
    assert walking.open_kinds(case)
    (done,) = queue()
    assert done.state == OutsideState.TAKEN_OVER
    assert not any(getattr(done, name) for name in OutsideReferral.WORDS)


def test_rejected_it_is_emptied_at_once_and_decided_only_once(house: House, signed_in: SignedIn) -> None:
    send()
    (row,) = queue()
    kora = signed_in("kora")

    kora.post(page_of(row), {"turn_down": "1", "reject-reason": "not_responsible"})

    (done,) = queue()
    assert (done.state, done.reason) == ("rejected", "not_responsible")
    assert not any(getattr(done, name) for name in OutsideReferral.WORDS)
    assert kora.get(page_of(row)).status_code == 404
    with walking.as_owner():
        assert not Case.objects.exists()


def test_a_rejection_needs_its_reason(house: House, signed_in: SignedIn) -> None:
    send()
    (row,) = queue()

    response = signed_in("kora").post(page_of(row), {"turn_down": "1", "reject-reason": ""})

    assert "Fehler:" in response.content.decode()
    assert queue()[0].state == OutsideState.OPEN


@pytest.mark.parametrize(("days", "left"), [(29, 1), (30, 0)])
def test_what_nobody_takes_over_is_deleted_after_thirty_days(days: int, left: int, house: House) -> None:
    send()

    with clock.at(clock.today() + dt.timedelta(days=days)):
        retention.run()

    assert len(queue()) == left
