# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fixed cast: one person for each duty, the same in every test."""

from dataclasses import dataclass, field
from datetime import date

from kim.installation import BIELEFELD, Installed, install
from permissions import actions
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import Kommune, Organisation, Post, User
from permissions.roles import Role
from tests import snapshot

SINCE = date(2021, 1, 1)
EVERYBODY = ("stadt", "awo", "drk")


@dataclass
class House:
    """Bielefeld with its organisations and people."""

    installed: Installed
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    def organisation(self, code: str) -> Organisation:
        return self.installed.organisations[code]


# name → (display name, organisation, roles, title of the post, organisations under supervision)
CAST: dict[str, tuple[str, str, tuple[Role, ...], str, tuple[str, ...]]] = {
    "aylin": ("Aylin Demir", "stadt", (Role.CASE_MANAGEMENT,), "Fallmanagement Stadt 1", ()),
    "bernd": ("Bernd Kottmann", "stadt", (Role.CASE_MANAGEMENT,), "Fallmanagement Stadt 2", ()),
    "carla": ("Carla Rossi", "awo", (Role.CASE_MANAGEMENT,), "Fallmanagement AWO", ()),
    "dilan": ("Dilan Yildiz", "drk", (Role.CASE_MANAGEMENT,), "Fallmanagement DRK", ()),
    "kora": ("Kora Wittenberg", "stadt", (Role.FACHAUFSICHT,), "Koordination KIM", EVERYBODY),
    "theo": ("Theo Baumgart", "stadt", (Role.DIENSTAUFSICHT,), "", ("stadt",)),
    "anna": ("Anna Pohl", "awo", (Role.DIENSTAUFSICHT,), "", ("awo",)),
    "dora": ("Dora Schreiber", "stadt", (Role.DATA_PROTECTION,), "", ()),
    "conrad": ("Conrad Vogel", "dez5", (Role.CONTROLLING,), "", ()),
    "erika": ("Erika Senne", "stadt", (Role.INTAKE_DESK,), "", ()),
    "adam": ("Adam Ummeln", "stadt", (Role.ADMINISTRATION,), "", ()),
    "rita": ("Rita Dornberg", "dez5", (Role.READING,), "", ()),
    "doppel": ("Dora Doppel", "awo", (Role.CASE_MANAGEMENT, Role.DIENSTAUFSICHT), "", ("awo",)),
}

HAT_OF: dict[str, Hat] = {
    "aylin": Hat.CASE,
    "bernd": Hat.CASE,
    "carla": Hat.CASE,
    "dilan": Hat.CASE,
    "kora": Hat.FACH,
    "theo": Hat.DIENST,
    "anna": Hat.DIENST,
    "dora": Hat.DSB,
    "conrad": Hat.CTR,
    "erika": Hat.DESK,
    "adam": Hat.ADMIN,
    "rita": Hat.READ,
    "doppel": Hat.CASE,
}

DUTIES = {Role.FACHAUFSICHT: "fachaufsicht", Role.DIENSTAUFSICHT: "dienstaufsicht"}
PASSWORD = "correct horse battery"  # of the cast


def at_the_integration_centre(house: House) -> User:
    """Ina leads the themes; she is no part of the cast, as few tests need her."""
    by = Actor.system()
    person: User = actions.add_person("ina", display_name="Ina Ummeln", password=PASSWORD, by=by)
    home = house.organisation("ki")
    actions.appoint(person, home, role=Role.INTEGRATION_CENTRE, post=None, valid_from=SINCE, by=by)
    return person


def assemble() -> House:
    """Install Bielefeld and appoint the cast, or put back what was there the first time; runs as the owner."""
    if Kommune.objects.exists():
        return _assembled()
    snapshot.once("house", lambda: bool(_assembled()), on_nothing=True)
    return _found()


def _found() -> House:
    kommune = Kommune.objects.get()
    organisations = {row.code: row for row in Organisation.objects.select_related("kommune")}
    house = House(Installed(kommune, organisations))
    people = {person.username: person for person in User.objects.all()}
    house.people.update({name: people[name] for name in CAST})
    return house


def _assembled() -> House:
    house = House(install(BIELEFELD))
    by = Actor.system()
    for code in EVERYBODY:
        actions.enter_agreement(house.organisation(code), on=SINCE, by=by)
    for name, (display_name, code, roles, post, over) in CAST.items():
        person = actions.add_person(name, display_name=display_name, password=PASSWORD, by=by)
        home = house.organisation(code)
        for role in roles:
            actions.appoint(
                person,
                home,
                role=role,
                post=Post.objects.filter(organisation=home, title=post).first(),
                valid_from=SINCE,
                by=by,
            )
            for supervised in over if role in DUTIES else ():
                actions.give_duty(person, house.organisation(supervised), duty=DUTIES[role], by=by)
        house.people[name] = person
    return house
