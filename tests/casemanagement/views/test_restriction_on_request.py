# SPDX-License-Identifier: AGPL-3.0-or-later
"""Art. 18 and 21: what is granted restricts the file by itself, and the client hears before that ends."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement.models import Case, Notice, Restriction, SubjectRequest, WorkItem
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from tests.cast import HAT_OF, House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]
TREE = {"kora": "supervision", "dora": "dataprotection"}


@pytest.fixture
def case(house: House) -> Case:
    return CaseFactory(led_by=house["aylin"], planned=True)


@pytest.fixture
def ask(case: Case, signed_in: SignedIn) -> Callable[..., SubjectRequest]:
    def _ask(kind: str, **facts: str) -> SubjectRequest:
        facts = {"received_on": "heute", "received_via": "talk", "identity_checked": "known"} | facts
        page = reverse("cases:request_new", args=[case.number])
        assert signed_in("aylin").post(page, {"kind": kind} | facts).status_code == 302
        with acting_in_role(OWNER):
            return SubjectRequest.objects.latest("pk")

    return _ask


def decide(client: Client, tree: str, row: SubjectRequest, decision: str = "granted", **facts: str) -> str:
    page = reverse(f"{tree}:request", args=[row.pk])
    return client.post(page, {"do": "decide", "decision": decision} | facts, follow=True).content.decode()


def standing(case: Case) -> Restriction | None:
    with acting_in_role(OWNER):
        case.refresh_from_db()
        found = Restriction.objects.filter(case=case, lifted_at=None).first()
    assert case.is_restricted is (found is not None)
    return found


GRANTED = {
    "the ground of the request": ("restriction", "claims", {}, "claims"),
    "the ground that was found": ("restriction", "", {"ground": "accuracy"}, "accuracy"),
    "the ground that was found instead": ("restriction", "claims", {"ground": "unlawful"}, "unlawful"),
    "an objection": ("objection", "", {}, "objection"),
}


@pytest.mark.parametrize("name", GRANTED)
@pytest.mark.parametrize("who", TREE)
def test_a_request_that_is_granted_restricts_the_file(
    who: str, name: str, case: Case, ask: Callable[..., SubjectRequest], signed_in: SignedIn
) -> None:
    kind, said, decided, ground = GRANTED[name]
    row = ask(kind, ground=said)
    file = reverse("cases:household", args=[case.number])
    assert signed_in("aylin").get(file).status_code == 200

    answered = decide(signed_in(who), TREE[who], row, **({"ground": said} | decided))
    assert reverse(f"{TREE[who]}:restriction", args=[case.number]) in answered

    found = standing(case)
    assert found is not None
    assert (found.ground, found.request_id) == (ground, row.pk)
    assert signed_in("aylin").get(file).status_code == 403


@pytest.mark.parametrize("decision", ["refused", "withdrawn"])
def test_one_that_is_not_granted_changes_nothing(
    decision: str, case: Case, ask: Callable[..., SubjectRequest], signed_in: SignedIn
) -> None:
    decide(
        signed_in("dora"),
        "dataprotection",
        ask("objection"),
        decision,
        reason="Die Lage ist nicht besonders.",
    )

    assert standing(case) is None


def test_without_a_ground_neither_the_answer_nor_the_restriction_is_there(
    case: Case, ask: Callable[..., SubjectRequest], signed_in: SignedIn
) -> None:
    row = ask("restriction")

    assert "Bitte nennen Sie den Grund der Einschränkung." in decide(signed_in("dora"), "dataprotection", row)
    assert standing(case) is None
    with acting_in_role(OWNER):
        assert SubjectRequest.objects.get(pk=row.pk).is_open


def test_a_file_that_is_restricted_already_stays_so_and_the_request_is_answered(
    case: Case, ask: Callable[..., SubjectRequest], signed_in: SignedIn
) -> None:
    first, second = ask("restriction", ground="accuracy"), ask("objection")
    decide(signed_in("dora"), "dataprotection", first, ground="accuracy")
    decide(signed_in("kora"), "supervision", second)

    with acting_in_role(OWNER):
        assert not SubjectRequest.objects.filter(case=case, decision="").exists()
        assert Restriction.objects.get(case=case).ground == "accuracy"


# --- The client hears before it is lifted -----------------------------------------------------


@pytest.fixture
def restricted(case: Case, ask: Callable[..., SubjectRequest], signed_in: SignedIn) -> Case:
    decide(signed_in("dora"), "dataprotection", ask("objection"))
    return case


def lift(client: Client, case: Case, tree: str = "dataprotection", **facts: str) -> str:
    page = reverse(f"{tree}:restriction", args=[case.number])
    return client.post(page, {"note": "Der Widerspruch ist erledigt."} | facts, follow=True).content.decode()


def told(house: House, name: str) -> list[str]:
    with acting_in_role(OWNER):
        mine = Notice.objects.filter(to_hat=HAT_OF[name], seen_at=None).order_by("pk")
        return [row.kind for row in mine if row.to_person_id in {None, house[name].pk}]


def test_nobody_lifts_what_the_client_does_not_know(restricted: Case, signed_in: SignedIn) -> None:
    assert "Vor der Aufhebung erfährt es" in lift(signed_in("dora"), restricted)
    assert standing(restricted) is not None


def test_whoever_lifts_may_have_told_the_client_herself(restricted: Case, signed_in: SignedIn) -> None:
    lift(signed_in("kora"), restricted, "supervision", informed_on="heute")

    assert standing(restricted) is None


def test_the_case_manager_is_asked_tells_the_client_and_it_is_lifted(
    restricted: Case, house: House, signed_in: SignedIn
) -> None:
    aylin, dora = signed_in("aylin"), signed_in("dora")
    page = reverse("dataprotection:restriction", args=[restricted.number])
    step = reverse("cases:restriction", args=[restricted.number])
    assert "Aufhebung ankündigen" in dora.get(page).content.decode()
    dora.post(page, {"do": "announce"})
    assert "restriction_to_lift" in told(house, "aylin")
    today = aylin.get("/fallarbeit/").content.decode()
    assert "Klient*in unterrichten" in today
    assert step in today
    assert "Angekündigt am" in dora.get(page).content.decode()

    assert aylin.post(step, {"informed_on": "heute"}).status_code == 302

    assert "restriction_told" in told(house, "dora")
    with acting_in_role(OWNER):
        assert WorkItem.objects.get(case=restricted, kind="restriction.inform").state == "done"
    assert standing(restricted) is not None
    text = lift(dora, restricted)
    assert "unterrichtet" in text
    assert standing(restricted) is None


def test_a_task_to_tell_the_client_is_not_ticked_off(restricted: Case, signed_in: SignedIn) -> None:
    signed_in("dora").post(
        reverse("dataprotection:restriction", args=[restricted.number]), {"do": "announce"}
    )
    with acting_in_role(OWNER):
        item = WorkItem.objects.get(case=restricted, kind="restriction.inform")
        Case.objects.filter(pk=restricted.pk).update(is_restricted=False)  # so that a tick would be allowed
    signed_in("aylin").post(reverse("cases:work_item_done", args=[restricted.number, item.pk]))

    with acting_in_role(OWNER):
        assert WorkItem.objects.get(pk=item.pk).state == "open"


def test_what_nobody_asked_for_ends_without_a_word(case: Case, signed_in: SignedIn) -> None:
    with acting_in_role(OWNER):
        Case.objects.filter(pk=case.pk).update(is_restricted=True)
        Restriction.objects.create(
            case=case, ground="closed", set_by=case.registered_by, set_at="2026-01-01T12:00Z"
        )
    lift(signed_in("kora"), case, "supervision")

    assert standing(case) is None


def test_a_stranger_notes_nothing(restricted: Case, signed_in: SignedIn) -> None:
    assert signed_in("bernd").get(reverse("cases:restriction", args=[restricted.number])).status_code == 404
