# SPDX-License-Identifier: AGPL-3.0-or-later
"""Over which organisations a hat works: by standing duty where the hat needs one, else by membership."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from permissions import clock, once
from permissions.conditions import shared
from permissions.hats import DUTY_OF_HAT, ROLES_OF_HAT, Hat
from permissions.models import (
    Absence,
    Membership,
    Organisation,
    OrganisationUserPermission,
    Succession,
    User,
    valid_on,
)
from permissions.roles import Role


def living_memberships(person: User, hat: Hat) -> QuerySet[Membership]:
    return Membership.objects.valid_on(clock.today()).filter(person=person, role__in=ROLES_OF_HAT[hat])


@shared
def in_town(person: User, hat: Hat) -> Q:
    """In a Kommune to which this hat of the person is appointed today; no access crosses it."""

    def kommunen() -> QuerySet[Any]:
        return living_memberships(person, hat).values_list("organisation__kommune", flat=True)

    if hat is not Hat.CASE:  # whose pages ask it for each right alone
        return Q(kommune__in=kommunen())
    return Q(kommune__in=once.asked((in_town, person), kommunen))


def organisations_of(person: User, hat: Hat) -> QuerySet[Organisation]:
    """The organisations this hat of the person reaches today, as a query to stand inside another."""
    members = living_memberships(person, hat)
    if hat not in DUTY_OF_HAT:
        return Organisation.objects.filter(pk__in=members.values("organisation"))
    duties = OrganisationUserPermission.objects.filter(user=person, permission__codename=DUTY_OF_HAT[hat])
    return Organisation.objects.filter(in_town(person, hat), pk__in=duties.values("content_object"))


def coordinated_by(person: User) -> QuerySet[Organisation]:
    """The houses under this person's Fachaufsicht; whoever only stands in for her has none."""
    members = living_memberships(person, Hat.FACH).filter(role=Role.FACHAUFSICHT)
    return organisations_of(person, Hat.FACH).filter(Exists(members))


def stood_in_for(person: User) -> QuerySet[Organisation]:
    """The houses for which this person decides today, because nobody of the Fachaufsicht is there."""
    today = clock.today()
    away = Absence.objects.filter(valid_on(today)).values("person")
    there = Membership.objects.valid_on(today).filter(role=Role.FACHAUFSICHT).exclude(person__in=away)
    named = Succession.objects.filter(valid_on(today), person__is_active=True).exclude(person__in=away)
    first = named.filter(kommune=OuterRef("kommune")).order_by("place", "pk").values("person")[:1]
    # Who wears this hat here, while nobody of the Fachaufsicht is there, is appointed to decide in an emergency.
    return (
        organisations_of(person, Hat.FACH)
        .exclude(Exists(there.filter(organisation__kommune=OuterRef("kommune"))))
        .annotate(decider=Subquery(first))
        .filter(decider=person.pk)
    )
