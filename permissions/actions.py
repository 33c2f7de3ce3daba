# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on organisations, posts, people and duties; the only writer of guardian's rows."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from permissions.accounts import events
from permissions.actor import Actor
from permissions.models import (
    Absence,
    Kommune,
    Membership,
    Organisation,
    OrganisationUserPermission,
    Post,
    SecurityEventKind,
    User,
)
from permissions.roles import Role

# Filled at start-up by the composition root: who wants to know that the staff of an organisation changed.
STAFF_REACTIONS: list[Callable[[Organisation], None]] = []


def tell_staff_changed(organisation: Organisation) -> None:
    """Let everybody know who counts on the staff of an organisation."""
    for reaction in STAFF_REACTIONS:
        reaction(organisation)


def tell_houses_of(person: User, *, on: date) -> None:
    """The same for every organisation in which the person works on this day."""
    for membership in Membership.objects.valid_on(on).filter(person=person):
        tell_staff_changed(membership.organisation)


@transaction.atomic
def add_kommune(name: str, key: str, *, by: Actor) -> Kommune:
    kommune, _created = Kommune.objects.update_or_create(key=key, defaults={"name": name})
    return kommune


@transaction.atomic
def add_organisation(
    kommune: Kommune, *, code: str, name: str, short_name: str, kind: Organisation.Kind, by: Actor
) -> Organisation:
    """Add the organisation, or bring its names up to date; the code identifies it."""
    organisation, _created = Organisation.objects.update_or_create(
        kommune=kommune, code=code, defaults={"name": name, "short_name": short_name, "kind": kind}
    )
    return organisation


@transaction.atomic
def enter_agreement(organisation: Organisation, *, on: date, by: Actor) -> None:
    """Note since when the Dienst- or Betriebsvereinbarung opens figures per case manager."""
    organisation.agreement_on = on
    organisation.save(update_fields=["agreement_on"])


@transaction.atomic
def add_post(
    organisation: Organisation,
    *,
    role: Role,
    title: str,
    vzae: Decimal,
    valid_from: date,
    valid_until: date | None = None,
    by: Actor,
) -> Post:
    post = Post(
        organisation=organisation,
        role=role,
        title=title,
        vzae=vzae,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    post.full_clean()
    post.save()
    tell_staff_changed(organisation)
    return post


@transaction.atomic
def add_person(username: str, *, display_name: str, password: str | None = None, by: Actor) -> User:
    """Add the account, or bring its name up to date; a password is set only when one is given."""
    person, _created = User.objects.update_or_create(
        username=username, defaults={"display_name": display_name}
    )
    if password is not None:
        person.set_password(password)
        person.save(update_fields=["session_stamp"])
    return person


@transaction.atomic
def change_password(person: User, *, password: str, by: Actor) -> None:
    """Set a new password; every other session of the person ends."""
    person.set_password(password)
    person.save(update_fields=["session_stamp"])
    events.note(SecurityEventKind.PASSWORD_CHANGED, person=person, by=by)


@transaction.atomic
def choose_language(person: User, *, language: str, by: Actor) -> None:
    """Choose the language of the pages; one that the pages do not speak changes nothing."""
    if language in dict(settings.LANGUAGES):
        person.language = language
        person.save(update_fields=["language"])


@transaction.atomic
def deactivate(person: User, *, by: Actor) -> None:
    """Close the account at once: every session ends, every right with it. The row stays as author."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.close_account(%s)", [person.pk])
    person.is_active = False
    events.note(SecurityEventKind.CLOSED, person=person, by=by)


@transaction.atomic
def appoint(
    person: User,
    organisation: Organisation,
    *,
    role: Role,
    post: Post | None = None,
    valid_from: date,
    valid_until: date | None = None,
    by: Actor,
) -> Membership:
    """Give a person a task in an organisation for a period; a post must be the organisation's own."""
    if post is not None and post.organisation_id != organisation.pk:
        raise ValidationError(_("Die Stelle gehört zu einer anderen Organisation."))
    membership, _created = Membership.objects.update_or_create(
        person=person,
        organisation=organisation,
        role=role,
        valid_from=valid_from,
        defaults={"post": post, "valid_until": valid_until},
    )
    tell_staff_changed(organisation)
    return membership


@transaction.atomic
def dismiss(membership: Membership, *, until: date, by: Actor) -> None:
    """End an appointment on a day; what the person could see ends with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.end_membership(%s, %s)", [membership.pk, until])
    membership.refresh_from_db()
    events.note(
        SecurityEventKind.DISMISSED,
        person=membership.person,
        by=by,
        organisation_id=membership.organisation_id,
        role=membership.role,
    )
    tell_staff_changed(membership.organisation)


@transaction.atomic
def give_duty(person: User, organisation: Organisation, *, duty: str, by: Actor) -> None:
    """Lay a standing duty (fachaufsicht or dienstaufsicht) for an organisation on a person."""
    OrganisationUserPermission.objects.get_or_create(
        user=person, permission=_permission(duty), content_object=organisation
    )


@transaction.atomic
def withdraw_duty(person: User, organisation: Organisation, *, duty: str, by: Actor) -> None:
    OrganisationUserPermission.objects.filter(
        user=person, permission=_permission(duty), content_object=organisation
    ).delete()


@transaction.atomic
def report_absence(
    person: User, *, valid_from: date, valid_until: date, substitute: User | None = None, by: Actor
) -> Absence:
    """Note from when until when somebody is away, and perhaps who steps in; never why."""
    absence = Absence(person=person, valid_from=valid_from, valid_until=valid_until, substitute=substitute)
    absence.full_clean()
    absence.save()
    tell_houses_of(person, on=valid_from)
    return absence


def _permission(duty: str) -> Permission:
    return Permission.objects.get(content_type__app_label="permissions", codename=duty)
