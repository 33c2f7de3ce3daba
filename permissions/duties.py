# SPDX-License-Identifier: AGPL-3.0-or-later
"""Over which organisations a hat works: by standing duty where the hat needs one, else by membership."""

from django.db.models import Exists, QuerySet

from permissions import clock
from permissions.hats import DUTY_OF_HAT, ROLES_OF_HAT, Hat
from permissions.models import Membership, Organisation, OrganisationUserPermission, User


def living_memberships(person: User, hat: Hat) -> QuerySet[Membership]:
    return Membership.objects.valid_on(clock.today()).filter(person=person, role__in=ROLES_OF_HAT[hat])


def organisations_of(person: User, hat: Hat) -> QuerySet[Organisation]:
    """The organisations this hat of the person reaches today, as a query to stand inside another."""
    members = living_memberships(person, hat)
    if hat not in DUTY_OF_HAT:
        return Organisation.objects.filter(pk__in=members.values("organisation"))
    duties = OrganisationUserPermission.objects.filter(user=person, permission__codename=DUTY_OF_HAT[hat])
    return Organisation.objects.filter(Exists(members), pk__in=duties.values("content_object"))
