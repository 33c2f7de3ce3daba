# SPDX-License-Identifier: AGPL-3.0-or-later
"""Data protection, the intake desk, and those whom the case does not concern."""

from permissions.hats import Hat
from permissions.rights import Right
from tests.permissions.concept.rights import NOTHING, PROTECTION
from tests.permissions.concept.words import (
    Table,
    also,
    appointed_in_herford,
    appointment_ended,
    as_it_is,
    asked_for_a_copy,
    deputy,
    of_house,
    registered_by,
    restricted,
    revoked,
)

DSB = Hat.DSB
HANDING_OUT = PROTECTION | {Right.EXPORT_FILE}

DATA_PROTECTION: Table = {
    "Datenschutz des eigenen Hauses": ("dora", DSB, of_house("stadt"), PROTECTION),
    "Datenschutz eines anderen Hauses": ("dora", DSB, as_it_is, NOTHING),
    "Datenschutz, Stelle beendet": (
        "dora",
        DSB,
        also(of_house("stadt"), appointment_ended("dora")),
        NOTHING,
    ),
    "Datenschutz, Auskunft freigegeben": (
        "dora",
        DSB,
        also(of_house("stadt"), asked_for_a_copy()),
        HANDING_OUT,
    ),
    "Datenschutz, Auskunft freigegeben, Akte zu": (
        "dora",
        DSB,
        also(of_house("stadt"), asked_for_a_copy(), revoked("C1"), restricted),
        HANDING_OUT,
    ),
    "Datenschutz, Auskunft noch nicht freigegeben": (
        "dora",
        DSB,
        also(of_house("stadt"), asked_for_a_copy(released=False)),
        PROTECTION,
    ),
    "Datenschutz, Auskunft schon erteilt": (
        "dora",
        DSB,
        also(of_house("stadt"), asked_for_a_copy(decision="granted")),
        PROTECTION,
    ),
    "Datenschutz eines anderen Hauses, Auskunft freigegeben": ("dora", DSB, asked_for_a_copy(), NOTHING),
}

DESK: Table = {
    "Meldende Stelle": ("erika", Hat.DESK, registered_by("erika"), frozenset({Right.READ_FRAME})),
    "Meldende Stelle, von anderen gemeldet": ("erika", Hat.DESK, as_it_is, NOTHING),
    "Meldende Stelle, Stelle beendet": (
        "erika",
        Hat.DESK,
        also(registered_by("erika"), appointment_ended("erika")),
        NOTHING,
    ),
    "Meldende Stelle, jetzt in einer anderen Kommune": (
        "erika",
        Hat.DESK,
        also(registered_by("erika"), appointed_in_herford("erika")),
        NOTHING,
    ),
}

NOT_CONCERNED: Table = {
    "Dienstaufsicht": ("anna", Hat.DIENST, as_it_is, NOTHING),
    "Dienstaufsicht anderswo": ("theo", Hat.DIENST, as_it_is, NOTHING),
    "Zwei Aufgaben, im Hut der Dienstaufsicht": ("doppel", Hat.DIENST, deputy("doppel"), NOTHING),
    "Controlling": ("conrad", Hat.CTR, as_it_is, NOTHING),
    "Verwaltung": ("adam", Hat.ADMIN, as_it_is, NOTHING),
    "Bericht": ("rita", Hat.READ, as_it_is, NOTHING),
}

OTHERS: Table = DATA_PROTECTION | DESK | NOT_CONCERNED
