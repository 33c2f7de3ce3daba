# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Fachaufsicht: Kora coordinates all three houses; Theo and Anna may stand in for her."""

from permissions.hats import Hat
from permissions.rights import Right
from tests.permissions.concept.rights import (
    CLOSED_SUPERVISION,
    DECIDING,
    DECIDING_URGENTLY,
    NOTHING,
    OPENED,
    SUPERVISION,
)
from tests.permissions.concept.words import (
    HOUR,
    LONG_AGO,
    TODAY,
    YESTERDAY,
    Situation,
    Table,
    account_closed,
    also,
    appointed,
    appointed_in_herford,
    appointment_ended,
    as_it_is,
    assignment_over,
    away,
    case_is,
    consents,
    deputy,
    duty,
    in_intake,
    in_order,
    no_consent,
    opened_by,
    restricted,
    revoked,
    stands_in,
    unled,
    urgent,
    without_duty,
    work,
)

FACH = Hat.FACH
WITH_REFERRAL = SUPERVISION | {Right.READ_REFERRAL}

COORDINATION: Table = {
    "Fachaufsicht": ("kora", FACH, as_it_is, SUPERVISION),
    "Fachaufsicht, Stelle beendet": ("kora", FACH, appointment_ended("kora"), NOTHING),
    "Fachaufsicht, Konto geschlossen": ("kora", FACH, account_closed("kora"), NOTHING),
    "Fachaufsicht, dieses Haus gehört nicht mehr dazu": ("kora", FACH, without_duty("kora"), NOTHING),
    "Fachaufsicht, jetzt in einer anderen Kommune": ("kora", FACH, appointed_in_herford("kora"), NOTHING),
    "Fachaufsicht ohne Pflicht für dieses Haus": (
        "theo",
        FACH,
        appointed("theo", "stadt", "fachaufsicht"),
        NOTHING,
    ),
    "Fachaufsicht nur mit der Pflicht der Dienstaufsicht": (
        "anna",
        FACH,
        appointed("anna", "awo", "fachaufsicht"),
        NOTHING,
    ),
    "Pflicht für dieses Haus ohne Bestellung zur Fachaufsicht": ("theo", FACH, duty("theo"), NOTHING),
    "Pflicht für dieses Haus, nur für den Notfall bestellt": (
        "theo",
        FACH,
        also(duty("theo"), appointed("theo", "stadt", "emergency_decision")),
        NOTHING,
    ),
    "Fachaufsicht, C1 widerrufen": ("kora", FACH, revoked("C1"), CLOSED_SUPERVISION),
    "Fachaufsicht, Verarbeitung eingeschränkt": ("kora", FACH, restricted, CLOSED_SUPERVISION),
    "Fachaufsicht im falschen Hut": ("kora", Hat.CASE, as_it_is, NOTHING),
}

OPENINGS: Table = {
    "Fachaufsicht, Anlass ohne C3": ("kora", FACH, opened_by("kora"), SUPERVISION),
    "Fachaufsicht, C3 ohne Anlass": ("kora", FACH, consents("C3"), SUPERVISION),
    "Fachaufsicht, C3 und Anlass": ("kora", FACH, also(consents("C3"), opened_by("kora")), OPENED),
    "Fachaufsicht, C3 und Anlass von vorhin": (
        "kora",
        FACH,
        also(consents("C3"), opened_by("kora", until=-HOUR)),
        SUPERVISION,
    ),
    "Fachaufsicht, C3 und der Anlass einer anderen": (
        "kora",
        FACH,
        also(consents("C3"), opened_by("theo")),
        SUPERVISION,
    ),
    "Fachaufsicht, C3 widerrufen": (
        "kora",
        FACH,
        also(consents("C3"), revoked("C3"), opened_by("kora")),
        SUPERVISION,
    ),
    "Fachaufsicht, C3 und Anlass, Verarbeitung eingeschränkt": (
        "kora",
        FACH,
        also(consents("C3"), opened_by("kora"), restricted),
        CLOSED_SUPERVISION,
    ),
    "Fachaufsicht, C3 und Anlass, C1 widerrufen": (
        "kora",
        FACH,
        also(consents("C3"), opened_by("kora"), revoked("C1")),
        OPENED - {Right.READ_CODES},
    ),
    "Fachaufsicht, C3 und Anlass, dieses Haus gehört nicht mehr dazu": (
        "kora",
        FACH,
        also(consents("C3"), opened_by("kora"), without_duty("kora")),
        NOTHING,
    ),
}

# Referrals that nobody clarifies yet.
POOL: Table = {
    "Meldung ohne Fallführung": ("kora", FACH, unled, WITH_REFERRAL),
    "Meldung ohne Fallführung, C1 noch nicht eingeholt": (
        "kora",
        FACH,
        also(unled, no_consent),
        WITH_REFERRAL,
    ),
    "Meldung auf der Warteliste": ("kora", FACH, also(unled, case_is(state="waiting")), WITH_REFERRAL),
    "Meldung ohne Fallführung, nur mit Vertretung": (
        "kora",
        FACH,
        also(unled, deputy("aylin")),
        WITH_REFERRAL,
    ),
    "Meldung mit Fallführung": ("kora", FACH, in_intake, SUPERVISION),
    "Meldung ohne Fallführung, abgelehnt": (
        "kora",
        FACH,
        also(unled, case_is(state="declined", closed_on=YESTERDAY, deletion_on=TODAY)),
        SUPERVISION,
    ),
    "Meldung ohne Fallführung, Verarbeitung eingeschränkt": (
        "kora",
        FACH,
        also(unled, restricted),
        CLOSED_SUPERVISION,
    ),
    "Meldung ohne Fallführung in einem anderen Haus": (
        "kora",
        FACH,
        also(unled, without_duty("kora")),
        NOTHING,
    ),
    "nach dem Zugang ohne Fallführung": ("kora", FACH, assignment_over, SUPERVISION),
}


def nobody_there(*more: Situation) -> Situation:
    """Theo is the first of those who decide, and Kora is away."""
    return also(stands_in("theo"), away("kora"), *more)


ORDER: Table = {
    "Entscheidung im Notfall, die Koordination ist da": ("theo", FACH, stands_in("theo"), NOTHING),
    "Entscheidung im Notfall, die Koordination war neulich weg": (
        "theo",
        FACH,
        also(stands_in("theo"), away("kora", since=LONG_AGO, until=YESTERDAY)),
        NOTHING,
    ),
    "Entscheidung im Notfall, niemand ist da": ("theo", FACH, nobody_there(), DECIDING),
    "Entscheidung im Notfall, die Koordination hat aufgehört": (
        "theo",
        FACH,
        also(stands_in("theo"), appointment_ended("kora")),
        DECIDING,
    ),
    "Entscheidung im Notfall, das Konto der Koordination ist geschlossen": (
        "theo",
        FACH,
        also(stands_in("theo"), account_closed("kora")),
        DECIDING,
    ),
    "Entscheidung im Notfall, nur in einer anderen Kommune ist jemand da": (
        "theo",
        FACH,
        nobody_there(appointed_in_herford("rita", "fachaufsicht")),
        DECIDING,
    ),
    "Entscheidung im Notfall, eine Stellvertretung ist da": (
        "theo",
        FACH,
        nobody_there(appointed("bernd", "stadt", "fachaufsicht")),
        NOTHING,
    ),
    "Entscheidung im Notfall, jemand steht vorher": (
        "theo",
        FACH,
        also(stands_in("theo", place=2), stands_in("anna"), away("kora"), urgent),
        NOTHING,
    ),
    "Entscheidung im Notfall, in einer anderen Kommune steht jemand vorher": (
        "theo",
        FACH,
        also(stands_in("theo", place=2), in_order("anna", elsewhere=True), away("kora")),
        DECIDING,
    ),
    "Entscheidung im Notfall, wer vorher steht, fehlt auch": (
        "theo",
        FACH,
        also(stands_in("theo", place=2), stands_in("anna"), away("kora"), away("anna")),
        DECIDING,
    ),
    "Entscheidung im Notfall, wer vorher steht, hat kein Konto mehr": (
        "theo",
        FACH,
        also(stands_in("theo", place=2), stands_in("anna"), away("kora"), account_closed("anna")),
        DECIDING,
    ),
    "Entscheidung im Notfall, ohne Bestellung": (
        "theo",
        FACH,
        also(in_order("theo"), duty("theo"), away("kora")),
        NOTHING,
    ),
    "Entscheidung im Notfall, ohne Pflicht für dieses Haus": (
        "theo",
        FACH,
        also(in_order("theo"), appointed("theo", "stadt", "emergency_decision"), away("kora")),
        NOTHING,
    ),
    "Entscheidung im Notfall, in einer anderen Kommune bestellt": (
        "theo",
        FACH,
        also(
            in_order("theo"), duty("theo"), away("kora"), appointed_in_herford("theo", "emergency_decision")
        ),
        NOTHING,
    ),
    "Entscheidung im Notfall, Rang abgelaufen": (
        "theo",
        FACH,
        also(
            in_order("theo", until=YESTERDAY),
            duty("theo"),
            appointed("theo", "stadt", "emergency_decision"),
            away("kora"),
        ),
        NOTHING,
    ),
    "Entscheidung im Notfall, im falschen Hut": ("theo", Hat.DIENST, nobody_there(urgent), NOTHING),
}

CANNOT_WAIT: Table = {
    "Entscheidung im Notfall, eilig": ("theo", FACH, nobody_there(urgent), DECIDING_URGENTLY),
    "Entscheidung im Notfall, Krise": (
        "theo",
        FACH,
        nobody_there(case_is(in_crisis=True)),
        DECIDING_URGENTLY,
    ),
    "Entscheidung im Notfall, überfällig": ("theo", FACH, nobody_there(work()), DECIDING_URGENTLY),
    "Entscheidung im Notfall, heute fällig": ("theo", FACH, nobody_there(work(due=TODAY)), DECIDING),
    "Entscheidung im Notfall, überfällig, schon entschieden": (
        "theo",
        FACH,
        nobody_there(work(state="done")),
        DECIDING,
    ),
    "Entscheidung im Notfall, bei der Fallarbeit überfällig": (
        "theo",
        FACH,
        nobody_there(work(hat="case")),
        DECIDING,
    ),
    "eilig, aber niemand ist im Notfall gefragt": ("theo", FACH, urgent, NOTHING),
}

SUPERVISION_WORK: Table = COORDINATION | OPENINGS | POOL | ORDER | CANNOT_WAIT
