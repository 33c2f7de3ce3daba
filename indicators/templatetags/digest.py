# SPDX-License-Identifier: AGPL-3.0-or-later
"""The week in a few numbers: {% week_digest %} on the first page of the coordination."""

from typing import Any

from django import template
from django.template import Context

from indicators.board import digest
from permissions.models import Membership

register = template.Library()


@register.inclusion_tag("indicators/digest.html", takes_context=True)
def week_digest(context: Context) -> dict[str, Any]:
    appointed: list[Membership] = context["request"].appointments
    return {"digest": digest({row.organisation.kommune_id for row in appointed})}
