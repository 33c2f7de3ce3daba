# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds of the Dienstaufsicht on posts and absences, and the order of those who decide in an emergency."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from permissions import actions, clock
from permissions.accounts import events
from permissions.actor import Actor, NotPermitted
from permissions.duties import coordinated_by, organisations_of
from permissions.hats import Hat
from permissions.models import (
    Absence,
    Kommune,
    Organisation,
    Post,
    SecurityEventKind,
    Succession,
    User,
)


def _require_own_house(organisation: Organisation, by: Actor) -> None:
    if by.person is None or not organisations_of(by.person, by.hat).filter(pk=organisation.pk).exists():
        raise NotPermitted


@transaction.atomic
def enter_agreement(organisation: Organisation, *, on: dt.date, by: Actor) -> None:
    """Note since when figures per case manager are agreed on; who entered it stays on record."""
    _require_own_house(organisation, by)
    actions.enter_agreement(organisation, on=on, by=by)
    events.note(
        SecurityEventKind.AGREEMENT_ENTERED,
        person=None,
        by=by,
        organisation_id=organisation.pk,
        day=on.isoformat(),
    )


@transaction.atomic
def change_post(
    post: Post, *, title: str, vzae: Decimal, valid_from: dt.date, valid_until: dt.date | None, by: Actor
) -> Post:
    """Change what a post is worth and until when it is funded."""
    _require_own_house(post.organisation, by)
    post.title, post.vzae = title, vzae
    post.valid_from, post.valid_until = valid_from, valid_until
    post.full_clean()
    post.save(update_fields=["title", "vzae", "valid_from", "valid_until"])
    actions.tell_staff_changed(post.organisation)
    events.note(
        SecurityEventKind.POST_CHANGED, person=None, by=by, organisation_id=post.organisation_id, post=post.pk
    )
    return post


@transaction.atomic
def change_absence(
    absence: Absence, *, valid_from: dt.date, valid_until: dt.date, substitute: User | None, by: Actor
) -> Absence:
    """Other days, or another substitute; never a reason."""
    absence.valid_from, absence.valid_until, absence.substitute = valid_from, valid_until, substitute
    absence.full_clean()
    absence.save(update_fields=["valid_from", "valid_until", "substitute"])
    actions.tell_houses_of(absence.person, on=valid_from)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, by: Actor) -> None:
    """The person is back today; an absence that has not begun is taken back."""
    today = clock.today()
    if absence.valid_from >= today:
        absence.delete()
    else:
        absence.valid_until = min(absence.valid_until, today - dt.timedelta(days=1))
        absence.save(update_fields=["valid_until"])
    actions.tell_houses_of(absence.person, on=today)


@transaction.atomic
def name_successor(  # noqa: PLR0913  the form has as many fields
    kommune: Kommune,
    *,
    person: User,
    place: int,
    title: str,
    valid_from: dt.date,
    valid_until: dt.date,
    by: Actor,
) -> Succession:
    """Name who decides what cannot wait while nobody of the Fachaufsicht is there."""
    if by.person is None or not coordinated_by(by.person).filter(kommune=kommune).exists():
        raise NotPermitted
    if valid_until < valid_from:
        raise ValidationError({"valid_until": _("Das Ende liegt vor dem Anfang.")})
    taken = Succession.objects.filter(
        kommune=kommune, place=place, valid_from__lte=valid_until, valid_until__gte=valid_from
    )
    if taken.exists():
        raise ValidationError({"place": _("Auf diesem Rang steht in dieser Zeit schon jemand.")})
    row = Succession(
        kommune=kommune,
        person=person,
        place=place,
        title=title,
        valid_from=valid_from,
        valid_until=valid_until,
        named_by=by.person,
        named_at=clock.now(),
    )
    row.full_clean()
    row.save()
    events.note(SecurityEventKind.SUCCESSION_NAMED, person=person, by=by, place=place)
    return row


@transaction.atomic
def end_successor(row: Succession, *, by: Actor) -> None:
    """From today on the person is not in the order any more."""
    if by.hat is not Hat.FACH:
        raise NotPermitted
    yesterday = clock.today() - dt.timedelta(days=1)
    row.valid_from = min(row.valid_from, yesterday)
    row.valid_until = min(row.valid_until, yesterday)
    row.save(update_fields=["valid_from", "valid_until"])
