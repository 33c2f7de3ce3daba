# SPDX-License-Identifier: AGPL-3.0-or-later
"""The service directory of the demo: invented places in Bielefeld's Stadtbezirke, some checked long ago."""

from dataclasses import dataclass
from datetime import date, timedelta

from casemanagement.actions import directory, entitlements
from casemanagement.choices import FieldOfAction as F
from casemanagement.choices import MeasureType as M
from casemanagement.choices import Stadtbezirk
from casemanagement.models import Offer
from kim.demo.gaps import office
from kim.demo.lives import Staff
from permissions.actor import Actor, acting_as
from permissions.hats import Hat

WRONG = 3  # which entry somebody has found wrong


@dataclass(frozen=True)
class Entry:
    title: str
    provider: str
    type: M
    need: tuple[F, ...]
    where: str
    languages: tuple[str, ...]
    capacity: int
    free: int | None
    weeks: int | None = None
    checked: int = 10  # days ago
    level: str = ""
    starts_in: int | None = None  # days


ENTRIES = (
    Entry(
        "Integrationskurs Lindenhof",
        "Lernwerk Lindenhof",
        M.INTEGRATION_COURSE,
        (F.LANGUAGE,),
        Stadtbezirk.MITTE,
        ("de",),
        20,
        4,
        None,
        6,
        "a1",
        21,
    ),
    Entry(
        "Integrationskurs mit Alphabetisierung",
        "Lernwerk Lindenhof",
        M.INTEGRATION_COURSE,
        (F.LANGUAGE,),
        Stadtbezirk.BRACKWEDE,
        ("de", "ar"),
        16,
        0,
        14,
        12,
        "alpha",
        90,
    ),
    Entry(
        "Berufssprachkurs B2",
        "Sprachschule Teutoblick",
        M.VOCATIONAL_LANGUAGE_COURSE,
        (F.LANGUAGE, F.WORK),
        Stadtbezirk.MITTE,
        ("de",),
        18,
        2,
        None,
        30,
        "b1",
        35,
    ),
    Entry(
        "Stadtkurs Deutsch am Vormittag",
        "Bildungshaus Kesselbrink",
        M.MUNICIPAL_LANGUAGE_COURSE,
        (F.LANGUAGE,),
        Stadtbezirk.HEEPEN,
        ("de", "uk", "ru"),
        15,
        3,
        None,
        20,
        "a1",
        14,
    ),
    Entry(
        "MiA-Kurs mit Kinderbetreuung",
        "Frauentreff Johannisbach",
        M.MIA_COURSE,
        (F.LANGUAGE, F.PARTICIPATION_EQUALITY),
        Stadtbezirk.SCHILDESCHE,
        ("de", "ku", "fa"),
        12,
        1,
        None,
        8,
        "none",
        28,
    ),
    Entry(
        "Sprachtreff am Samstag",
        "Nachbarschaftsverein Lutterwiese",
        M.OPEN_LANGUAGE_OFFER,
        (F.LANGUAGE, F.HOUSING_QUARTER),
        Stadtbezirk.SENNESTADT,
        ("de", "en", "ar"),
        25,
        10,
    ),
    Entry(
        "Verfahrensberatung Asyl",
        "Rechtsladen Ravensberg",
        M.LEGAL_ADVICE_ASYLUM,
        (F.LEGAL_CONSOLIDATION,),
        "",
        ("de", "en", "fr", "ti"),
        40,
        None,
        5,
        45,
    ),
    Entry(
        "Schuldnerberatung mehrsprachig",
        "Beratungshaus Bachstraße",
        M.DEBT_COUNSELLING,
        (F.WORK,),
        Stadtbezirk.MITTE,
        ("de", "tr", "ru"),
        30,
        0,
        8,
        130,
    ),
    Entry(
        "Anerkennungsberatung",
        "Werkstatt Zeugnis",
        M.RECOGNITION_ADVICE,
        (F.EDUCATION, F.WORK),
        "",
        ("de", "en", "uk"),
        20,
        6,
    ),
    Entry(
        "Wohnungssuche mit Lotsen",
        "Wohnlotsen Sparrenblick",
        M.HOUSING_SEARCH,
        (F.HOUSING_QUARTER,),
        Stadtbezirk.GADDERBAUM,
        ("de", "ar", "ro"),
        25,
        0,
        26,
        15,
    ),
    Entry(
        "Traumasprechstunde",
        "Praxis am Obersee",
        M.PSYCHOTHERAPY_PSZ,
        (F.HEALTH,),
        Stadtbezirk.JOELLENBECK,
        ("de", "ar", "fa"),
        8,
        0,
        40,
        100,
    ),
    Entry(
        "Kitaplatz-Lotsinnen",
        "Familienhaus Stieghorst",
        M.KITA_PLACE,
        (F.EDUCATION,),
        Stadtbezirk.STIEGHORST,
        ("de", "bg", "ro"),
        15,
        5,
    ),
    Entry(
        "Offene Turnhalle",
        "Sportfreunde Sennerand",
        M.SPORTS_CLUB,
        (F.SPORT_CULTURE,),
        Stadtbezirk.SENNE,
        ("de", "en"),
        40,
        12,
    ),
    Entry(
        "Lernpaten Dornberg",
        "Bürgerverein Dornberger Auen",
        M.MENTOR_PATENSCHAFT,
        (F.EDUCATION, F.PARTICIPATION_EQUALITY),
        Stadtbezirk.DORNBERG,
        ("de",),
        20,
        7,
    ),
)


def arrange(staff: Staff, *, today: date) -> None:
    """A dozen entries, kept by the coordination."""
    if Offer.objects.exists():
        return
    coordinator = Actor(staff.coordinator, Hat.FACH)
    kommune = staff.coordinator.memberships.select_related("organisation__kommune")[0].organisation.kommune
    with acting_as(coordinator):
        entitlements.begin_with_plan(kommune, by=coordinator)
    for place, entry in enumerate(ENTRIES):
        with office(today - timedelta(days=entry.checked)), acting_as(coordinator):
            offer = directory.add(kommune, by=coordinator, **_fields(entry, today))
        if place == WRONG:
            finder = Actor(staff.case_managers["awo"][0], Hat.CASE)
            with office(today - timedelta(days=2)), acting_as(finder):
                directory.report_wrong(offer, by=finder, text="Der Kurs beginnt erst im nächsten Halbjahr.")


def _fields(entry: Entry, today: date) -> dict[str, object]:
    return {
        "title": entry.title,
        "provider": entry.provider,
        "type": entry.type,
        "fields_of_action": list(entry.need),
        "stadtbezirk": entry.where,
        "languages": list(entry.languages),
        "description": "Erfundenes Angebot zum Ausprobieren.",
        "capacity": entry.capacity,
        "free_places": entry.free,
        "waiting_weeks": entry.weeks,
        "level": entry.level,
        "starts_on": None if entry.starts_in is None else today + timedelta(days=entry.starts_in),
    }
