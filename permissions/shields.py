# SPDX-License-Identifier: AGPL-3.0-or-later
"""What keeps a case from somebody whose duty would show it, and what opens one in an emergency.

Conditions of the access concept (permissions.access), asked before and beside its grants.
"""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from permissions import clock
from permissions.actor import Actor, NotPermitted
from permissions.conditions import shared
from permissions.duties import in_town
from permissions.hats import Hat
from permissions.models import User


def someone(actor: Actor) -> User:
    if actor.person is None:
        raise NotPermitted
    return actor.person


def rows_of(model: str, **facts: object) -> QuerySet[Any]:
    """Rows of casemanagement, to stand inside another question."""
    rows: QuerySet[Any] = apps.get_model("casemanagement", model)._default_manager.filter(**facts)
    return rows.order_by()


def partial(person: User) -> Q:
    """The person declared a conflict, or the client stands on the person's own list."""
    avoided = rows_of("AvoidedPerson", person=person, ended_at__isnull=True)
    tokens = rows_of("IdentityToken")
    born = Exists(tokens.filter(kind="birth", case=OuterRef("case")))
    by_both = tokens.filter(kind="name_birth", token__in=avoided.values("birth_token"))
    # Two questions and no OR: each begins with the person's list, not with every name there is.
    undated = avoided.filter(birth_token__isnull=True)
    by_name_alone = tokens.filter(kind="name", token__in=undated.values("name_token"))
    by_undated_name = tokens.filter(~born, kind="name", token__in=avoided.values("name_token"))
    declared = rows_of("ConflictDeclaration", person=person, has_conflict=True, ended_at__isnull=True)
    return (
        Q(pk__in=declared.values("case"))
        | Q(pk__in=by_both.values("case"))
        | Q(pk__in=by_name_alone.values("case"))
        | Q(pk__in=by_undated_name.values("case"))
    )


def unlisted(person: User) -> Q:
    """Only named people may see the case, and this person is not one of them."""
    named = rows_of("NamedPerson", person=person, ended_at__isnull=True)
    lists = rows_of("AccessList", ended_at__isnull=True).exclude(case__in=named.values("case"))
    return Q(pk__in=lists.values("case"))


def emergency(person: User, hat: Hat) -> Q:
    """A Notfallzugriff of this person in this hat runs."""
    running = rows_of(
        "EmergencyAccess",
        person=person,
        hat=hat.value,
        ended_at__isnull=True,
        valid_until__gt=clock.now(),
    )
    return Q(pk__in=running.values("case"))


@shared
def hidden() -> Q:
    """Somebody of the case lives at a protected address."""
    return Q(pk__in=rows_of("ProtectedAddress").values("case"))


def unprotected(person: User) -> Q:
    """In the person's Kommune, and neither protected nor restricted: there the coordination decides."""
    return in_town(person, Hat.CASE) & Q(is_restricted=False) & ~hidden()
