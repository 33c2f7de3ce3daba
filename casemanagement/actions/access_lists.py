# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists of named people: while one stands, nobody else sees the case, whatever their duty."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import EventKind, ListGround
from casemanagement.models import AccessList, Case, NamedPerson
from permissions import clock
from permissions.actor import Actor
from permissions.models import Membership, Organisation, User
from permissions.rights import Right


@deed(Right.ASSIGN)
def begin(
    case: Case,
    *,
    by: Actor,
    ground: str,
    people: Iterable[User],
    employer: Organisation | None = None,
    note: str = "",
) -> AccessList:
    """Only these people from now on, and whoever sets the list; for everybody else the case is gone."""
    if case.access_lists.filter(ended_at__isnull=True).exists():
        raise Conflict(_("Für diesen Fall gibt es schon eine Liste."))
    if ground == ListGround.OWN_STAFF and employer is None:
        raise ValidationError({"employer": _("Bitte nennen Sie, wo die Klientin oder der Klient arbeitet.")})
    found = write(
        AccessList(case=case, employer=employer),
        ground=ground,
        note=note,
        set_by=by.person,
        set_at=clock.now(),
    )
    named = {*people, by.person} - {None}
    for person in named:
        _name(found, person, by)  # type: ignore[arg-type]  # None is out
    record_event(case, EventKind.LIST_BEGUN, by=by, ground=ground, named=len(named))
    return found


@deed(Right.ASSIGN)
def name(access_list: AccessList, *, by: Actor, person: User) -> None:
    """One more."""
    if access_list.case.named_people.filter(person=person, ended_at__isnull=True).exists():
        raise Conflict(_("Diese Person ist schon benannt."))
    _name(access_list, person, by)
    record_event(access_list.case, EventKind.LIST_CHANGED, by=by, person=person.pk)


@deed(Right.ASSIGN)
def strike(named: NamedPerson, *, by: Actor) -> None:
    """One fewer; somebody has to stay who can end the list."""
    if by.person is not None and named.person_id == by.person.pk:
        raise ValidationError(
            _("Sich selbst können Sie nicht streichen; das tut eine andere benannte Person.")
        )
    write(named, ended_at=clock.now())
    record_event(named.case, EventKind.LIST_CHANGED, by=by, person=named.person_id)


@deed(Right.ASSIGN)
def end(access_list: AccessList, *, by: Actor) -> None:
    """The case is seen again as its duties say."""
    if access_list.ended_at is not None:
        raise Conflict(_("Diese Liste ist schon aufgehoben."))
    write(access_list, ended_at=clock.now(), ended_by=by.person)
    NamedPerson.objects.filter(case=access_list.case_id, ended_at__isnull=True).update(ended_at=clock.now())
    record_event(access_list.case, EventKind.LIST_ENDED, by=by)


def _name(access_list: AccessList, person: User, by: Actor) -> None:
    """A colleague of the client at work is never named, but for the coordination itself."""
    houses = Membership.objects.valid_on(clock.today()).filter(person=person)
    colleague = access_list.employer_id is not None and person != by.person
    if colleague and houses.filter(organisation=access_list.employer_id).exists():
        raise ValidationError(
            {
                "people": _("%(name)s arbeitet im selben Haus wie die Klientin oder der Klient.")
                % {"name": person.display_name}
            }
        )
    write(NamedPerson(case_id=access_list.case_id), person=person, named_by=by.person, named_at=clock.now())
