# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions of authorities: who may read the one that is arranged, and who decides it."""

from casemanagement.models import AuthorityRequest, Case
from permissions import clock
from permissions.hats import Hat
from permissions.rights import Right
from tests.cast import House
from tests.permissions.concept.rights import NOTHING
from tests.permissions.concept.shields import conflict, named_only
from tests.permissions.concept.words import (
    YESTERDAY,
    Situation,
    Table,
    account_closed,
    also,
    appointed_in_herford,
    appointment_ended,
    assignment_over,
    deputy,
    revoked,
)

CASE, DSB = Hat.CASE, Hat.DSB
READ = frozenset({Right.READ_REQUEST})
DECIDE = READ | {Right.DECIDE_REQUEST}


def asked(code: str, *, recorded_by: str, about_the_case: bool = True) -> Situation:
    """An authority asked this house, about Carla's case or about somebody who is not known here."""

    def arrange(house: House, case: Case) -> None:
        AuthorityRequest.objects.create(
            organisation=house.organisation(code),
            case=case if about_the_case else None,
            authority="Ausländerbehörde",
            asked_on=YESTERDAY,
            claimed_basis="none",
            question="Wo hält sich Frau H. auf?",
            recorded_by=house[recorded_by],
            recorded_at=clock.now(),
        )

    return arrange


ABOUT_HER = asked("stadt", recorded_by="dora")
UNKNOWN = asked("stadt", recorded_by="bernd", about_the_case=False)

REQUESTS: Table = {
    "Anfrage, selbst erfasst": ("bernd", CASE, UNKNOWN, READ),
    "Anfrage, von einer anderen im Haus erfasst": ("aylin", CASE, UNKNOWN, NOTHING),
    "Anfrage, selbst erfasst, Stelle beendet": (
        "bernd",
        CASE,
        also(UNKNOWN, appointment_ended("bernd")),
        NOTHING,
    ),
    "Anfrage, selbst erfasst, Konto geschlossen": (
        "bernd",
        CASE,
        also(UNKNOWN, account_closed("bernd")),
        NOTHING,
    ),
    "Anfrage, im früheren Haus erfasst": (
        "bernd",
        CASE,
        asked("awo", recorded_by="bernd", about_the_case=False),
        NOTHING,
    ),
    "Anfrage zum Fall, Fallführung": ("carla", CASE, ABOUT_HER, READ),
    "Anfrage zum Fall, C1 widerrufen": ("carla", CASE, also(ABOUT_HER, revoked("C1")), READ),
    "Anfrage zum Fall, Vertretung": ("dilan", CASE, also(ABOUT_HER, deputy("dilan")), READ),
    "Anfrage zum Fall, Fallmanagement anderswo": ("dilan", CASE, ABOUT_HER, NOTHING),
    "Anfrage zum Fall, Zuweisung beendet": ("carla", CASE, also(ABOUT_HER, assignment_over), NOTHING),
    "Anfrage zum Fall, jetzt in einer anderen Kommune": (
        "carla",
        CASE,
        also(ABOUT_HER, appointed_in_herford("carla")),
        NOTHING,
    ),
    "Anfrage zum Fall, befangen": ("carla", CASE, also(ABOUT_HER, conflict("carla")), NOTHING),
    "Anfrage zum Fall, nicht benannt": ("carla", CASE, also(ABOUT_HER, named_only("kora")), NOTHING),
    "Anfrage zum Fall, benannt": ("carla", CASE, also(ABOUT_HER, named_only("carla")), READ),
    "Anfrage an das eigene Haus, Datenschutz": ("dora", DSB, ABOUT_HER, DECIDE),
    "Anfrage an ein anderes Haus, Datenschutz": ("dora", DSB, asked("awo", recorded_by="carla"), NOTHING),
    "Anfrage an das eigene Haus, Datenschutz, Stelle beendet": (
        "dora",
        DSB,
        also(ABOUT_HER, appointment_ended("dora")),
        NOTHING,
    ),
    "Anfrage zum Fall, Fachaufsicht": ("kora", Hat.FACH, ABOUT_HER, NOTHING),
}
