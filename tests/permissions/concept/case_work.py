# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who leads the case, stands in, is asked for advice, or is offered it."""

from permissions.hats import Hat
from permissions.rights import Right
from tests.permissions.concept.rights import FILE, FRAME, LEAD, LEAD_FRAME, NOTHING, SENSITIVE
from tests.permissions.concept.words import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    Table,
    account_closed,
    also,
    appointed,
    appointed_in_herford,
    appointment_ended,
    as_it_is,
    assignment_over,
    case_is,
    consent_is,
    consents,
    deputy,
    handed_over,
    in_hiding,
    in_intake,
    invited,
    no_consent,
    offer,
    offered_to_the_city,
    restricted,
    revoked,
)

CASE = Hat.CASE
ANSWER = frozenset({Right.ANSWER_HANDOVER})
DISCUSS = frozenset({Right.DISCUSS})
LOOK_BACK = frozenset({Right.LOOK_BACK})

LEADING: Table = {
    "Fallführung": ("carla", CASE, as_it_is, LEAD),
    "Fallführung, Zuweisung beendet": ("carla", CASE, assignment_over, NOTHING),
    "Fallführung, Stelle beendet": ("carla", CASE, appointment_ended("carla"), NOTHING),
    "Fallführung, Stelle beendet, in anderer Aufgabe noch da": (
        "carla",
        CASE,
        also(appointment_ended("carla"), appointed("carla", "awo", "reading")),
        NOTHING,
    ),
    "Fallführung, jetzt in einer anderen Kommune": ("carla", CASE, appointed_in_herford("carla"), NOTHING),
    "Fallführung, Konto geschlossen": ("carla", CASE, account_closed("carla"), NOTHING),
    "Fallführung, C1 widerrufen": ("carla", CASE, revoked("C1"), LEAD_FRAME),
    "Fallführung, C1 abgelaufen": ("carla", CASE, consent_is("C1", valid_until=YESTERDAY), LEAD_FRAME),
    "Fallführung, C1 beginnt erst morgen": (
        "carla",
        CASE,
        consent_is("C1", valid_from=TOMORROW, valid_until=None),
        LEAD_FRAME,
    ),
    "Fallführung, Verarbeitung eingeschränkt": ("carla", CASE, restricted, LEAD_FRAME),
    "Fallführung, ein anderer Fall": ("bernd", CASE, as_it_is, NOTHING),
}

IN_INTAKE: Table = {
    "Zugang, C1 noch nicht eingeholt": ("carla", CASE, also(in_intake, no_consent), LEAD),
    "Zugang, C1 widerrufen": ("carla", CASE, also(in_intake, revoked("C1")), LEAD_FRAME),
    "Zugang, C1 widerrufen und längst abgelaufen": (
        "carla",
        CASE,
        also(in_intake, revoked("C1", valid_until=YESTERDAY)),
        LEAD_FRAME,
    ),
    "Zugang, C1 abgelaufen": ("carla", CASE, also(in_intake, consent_is("C1", valid_until=YESTERDAY)), LEAD),
    "Zugang, eine andere Einwilligung widerrufen": (
        "carla",
        CASE,
        also(in_intake, no_consent, revoked("C2")),
        LEAD,
    ),
    "Zugang, Verarbeitung eingeschränkt": (
        "carla",
        CASE,
        also(in_intake, no_consent, restricted),
        LEAD_FRAME,
    ),
    "nach dem Zugang, C1 nie eingeholt": ("carla", CASE, no_consent, LEAD_FRAME),
}

DEPUTIES: Table = {
    "Vertretung aus dem eigenen Haus": ("doppel", CASE, deputy("doppel"), FRAME | FILE | SENSITIVE),
    "Vertretung aus einem anderen Haus": ("aylin", CASE, deputy("aylin"), FRAME | FILE),
    "Vertretung aus einem anderen Haus mit C4": (
        "aylin",
        CASE,
        also(deputy("aylin"), consents("C4")),
        FRAME | FILE | SENSITIVE,
    ),
    "Vertretung aus einem anderen Haus, C4 widerrufen": (
        "aylin",
        CASE,
        also(deputy("aylin"), consents("C4"), revoked("C4")),
        FRAME | FILE,
    ),
    "Vertretung aus einem anderen Haus mit C4, C1 widerrufen": (
        "aylin",
        CASE,
        also(deputy("aylin"), consents("C4"), revoked("C1")),
        FRAME,
    ),
    "Vertretung aus einem anderen Haus mit C4, Verarbeitung eingeschränkt": (
        "aylin",
        CASE,
        also(deputy("aylin"), consents("C4"), restricted),
        FRAME,
    ),
    "C4, aber nicht die Vertretung": ("aylin", CASE, consents("C4"), NOTHING),
    "Vertretung, C1 widerrufen": ("doppel", CASE, also(deputy("doppel"), revoked("C1")), FRAME),
    "Vertretung, gestern beendet": ("doppel", CASE, deputy("doppel", until=YESTERDAY), NOTHING),
    "Vertretung, ab morgen": ("doppel", CASE, deputy("doppel", start=TOMORROW), NOTHING),
    "Vertretung, jetzt in einer anderen Kommune": (
        "aylin",
        CASE,
        also(deputy("aylin"), consents("C4"), appointed_in_herford("aylin")),
        NOTHING,
    ),
    "Kollege im eigenen Haus": ("doppel", CASE, as_it_is, NOTHING),
    "Fallmanagement anderswo": ("dilan", CASE, as_it_is, NOTHING),
}

HANDOVERS: Table = {
    "Empfang einer Übergabe": ("aylin", CASE, offered_to_the_city, ANSWER),
    "Empfang einer Übergabe, an diese Person": ("aylin", CASE, offer(to="aylin"), ANSWER),
    "Empfang einer Übergabe, an eine andere im Haus": ("bernd", CASE, offer(to="aylin"), NOTHING),
    "Übergabe zurückgezogen": ("aylin", CASE, offer(state="withdrawn"), NOTHING),
    "Übergabe noch ein Entwurf": ("aylin", CASE, offer(state="draft"), NOTHING),
    "Übergabe an andere": ("dilan", CASE, offered_to_the_city, NOTHING),
    "Empfang einer Übergabe, Stelle beendet": (
        "aylin",
        CASE,
        also(offered_to_the_city, appointment_ended("aylin")),
        NOTHING,
    ),
}

AFTERWARDS: Table = {
    "Nachlesen nach der Übergabe": ("dilan", CASE, handed_over("dilan"), LOOK_BACK),
    "Nachlesen nach der Übergabe, heute zuletzt": (
        "dilan",
        CASE,
        handed_over("dilan", until=TODAY),
        LOOK_BACK,
    ),
    "Nachlesen nach der Übergabe, gestern zu Ende": (
        "dilan",
        CASE,
        handed_over("dilan", until=YESTERDAY),
        NOTHING,
    ),
    "Nachlesen nach der Übergabe, nicht erlaubt": ("dilan", CASE, handed_over("dilan", until=None), NOTHING),
    "Nachlesen, obwohl noch nicht gewechselt ist": (
        "dilan",
        CASE,
        handed_over("dilan", state="approved"),
        NOTHING,
    ),
    "Nachlesen nach der Übergabe, andere": ("bernd", CASE, handed_over("dilan"), NOTHING),
    "Nachlesen nach der Übergabe, C1 widerrufen": (
        "dilan",
        CASE,
        also(handed_over("dilan"), revoked("C1")),
        NOTHING,
    ),
    "Nachlesen nach der Übergabe, Verarbeitung eingeschränkt": (
        "dilan",
        CASE,
        also(handed_over("dilan"), restricted),
        NOTHING,
    ),
    "Nachlesen nach der Übergabe, Anschrift geschützt": (
        "dilan",
        CASE,
        also(handed_over("dilan"), in_hiding),
        NOTHING,
    ),
    "Nachlesen nach der Übergabe, jetzt in einer anderen Kommune": (
        "dilan",
        CASE,
        also(handed_over("dilan"), appointed_in_herford("dilan")),
        NOTHING,
    ),
}

ADVICE: Table = {
    "Kollegiale Fallberatung": ("dilan", CASE, invited("dilan"), DISCUSS),
    "Kollegiale Fallberatung, heute zuletzt": (
        "dilan",
        CASE,
        invited("dilan", until=TODAY),
        DISCUSS,
    ),
    "Kollegiale Fallberatung, gestern zu Ende": ("dilan", CASE, invited("dilan", until=YESTERDAY), NOTHING),
    "Kollegiale Fallberatung, vorher beendet": ("dilan", CASE, invited("dilan", state="ended"), NOTHING),
    "Kollegiale Fallberatung, andere": ("bernd", CASE, invited("dilan"), NOTHING),
    "Kollegiale Fallberatung, Verarbeitung eingeschränkt": (
        "dilan",
        CASE,
        also(invited("dilan"), restricted),
        NOTHING,
    ),
    "Kollegiale Fallberatung, jetzt in einer anderen Kommune": (
        "dilan",
        CASE,
        also(invited("dilan"), appointed_in_herford("dilan")),
        NOTHING,
    ),
    "Kollegiale Fallberatung, nach dem Abschluss": (
        "dilan",
        CASE,
        also(invited("dilan"), case_is(phase="ended")),
        DISCUSS,
    ),
}

CASE_WORK: Table = LEADING | IN_INTAKE | DEPUTIES | HANDOVERS | AFTERWARDS | ADVICE
