# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asks the access concept from a template: {% may "write_file" case as allowed %}."""

from typing import Any

from django import template
from django.db.models import Model
from django.template import Context

from permissions.access import CASE_ACCESS
from permissions.rights import Right

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Context, right: str, case: Model) -> bool:
    """Whether the person of this page has the right on this case; asked once for all rights."""
    request: Any = context["request"]
    known: dict[Any, frozenset[Right]] = request.__dict__.setdefault("_rights", {})
    if case.pk not in known:
        known[case.pk] = CASE_ACCESS.rights(request.actor, case)
    return Right(right) in known[case.pk]
