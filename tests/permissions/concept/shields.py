# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes before every right, and what opens a file in an emergency."""

import datetime as dt
from typing import Any

from casemanagement.models import (
    AccessList,
    AvoidedPerson,
    Case,
    ConflictDeclaration,
    EmergencyAccess,
    IdentityToken,
    NamedPerson,
    ProtectedAddress,
)
from permissions import clock
from permissions.hats import Hat
from permissions.rights import Right
from tests.cast import House
from tests.factories.cases import CaseFactory
from tests.permissions.concept.rights import (
    CLOSED_SUPERVISION,
    LEAD,
    NOTHING,
    PROTECTION,
    READING,
    READING_ALL,
    SUPERVISION,
)
from tests.permissions.concept.words import (
    HOUR,
    YESTERDAY,
    Situation,
    Table,
    also,
    appointed_in_herford,
    appointment_ended,
    asked_for_a_copy,
    deputy,
    of_house,
    offered_to_the_city,
    registered_by,
    restricted,
    without_duty,
)

CASE, FACH, DSB = Hat.CASE, Hat.FACH, Hat.DSB
MORNING = dt.datetime.combine(YESTERDAY, dt.time(8), clock.BERLIN)
HERS, ANOTHER = bytes(15) + b"a", bytes(15) + b"b"  # hashes of a name with its birth date


def conflict(name: str, **facts: Any) -> Situation:
    values = {"has_conflict": True} | facts
    return lambda house, case: ConflictDeclaration.objects.create(
        case=case, person=house[name], declared_at=clock.now(), **values
    )


def conflict_lifted(house: House, case: Case) -> None:
    conflict("carla", ended_at=clock.now(), ended_by=house["kora"])(house, case)


def avoids(name: str, *, born: bytes | None = None, ended_at: dt.datetime | None = None) -> Situation:
    """The client's name stands on this person's own list; perhaps with a birth date."""
    return lambda house, case: AvoidedPerson.objects.create(
        person=house[name],
        words="Samira",
        name_token=case.identity_tokens.get(kind="name").token,
        birth_token=born,
        added_at=MORNING,
        ended_at=ended_at,
    )


def born(house: House, case: Case) -> None:
    """The client's birth date is known."""
    for kind, token in (("name_birth", HERS), ("birth", bytes(16))):
        IdentityToken.objects.create(case=case, kind=kind, token=token)


def somebody_else_born(house: House, case: Case) -> None:
    """The birth date of another client is known."""
    born(house, CaseFactory(led_by=house["aylin"]))


def token_is(kind: str, *, was: str) -> Situation:
    return lambda house, case: case.identity_tokens.filter(kind=was).update(kind=kind)


def named_only(*names: str) -> Situation:
    def arrange(house: House, case: Case) -> None:
        AccessList.objects.create(case=case, ground="threat", set_by=house["kora"], set_at=clock.now())
        for name in names:
            NamedPerson.objects.create(
                case=case, person=house[name], named_by=house["kora"], named_at=clock.now()
            )

    return arrange


def list_ended(house: House, case: Case) -> None:
    AccessList.objects.update(ended_at=clock.now(), ended_by=house["kora"])


def no_longer_named(house: House, case: Case) -> None:
    NamedPerson.objects.update(ended_at=clock.now())


def emergency(name: str, hat: Hat, **facts: Any) -> Situation:
    return lambda house, case: EmergencyAccess.objects.create(
        case=case,
        organisation=case.organisation,
        person=house[name],
        hat=hat.value,
        reason="danger",
        **({"opened_at": clock.now(), "valid_until": clock.now() + 4 * HOUR} | facts),
    )


def protected(house: House, case: Case) -> None:
    ProtectedAddress.objects.create(case=case, address="Haus am Wald", ground="womens_shelter")


CONFLICTS: Table = {
    "Fallführung, befangen": ("carla", CASE, conflict("carla"), NOTHING),
    "Fallführung, nach eigenen Worten nicht befangen": (
        "carla",
        CASE,
        conflict("carla", has_conflict=False),
        LEAD,
    ),
    "Fallführung, Befangenheit aufgehoben": ("carla", CASE, conflict_lifted, LEAD),
    "Fallführung, eine andere ist befangen": ("carla", CASE, conflict("doppel"), LEAD),
    "Vertretung, befangen": ("doppel", CASE, also(deputy("doppel"), conflict("doppel")), NOTHING),
    "Fachaufsicht, befangen": ("kora", FACH, conflict("kora"), NOTHING),
    "Datenschutz, befangen": ("dora", DSB, also(of_house("stadt"), conflict("dora")), NOTHING),
}

OWN_LIST: Table = {
    "Fallführung, auf der eigenen Liste": ("carla", CASE, avoids("carla"), NOTHING),
    "Fallführung, auf der Liste einer anderen": ("carla", CASE, avoids("doppel"), LEAD),
    "Fallführung, von der eigenen Liste gestrichen": ("carla", CASE, avoids("carla", ended_at=MORNING), LEAD),
    "Fallführung, auf der eigenen Liste ohne Geburtsdatum": (
        "carla",
        CASE,
        also(born, avoids("carla")),
        NOTHING,
    ),
    "Fallführung, auf der eigenen Liste mit diesem Geburtsdatum": (
        "carla",
        CASE,
        also(born, avoids("carla", born=HERS)),
        NOTHING,
    ),
    "Fallführung, auf der eigenen Liste mit einem anderen Geburtsdatum": (
        "carla",
        CASE,
        also(born, avoids("carla", born=ANOTHER)),
        LEAD,
    ),
    "Fallführung, auf der eigenen Liste mit Geburtsdatum, das der Akte fehlt": (
        "carla",
        CASE,
        also(avoids("carla", born=ANOTHER), somebody_else_born),
        NOTHING,
    ),
    "Fallführung, dasselbe Zeichen steht für ein Stück des Namens": (
        "carla",
        CASE,
        also(avoids("carla"), token_is("gram", was="name")),
        LEAD,
    ),
    "Fallführung, dasselbe Zeichen steht für ein Stück des Namens mit Geburtsdatum": (
        "carla",
        CASE,
        also(
            born, avoids("carla", born=HERS), token_is("gram", was="name"), token_is("gram", was="name_birth")
        ),
        LEAD,
    ),
    "Empfang einer Übergabe, befangen": (
        "aylin",
        CASE,
        also(offered_to_the_city, avoids("aylin")),
        NOTHING,
    ),
}

NAMED: Table = {
    "Fallführung, nicht benannt": ("carla", CASE, named_only("kora"), NOTHING),
    "Fallführung, benannt": ("carla", CASE, named_only("carla"), LEAD),
    "Fallführung, nicht mehr benannt": ("carla", CASE, also(named_only("carla"), no_longer_named), NOTHING),
    "Fallführung, Liste aufgehoben": ("carla", CASE, also(named_only("kora"), list_ended), LEAD),
    "Fachaufsicht, nicht benannt": ("kora", FACH, named_only("carla"), NOTHING),
    "Fachaufsicht, benannt": ("kora", FACH, named_only("kora"), SUPERVISION),
    "Meldende Stelle, nicht benannt": (
        "erika",
        Hat.DESK,
        also(registered_by("erika"), named_only("carla")),
        NOTHING,
    ),
    "Datenschutz, nicht benannt": ("dora", DSB, also(of_house("stadt"), named_only("carla")), PROTECTION),
    "Datenschutz, nicht benannt, Auskunft freigegeben": (
        "dora",
        DSB,
        also(of_house("stadt"), named_only("carla"), asked_for_a_copy()),
        PROTECTION | {Right.EXPORT_FILE},
    ),
}

HERS_OVER = emergency("dilan", CASE, opened_at=MORNING, valid_until=MORNING + 4 * HOUR)

EMERGENCIES_OF_CASE_WORK: Table = {
    "Notfallzugriff aus einem anderen Haus": ("dilan", CASE, emergency("dilan", CASE), READING),
    "Notfallzugriff einer anderen": ("bernd", CASE, emergency("dilan", CASE), NOTHING),
    "Notfallzugriff, vorbei": ("dilan", CASE, HERS_OVER, NOTHING),
    "Notfallzugriff, beendet": ("dilan", CASE, emergency("dilan", CASE, ended_at=MORNING), NOTHING),
    "Notfallzugriff, geschützte Anschrift": (
        "dilan",
        CASE,
        also(emergency("dilan", CASE), protected),
        NOTHING,
    ),
    "Notfallzugriff, Verarbeitung eingeschränkt": (
        "dilan",
        CASE,
        also(emergency("dilan", CASE), restricted),
        NOTHING,
    ),
    "Notfallzugriff, jetzt in einer anderen Kommune": (
        "dilan",
        CASE,
        also(emergency("dilan", CASE), appointed_in_herford("dilan")),
        NOTHING,
    ),
    "Notfallzugriff, nicht benannt": (
        "dilan",
        CASE,
        also(emergency("dilan", CASE), named_only("carla")),
        NOTHING,
    ),
    "Notfallzugriff, befangen": (
        "dilan",
        CASE,
        also(emergency("dilan", CASE), conflict("dilan")),
        NOTHING,
    ),
    "Notfallzugriff in einem anderen Hut": ("dilan", CASE, emergency("dilan", FACH), NOTHING),
}

EMERGENCIES_OF_OTHERS: Table = {
    "Notfallzugriff der Fachaufsicht": (
        "kora",
        FACH,
        also(emergency("kora", FACH), protected, restricted),
        CLOSED_SUPERVISION | READING_ALL,
    ),
    "Notfallzugriff der Fachaufsicht, nicht benannt": (
        "kora",
        FACH,
        also(emergency("kora", FACH), named_only("carla")),
        READING_ALL | {Right.READ_SUPERVISION},
    ),
    "Notfallzugriff der Fachaufsicht, befangen": (
        "kora",
        FACH,
        also(emergency("kora", FACH), conflict("kora")),
        NOTHING,
    ),
    "Notfallzugriff der Fachaufsicht, dieses Haus gehört nicht mehr dazu": (
        "kora",
        FACH,
        also(emergency("kora", FACH), without_duty("kora")),
        NOTHING,
    ),
    "Notfallzugriff des Datenschutzes": (
        "dora",
        DSB,
        also(of_house("stadt"), emergency("dora", DSB), protected),
        PROTECTION | READING_ALL,
    ),
    "Notfallzugriff des Datenschutzes, nicht benannt": (
        "dora",
        DSB,
        also(of_house("stadt"), emergency("dora", DSB), named_only("carla")),
        PROTECTION | READING_ALL,
    ),
    "Notfallzugriff des Datenschutzes, Stelle beendet": (
        "dora",
        DSB,
        also(of_house("stadt"), emergency("dora", DSB), appointment_ended("dora")),
        NOTHING,
    ),
    "Notfallzugriff des Datenschutzes anderswo": ("dora", DSB, emergency("dora", DSB), NOTHING),
}

SHIELDED: Table = CONFLICTS | OWN_LIST | NAMED | EMERGENCIES_OF_CASE_WORK | EMERGENCIES_OF_OTHERS
