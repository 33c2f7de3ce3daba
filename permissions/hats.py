# SPDX-License-Identifier: AGPL-3.0-or-later
"""A hat is one duty at work: one tree of addresses, one role in the database, never two at once."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    import datetime as dt

    from django.utils.functional import _StrPromise

    from permissions.models import Membership, User


class Hat(StrEnum):
    """The duties a person can act in."""

    CASE = "case"
    FACH = "fach"
    DIENST = "dienst"
    DSB = "dsb"
    CTR = "ctr"
    DESK = "desk"
    ADMIN = "admin"
    READ = "read"
    SYSTEM = "system"

    @property
    def label(self) -> _StrPromise:
        """What the screen calls it."""
        return _LABELS[self]

    @property
    def prefix(self) -> str:
        """Where its pages live; empty for the system, which has none."""
        return _PREFIXES.get(self, "")

    @property
    def role(self) -> str:
        """The database role that carries its rights."""
        return f"kim_{self.value}"

    @classmethod
    def of_path(cls, path: str) -> Hat | None:
        """The hat whose tree this address belongs to."""
        return next((hat for hat, prefix in _PREFIXES.items() if path.startswith(prefix)), None)


_LABELS = {
    Hat.CASE: _("Fallarbeit"),
    Hat.FACH: _("Fachaufsicht"),
    Hat.DIENST: _("Dienstaufsicht"),
    Hat.DSB: _("Datenschutz"),
    Hat.CTR: _("Controlling"),
    Hat.DESK: _("Erstanlaufstelle"),
    Hat.ADMIN: _("Verwaltung"),
    Hat.READ: _("Berichte"),
    Hat.SYSTEM: _("System"),
}

_PREFIXES = {
    Hat.CASE: "/fallarbeit/",
    Hat.FACH: "/fachaufsicht/",
    Hat.DIENST: "/dienstaufsicht/",
    Hat.DSB: "/datenschutz/",
    Hat.CTR: "/controlling/",
    Hat.DESK: "/erstanlaufstelle/",
    Hat.ADMIN: "/verwaltung/",
    Hat.READ: "/berichte/",
}

# The job titles that carry a hat; kim.entitled() in the database says the same.
ROLES_OF_HAT = {
    Hat.CASE: {"case_management"},
    Hat.FACH: {"fachaufsicht", "emergency_decision"},
    Hat.DIENST: {"dienstaufsicht"},
    Hat.DSB: {"data_protection"},
    Hat.CTR: {"controlling"},
    Hat.DESK: {"intake_desk"},
    Hat.ADMIN: {"administration"},
    Hat.READ: {"reading", "integration_centre"},
}

# The two supervisions also need the standing duty on an organisation.
DUTY_OF_HAT = {Hat.FACH: "fachaufsicht", Hat.DIENST: "dienstaufsicht"}


def hats_of(person: User, on: dt.date) -> list[Hat]:
    """The hats a person may wear on a day, in the order of the navigation."""
    return hats_carried(person, appointments_of(person, on))


def hats_carried(person: User, appointments: list[Membership]) -> list[Hat]:
    """The hats that these appointments of the person give."""
    roles = {appointment.role for appointment in appointments}
    worn = [hat for hat, titles in ROLES_OF_HAT.items() if titles & roles]
    if DUTY_OF_HAT.keys() & set(worn):
        duties = _standing_duties(person)
        worn = [hat for hat in worn if hat not in DUTY_OF_HAT or DUTY_OF_HAT[hat] in duties]
    return worn


def appointments_of(person: User, on: dt.date) -> list[Membership]:
    """To what and where the person is appointed on a day; nothing once the account is closed."""
    from permissions.models import Membership  # noqa: PLC0415  models import hats

    if not person.is_active or person.pk is None:
        return []
    rows = Membership.objects.valid_on(on).filter(person=person).select_related("organisation")
    return list(rows.order_by("valid_from", "pk"))


def _standing_duties(person: User) -> set[str]:
    from permissions.models import OrganisationUserPermission  # noqa: PLC0415  models import hats

    return set(
        OrganisationUserPermission.objects.filter(user=person).values_list("permission__codename", flat=True)
    )
