# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invented people for many cases: some hundred sealed once, told apart by their dates of birth."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Any

from casemanagement.models import Case, ClientIdentity
from indicators.pseudonyms import household_token
from kim.bulk.copying import seal
from kim.demo.invented import Newcomer, family

FAMILIES = 300
BIRTHS = 400
FIRST_BIRTH = dt.date(1955, 1, 1)
BIRTH_DAYS = 365 * 52
POSTCODE, CITY = "33602", "Bielefeld"


@dataclass(frozen=True)
class Known:
    """A newcomer with what her identity stores, and the token of her household."""

    newcomer: Newcomer
    sealed: dict[str, str]
    household: bytes | None


@dataclass(frozen=True)
class Invented:
    """One client."""

    known: Known
    birth_date: dt.date
    sealed_birth: str

    @property
    def newcomer(self) -> Newcomer:
        return self.known.newcomer

    @property
    def identity(self) -> dict[str, str]:
        return {**self.known.sealed, "birth_date": self.sealed_birth}

    @property
    def situation(self) -> dict[str, Any]:
        newcomer = self.newcomer
        return {
            **newcomer.situation,
            "birth_year": self.birth_date.year,
            "nationality": newcomer.nationality,
        }


class Pool:
    """Hands out people; the same random numbers give the same people."""

    def __init__(self, rng: Random, arrival: dt.date) -> None:
        self._rng = rng
        self._known = [
            known(newcomer)
            for _household in range(FAMILIES)
            for newcomer in family(rng, arrival, rng.choice([1, 1, 2]))
        ]
        days = [FIRST_BIRTH + dt.timedelta(days=rng.randrange(BIRTH_DAYS)) for _birth in range(BIRTHS)]
        self._births = [(day, seal(ClientIdentity, "birth_date", day)) for day in days]

    def draw(self) -> Invented:
        return Invented(self._rng.choice(self._known), *self._rng.choice(self._births))


def known(newcomer: Newcomer) -> Known:
    shown = {
        "given_name": newcomer.given_name,
        "family_name": newcomer.family_name,
        "street": newcomer.street,
        "postcode": POSTCODE,
        "city": CITY,
    }
    case = Case()
    case.identity = ClientIdentity(case=case, **shown)
    sealed = {name: seal(ClientIdentity, name, value) for name, value in shown.items()}
    return Known(newcomer, sealed, household_token(case))
