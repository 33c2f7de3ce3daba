# SPDX-License-Identifier: AGPL-3.0-or-later
"""Over which organisations a hat works: by standing duty where the hat needs one, else by membership."""

from permissions import clock
from permissions.hats import DUTY_OF_HAT, ROLES_OF_HAT, Hat
from permissions.models import Membership, OrganisationUserPermission, User


def organisations_of(person: User, hat: Hat) -> list[int]:
    """Ids of the organisations this hat of the person reaches today; empty without a living membership."""
    members = Membership.objects.valid_on(clock.today()).filter(
        person=person, role__in=ROLES_OF_HAT[hat]
    )
    if hat not in DUTY_OF_HAT:
        return list(members.values_list("organisation_id", flat=True))
    if not members.exists():
        return []
    duties = OrganisationUserPermission.objects.filter(
        user=person, permission__codename=DUTY_OF_HAT[hat]
    )
    return list(duties.values_list("content_object_id", flat=True))
