# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invented newcomers, plausible for Bielefeld: where they come from, what they live on, who comes with whom.

The shares are rough guesses in the order of magnitude of a North Rhine-Westphalian city; no real
person and no real statistic stands behind them.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from casemanagement.choices import (
    BenefitRegime,
    CourseEntitlement,
    Gender,
    HouseholdType,
    HousingStatus,
    LanguageLevel,
    ReferralSource,
    ResidenceStatus,
    Stadtbezirk,
    TargetGroup,
)

R = ResidenceStatus
B = BenefitRegime


@dataclass(frozen=True)
class Origin:
    """A country: its share, its languages, its names, and the status its people mostly have."""

    country: str
    share: int
    languages: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    statuses: dict[str, int]


ORIGINS = (
    Origin(
        "UA",
        26,
        ("Ukrainisch", "Russisch"),
        ("Oksana", "Iryna", "Natalia", "Halyna", "Yuliia", "Olena", "Svitlana", "Daryna"),
        ("Andrii", "Oleksandr", "Mykola", "Serhii", "Vasyl"),
        ("Kovalchuk", "Shevchenko", "Bondarenko", "Tkachenko", "Melnyk", "Koval", "Lysenko", "Hrytsenko"),
        {R.PERMIT_TEMPORARY_PROTECTION: 95, R.FICTION: 5},
    ),
    Origin(
        "SY",
        22,
        ("Arabisch", "Kurdisch"),
        ("Rania", "Hala", "Nour", "Dima", "Samar", "Lubna", "Rasha"),
        ("Khaled", "Omar", "Yusuf", "Bassam", "Firas", "Anas", "Mahmoud", "Ziad"),
        ("Al-Hasan", "Haddad", "Khoury", "Darwish", "Sabbagh", "Najjar", "Ḫalaf", "Al-Jabiri"),
        {R.PERMIT_SUBSIDIARY: 45, R.PERMIT_ASYLUM_REFUGEE: 25, R.ASYLUM_PERMISSION: 20, R.PERMIT_FAMILY: 10},
    ),
    Origin(
        "AF",
        14,
        ("Dari", "Paschtu"),
        ("Fatima", "Zahra", "Maryam", "Shabnam", "Laila"),
        ("Ahmad", "Farid", "Hamid", "Jawad", "Mustafa", "Rahim"),
        ("Ahmadi", "Rahimi", "Karimi", "Noori", "Hosseini", "Stanekzai"),
        {R.ASYLUM_PERMISSION: 30, R.PERMIT_REMOVAL_BAN: 30, R.PERMIT_ADMISSION: 25, R.TOLERATION: 15},
    ),
    Origin(
        "IQ",
        9,
        ("Kurdisch", "Arabisch"),
        ("Shirin", "Bahar", "Rojin", "Nazdar"),
        ("Azad", "Dilshad", "Saman", "Haval"),
        ("Aziz", "Rashid", "Barzani", "Qasim", "Elias"),
        {R.ASYLUM_PERMISSION: 40, R.TOLERATION: 30, R.PERMIT_REMOVAL_BAN: 20, R.PERMIT_SUBSIDIARY: 10},
    ),
    Origin(
        "RO",
        8,
        ("Rumänisch",),
        ("Mihaela", "Ioana", "Elena"),
        ("Ionuț", "Mihai", "Cătălin"),
        ("Popescu", "Dumitru", "Șerban", "Munteanu"),
        {R.EU_FREEDOM: 100},
    ),
    Origin(
        "BG",
        6,
        ("Bulgarisch", "Türkisch"),
        ("Desislava", "Ivanka", "Fatme"),
        ("Georgi", "Dimitar", "Mehmed"),
        ("Ivanov", "Petrova", "Asenov", "Hristova"),
        {R.EU_FREEDOM: 100},
    ),
    Origin(
        "TR",
        6,
        ("Türkisch", "Kurdisch"),
        ("Ayşe", "Zeynep", "Gülistan"),
        ("Mehmet", "Çağrı", "Murat"),
        ("Yıldız", "Şahin", "Öztürk", "Güneş"),
        {R.ASYLUM_PERMISSION: 55, R.PERMIT_FAMILY: 30, R.TOLERATION: 15},
    ),
    Origin(
        "ER",
        5,
        ("Tigrinya",),
        ("Selam", "Rahwa", "Luwam"),
        ("Filmon", "Yonas", "Amanuel"),
        ("Tesfay", "Ghebremedhin", "Haile"),
        {R.PERMIT_ASYLUM_REFUGEE: 70, R.PERMIT_FAMILY: 20, R.ASYLUM_PERMISSION: 10},
    ),
    Origin(
        "NG",
        4,
        ("Englisch", "Yoruba"),
        ("Blessing", "Adaeze", "Ngozi"),
        ("Chinedu", "Emeka"),
        ("Okafor", "Adeyemi", "Balogun"),
        {R.TOLERATION: 60, R.ASYLUM_PERMISSION: 30, R.PERMIT_HUMANITARIAN_OTHER: 10},
    ),
)

DISTRICTS = {
    Stadtbezirk.MITTE: 26,
    Stadtbezirk.HEEPEN: 16,
    Stadtbezirk.STIEGHORST: 12,
    Stadtbezirk.BRACKWEDE: 12,
    Stadtbezirk.SENNESTADT: 11,
    Stadtbezirk.SCHILDESCHE: 10,
    Stadtbezirk.JOELLENBECK: 5,
    Stadtbezirk.SENNE: 4,
    Stadtbezirk.DORNBERG: 3,
    Stadtbezirk.GADDERBAUM: 2,
}
QUARTERS = {
    Stadtbezirk.HEEPEN: "Baumheide",
    Stadtbezirk.STIEGHORST: "Sieker",
    Stadtbezirk.SENNESTADT: "Sennestadt",
}
STREETS = ("Musterweg", "Beispielstraße", "Probeallee", "Erfindergasse", "Vorlagenring")
SOURCES = {
    ReferralSource.FIRST_CONTACT_POINT: 22,
    ReferralSource.SHELTER_SOCIAL_WORK: 18,
    ReferralSource.SELF: 12,
    ReferralSource.JOBCENTER: 10,
    ReferralSource.SOCIAL_OFFICE_BENEFITS: 9,
    ReferralSource.SCHOOL_OR_BILDUNGSBUERO: 7,
    ReferralSource.FAMILY_FRIENDS: 7,
    ReferralSource.INTEGRATION_CENTRE: 5,
    ReferralSource.HEALTH_SERVICE: 4,
    ReferralSource.DISTRICT_SOCIAL_WORK: 4,
    ReferralSource.MIGRANT_ORGANISATION: 2,
}
ENTITLED = {R.PERMIT_TEMPORARY_PROTECTION, R.PERMIT_SUBSIDIARY, R.PERMIT_ASYLUM_REFUGEE, R.PERMIT_ADMISSION}
IN_PROCEDURE = {R.ASYLUM_PERMISSION, R.TOLERATION}


@dataclass(frozen=True)
class Newcomer:
    """One invented person and all that a case is told about them."""

    given_name: str
    family_name: str
    birth_date: date
    gender: str
    nationality: str
    languages: list[str]
    entry_on: date
    situation: dict[str, Any]
    stadtbezirk: str
    quarter: str
    street: str
    source: str
    children: list[tuple[str, date]] = field(default_factory=list)


def weighted(rng: Random, shares: dict[str, int]) -> str:
    return rng.choices(list(shares), weights=list(shares.values()))[0]


def family(rng: Random, arrival: date, size: int) -> list[Newcomer]:
    """One household whose adults each have a case: same origin, name, address, status and day of entry."""
    origin = rng.choices(ORIGINS, weights=[origin.share for origin in ORIGINS])[0]
    shared = {
        "name": rng.choice(origin.families),
        "status": weighted(rng, origin.statuses),
        "district": weighted(rng, {str(k): v for k, v in DISTRICTS.items()}),
        "entry": arrival - timedelta(days=rng.randint(10, 700)),
        "street": f"{rng.choice(STREETS)} {rng.randint(1, 120)}",
        "source": weighted(rng, {str(k): v for k, v in SOURCES.items()}),
    }
    return [_member(rng, origin, shared, first=place == 0, alone=size == 1) for place in range(size)]


def _member(rng: Random, origin: Origin, shared: dict[str, object], *, first: bool, alone: bool) -> Newcomer:
    is_woman = rng.random() < (0.65 if origin.country == "UA" else 0.42)
    district, entry = str(shared["district"]), shared["entry"]
    assert isinstance(entry, date)  # noqa: S101  # set above
    birth = date(rng.randint(1958, 2006), rng.randint(1, 12), rng.randint(1, 28))
    return Newcomer(
        given_name=rng.choice(origin.women if is_woman else origin.men),
        family_name=str(shared["name"]),
        birth_date=birth,
        gender=Gender.FEMALE if is_woman else Gender.MALE,
        nationality=origin.country,
        languages=list(origin.languages[: rng.randint(1, len(origin.languages))]),
        entry_on=entry,
        situation=_situation(rng, str(shared["status"]), entry, alone=alone),
        stadtbezirk=district,
        quarter=QUARTERS.get(Stadtbezirk(district), "") if rng.random() < 0.6 else "",
        street=str(shared["street"]),
        source=str(shared["source"]),
        children=_children(rng) if first and rng.random() < 0.45 else [],
    )


def _children(rng: Random) -> list[tuple[str, date]]:
    names = ("Mila", "Adam", "Sofia", "Elias", "Amir", "Lina", "Danylo", "Yara")
    born = [
        date(rng.randint(2009, 2024), rng.randint(1, 12), rng.randint(1, 28))
        for _ in range(rng.randint(1, 4))
    ]
    return [(rng.choice(names), day) for day in born]


def _situation(rng: Random, status: str, entry: date, *, alone: bool) -> dict[str, Any]:
    return {
        "residence_status": status,
        "residence_valid_until": entry + timedelta(days=rng.randint(500, 1400)),
        "course_entitlement": _entitlement(rng, status),
        "benefit_regime": _regime(rng, status),
        "household_type": HouseholdType.ALONE if alone else HouseholdType.COUPLE_CHILDREN,
        "housing_status": _housing(rng, status),
        "language_level": rng.choice(
            [LanguageLevel.NONE, LanguageLevel.ALPHA, LanguageLevel.A1, LanguageLevel.A2]
        ),
        "target_groups": _target_groups(status),
        "entry_on": entry,
        "risk_flags": [],
        "health_notes": "",
    }


def _entitlement(rng: Random, status: str) -> str:
    if status in ENTITLED:
        return CourseEntitlement.ENTITLED
    if status in IN_PROCEDURE:
        return rng.choice([CourseEntitlement.ADMISSION_ON_REQUEST, CourseEntitlement.NONE])
    return CourseEntitlement.ADMISSION_ON_REQUEST


def _regime(rng: Random, status: str) -> str:
    if status in IN_PROCEDURE:
        return rng.choice([B.ASYLBLG_3, B.ASYLBLG_2])
    if status == R.EU_FREEDOM:
        return rng.choice([B.OWN_INCOME, B.SGB2, B.NONE])
    return rng.choice([B.SGB2, B.SGB2, B.SGB2, B.OWN_INCOME, B.SGB12_GRUSI])


def _housing(rng: Random, status: str) -> str:
    shelters = {
        HousingStatus.MUNICIPAL_SHELTER: 5,
        HousingStatus.MEDIUM_TERM_SHELTER: 3,
        HousingStatus.ASSIGNED_FLAT: 2,
    }
    flats = {
        HousingStatus.OWN_TENANCY: 4,
        HousingStatus.PRIVATE_STAY: 2,
        HousingStatus.MEDIUM_TERM_SHELTER: 3,
    }
    shares = shelters if status in IN_PROCEDURE else flats | {HousingStatus.LONG_TERM_SHELTER: 2}
    return weighted(rng, {str(k): v for k, v in shares.items()})


def _target_groups(status: str) -> list[str]:
    known = {
        R.PERMIT_TEMPORARY_PROTECTION: TargetGroup.UKRAINE_TEMPORARY_PROTECTION,
        R.ASYLUM_PERMISSION: TargetGroup.ASYLUM_SEEKER,
        R.TOLERATION: TargetGroup.TOLERATED,
        R.EU_FREEDOM: TargetGroup.EU_MOBILE,
        R.PERMIT_FAMILY: TargetGroup.FAMILY_REUNIFICATION,
        R.PERMIT_ADMISSION: TargetGroup.RESETTLEMENT_ADMISSION,
    }
    group = known.get(ResidenceStatus(status), TargetGroup.REFUGEE_RECOGNISED)
    return [TargetGroup.NEWLY_ARRIVED.value, group.value]
