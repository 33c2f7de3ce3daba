# SPDX-License-Identifier: AGPL-3.0-or-later
"""The people of the demo: one table for the accounts and for what `make demo` prints."""

from typing import NamedTuple

from permissions.roles import Role

PASSWORD = "demo"  # exists only where DEMO=1, and is printed on the screen


class Login(NamedTuple):
    """One demo account: its organisation, its roles, the title of its post, and what it shows."""

    username: str
    display_name: str
    organisation: str
    roles: tuple[Role, ...]
    shows: str
    post: str = ""
    # Organisations over which the supervising roles hold.
    over: tuple[str, ...] = ()


EVERYBODY = ("stadt", "awo", "drk")

LOGINS: list[Login] = [
    Login(
        "stadt.fallmanagement",
        "Aylin Demir",
        "stadt",
        (Role.CASE_MANAGEMENT,),
        "Fälle der Stadt führen",
        post="Fallmanagement Stadt 1",
    ),
    *(
        Login(
            f"stadt.fallmanagement{number}",
            name,
            "stadt",
            (Role.CASE_MANAGEMENT,),
            "Fälle der Stadt führen",
            post=f"Fallmanagement Stadt {number}",
        )
        for number, name in (
            (2, "Bernd Kottmann"),
            (3, "Sabine Brinkmann"),
            (4, "Jonas Wefelmeier"),
            (5, "Leyla Aksoy"),
            (6, "Petra Niehaus"),
        )
    ),
    Login(
        "awo.fallmanagement",
        "Carla Rossi",
        "awo",
        (Role.CASE_MANAGEMENT,),
        "Fälle der AWO führen, an die Stadt übergeben",
        post="Fallmanagement AWO",
    ),
    Login(
        "drk.fallmanagement",
        "Dilan Yildiz",
        "drk",
        (Role.CASE_MANAGEMENT,),
        "Fälle des DRK führen, an die Stadt übergeben",
        post="Fallmanagement DRK",
    ),
    Login(
        "koordination",
        "Kora Wittenberg",
        "stadt",
        (Role.FACHAUFSICHT,),
        "Fachaufsicht: Eingang, Zuteilung, Freigaben, Kennzahlen",
        post="Koordination KIM",
        over=EVERYBODY,
    ),
    Login(
        "koordination.vertretung",
        "Vera Lindner",
        "stadt",
        (Role.FACHAUFSICHT, Role.DIENSTAUFSICHT),
        "zwei Aufgaben in einer Person: Fachaufsicht und Dienstaufsicht",
        over=EVERYBODY,
    ),
    Login(
        "stadt.leitung",
        "Theo Baumgart",
        "stadt",
        (Role.DIENSTAUFSICHT,),
        "Dienstaufsicht über das Personal der Stadt",
        over=("stadt",),
    ),
    Login(
        "awo.leitung",
        "Anna Pohl",
        "awo",
        (Role.DIENSTAUFSICHT,),
        "Dienstaufsicht über das Personal der AWO",
        over=("awo",),
    ),
    Login(
        "drk.leitung",
        "Dirk Meinert",
        "drk",
        (Role.DIENSTAUFSICHT,),
        "Dienstaufsicht über das Personal des DRK",
        over=("drk",),
    ),
    Login(
        "controlling",
        "Conrad Vogel",
        "dez5",
        (Role.CONTROLLING,),
        "Plan, Kennzahlen, Werte der Zuständigen",
    ),
    Login(
        "stadt.datenschutz",
        "Dora Schreiber",
        "stadt",
        (Role.DATA_PROTECTION,),
        "Zugriffe auf Fälle der Stadt",
    ),
    Login(
        "awo.datenschutz",
        "Arne Holtkamp",
        "awo",
        (Role.DATA_PROTECTION,),
        "Zugriffe auf Fälle der AWO",
    ),
    Login(
        "drk.datenschutz",
        "Doris Quelle",
        "drk",
        (Role.DATA_PROTECTION,),
        "Zugriffe auf Fälle des DRK",
    ),
    Login("erstanlaufstelle", "Erika Senne", "stadt", (Role.INTAKE_DESK,), "Meldungen an das KIM"),
    Login(
        "integrationszentrum",
        "Ilka Heepen",
        "ki",
        (Role.INTEGRATION_CENTRE,),
        "Themen für die Lenkungsgruppe, Plan lesen",
    ),
    Login(
        "administration",
        "Adam Ummeln",
        "stadt",
        (Role.ADMINISTRATION,),
        "Konten und Zustand des Systems",
    ),
    Login("bericht", "Rita Dornberg", "dez5", (Role.READING,), "Plan und Berichte lesen"),
]
