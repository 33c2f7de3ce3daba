# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the posts of an organisation tell the figures, whenever its staff changes; never who it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from permissions import clock
from permissions.models import Absence, Membership, Post

if TYPE_CHECKING:
    import datetime as dt

    from permissions.models import Organisation


def refresh_capacity(organisation: Organisation, at: dt.datetime | None = None) -> None:
    """Let the statistics know the posts of case management as they stand now."""
    posts = json.dumps(posts_of(organisation), cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kim.record_capacity(%s, %s, %s, %s)",
            [organisation.kommune_id, organisation.code, posts, at or clock.now()],
        )


def posts_of(organisation: Organisation) -> list[dict[str, Any]]:
    """Each filled period of each post, with the absences of whoever fills it."""
    posts = Post.objects.of_case_management().filter(organisation=organisation)
    return [
        {
            "vzae": float(membership.post.vzae),
            "valid_from": max(membership.valid_from, membership.post.valid_from),
            "valid_until": earliest(membership.valid_until, membership.post.valid_until),
            "absences": list(
                Absence.objects.filter(person=membership.person_id)
                .order_by("valid_from", "pk")
                .values("valid_from", "valid_until")
            ),
        }
        for membership in Membership.objects.filter(post__in=posts)
        .select_related("post")
        .order_by("pk")
        if membership.post
    ]


def earliest(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day), default=None)
