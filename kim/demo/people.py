# SPDX-License-Identifier: AGPL-3.0-or-later
"""Appoints the people of the demo by the same actions an administrator triggers."""

from datetime import date

from kim.demo.logins import LOGINS, PASSWORD, Login
from kim.installation import Installed
from permissions import actions
from permissions.actor import Actor
from permissions.models import Membership, Organisation, Post, User
from permissions.roles import Role

SINCE = date(2021, 1, 1)
# Under these agreements figures of single case managers may be shown to employer and coordinator.
AGREEMENTS = {"stadt": date(2021, 6, 1), "awo": date(2021, 9, 1), "drk": date(2021, 9, 1)}
SUPERVISING = {Role.FACHAUFSICHT: "fachaufsicht", Role.DIENSTAUFSICHT: "dienstaufsicht"}


def add_people(installed: Installed) -> dict[str, User]:
    """Create every demo account with its memberships and duties; a second run finds them as they are."""
    by = Actor.system()
    for code, on in AGREEMENTS.items():
        actions.enter_agreement(installed.organisations[code], on=on, by=by)
    return {login.username: _add(login, installed.organisations, by) for login in LOGINS}


def _add(login: Login, organisations: dict[str, Organisation], by: Actor) -> User:
    known = User.objects.filter(username=login.username).exists()
    person = actions.add_person(
        login.username, display_name=login.display_name, password=None if known else PASSWORD, by=by
    )
    home = organisations[login.organisation]
    post = Post.objects.filter(organisation=home, title=login.post).first()
    for role in login.roles:
        if not Membership.objects.filter(person=person, organisation=home, role=role).exists():
            actions.appoint(person, home, role=role, post=post, valid_from=SINCE, by=by)
        # The deputy coordinator supervises everybody's work, but only the city's staff.
        over = login.over if role is Role.FACHAUFSICHT else (login.organisation,)
        for code in over if role in SUPERVISING else ():
            actions.give_duty(person, organisations[code], duty=SUPERVISING[role], by=by)
    return person
