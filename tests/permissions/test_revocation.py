# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever lost a consent is out with the very next request, whatever happened before."""

import random
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client

from casemanagement.actions import consents, disclosures
from casemanagement.choices import AssignmentRole, ConsentKind, RevokedVia
from casemanagement.models import Case, Consent, FileOpening, Handover
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from tests.cast import House
from tests.factories import CaseFactory
from tests.factories.cases import AssignmentFactory, ConsentFactory

SignedIn = Callable[[str], Client]
# Kind → who lives on it, and the address that must close.
KINDS = ("C1", "C3", "C4", "C5", "C6")
SHORT, FULL = 10, 200


class Trial:
    """One case of Carla's with one consent, on which somebody's access rests."""

    def __init__(self, kind: str, house: House, signed_in: SignedIn) -> None:
        self.kind, self.house, self.signed_in = kind, house, signed_in
        self.carla = Actor(house["carla"], Hat.CASE)
        self.case: Case = CaseFactory(led_by=house["carla"], in_assessment=True)
        self.consent = self._consent()
        getattr(self, f"_set_{kind.lower()}")()

    def _consent(self) -> Consent:
        if self.kind == ConsentKind.C1:
            with transaction.atomic(), acting_in_role(OWNER):
                return Consent.objects.get(case=self.case, kind="C1")
        terms: dict[str, dict[str, Any]] = {
            "C5": {"recipient_organisation": self.house.organisation("stadt")},
            "C6": {"recipient_text": "Jobcenter"},
        }
        given: Consent = ConsentFactory(case=self.case, kind=self.kind, **terms.get(self.kind, {}))
        return given

    def _set_c1(self) -> None:
        self.people = [("carla", f"/fallarbeit/fall/{self.case.number}/person/")]

    def _set_c3(self) -> None:
        with transaction.atomic(), acting_in_role(OWNER):
            moment = clock.now()
            FileOpening.objects.create(
                case=self.case,
                person=self.house["kora"],
                reason="complaint",
                text="Beschwerde",
                opened_at=moment,
                valid_until=moment.replace(year=moment.year + 1),
            )
        self.people = [("kora", f"/fachaufsicht/fall/{self.case.number}/akte/")]

    def _set_c4(self) -> None:
        AssignmentFactory(case=self.case, person=self.house["bernd"], role=AssignmentRole.DEPUTY)
        self.people = [("bernd", f"/fallarbeit/fall/{self.case.number}/lage/")]

    def _set_c5(self) -> None:
        with transaction.atomic(), acting_in_role(OWNER):
            Handover.objects.create(
                case=self.case,
                reason="quarter_or_district",
                from_organisation=self.case.organisation,
                to_organisation=self.house.organisation("stadt"),
                state="offered",
                requested_by=self.house["carla"],
                requested_at=clock.now(),
            )
        self.people = []

    def _set_c6(self) -> None:
        self.people = []

    def is_open(self) -> bool:
        """Whether each affected person still gets in."""
        return all(self._gets_in(name, address) for name, address in self.people) and self._offered()

    def _gets_in(self, name: str, address: str) -> bool:
        return self.signed_in(name).get(address).status_code == 200

    def _offered(self) -> bool:
        if self.kind == ConsentKind.C6:
            return self._may_tell()
        if self.kind != ConsentKind.C5:
            return True
        receiver = Actor(self.house["aylin"], Hat.CASE)
        with transaction.atomic(), acting_as(receiver):
            return Handover.objects.filter(case=self.case.pk).exists()

    def _may_tell(self) -> bool:
        try:
            disclosures.disclose(
                self.case, by=self.carla, recipient="Jobcenter", purpose="Termin", consent=self.consent
            )
        except ValidationError:
            return False
        return True

    def is_shut(self) -> bool:
        return not any(self._gets_in(*one) for one in self.people) and not (
            self.kind in (ConsentKind.C5, ConsentKind.C6) and self._offered()
        )

    def revoke(self) -> None:
        with transaction.atomic(), acting_in_role(OWNER):
            self.consent.refresh_from_db()
        consents.revoke(
            self.consent,
            by=self.carla,
            revoked_on=clock.today(),
            revoked_via=random.choice(RevokedVia.values),
        )


def run(trials: int, house: House, signed_in: SignedIn) -> list[str]:
    """The kinds that were still open after a revocation, or closed before it."""
    wrong = []
    for number in range(trials):
        trial = Trial(KINDS[number % len(KINDS)], house, signed_in)
        was_open = trial.is_open()
        trial.revoke()
        if not was_open or not trial.is_shut():
            wrong.append(f"{trial.kind} {'open after' if was_open else 'closed before'}")
    return wrong


def test_a_revocation_holds_for_the_next_request(house: House, signed_in: SignedIn) -> None:
    assert run(SHORT, house, signed_in) == []


@pytest.mark.matrix
def test_a_revocation_holds_for_the_next_request_in_two_hundred_of_two_hundred(
    house: House, signed_in: SignedIn, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = run(FULL, house, signed_in)
    with capsys.disabled():
        sys.stdout.write(f"\nrevocations effective on the next request: {FULL - len(wrong)} of {FULL}\n")
    assert wrong == []
