# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asks, before somebody is named for a case, whether the case is shut to that person; never why."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from casemanagement.models import Case
from permissions.models import User


def is_shut_for(person: User) -> bool:
    """Whether the case of the present deed must not be seen by this person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.shut_for(%s)", [person.pk])
        (shut,) = cursor.fetchone()
    return bool(shut)


def require(case: Case, person: User, *, field: str = "person") -> None:
    """The sentence is the same for a declaration and for a standing list, so that it reveals neither."""
    if not is_shut_for(person):
        return
    listed = case.access_lists.filter(ended_at__isnull=True).exists()
    named = case.named_people.filter(person=person, ended_at__isnull=True).exists()
    if listed and not named:
        raise ValidationError({field: _("Diesen Fall sehen nur benannte Personen; diese ist nicht benannt.")})
    raise ValidationError({field: _("Befangenheit möglich – bitte eine andere Person wählen.")})
