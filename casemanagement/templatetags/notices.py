# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is new for the person of this page: {% notices %} on top of the first page of a hat."""

from typing import Any

from django import template
from django.template import Context

from casemanagement.views.notice_rows import list_url, new_notices

register = template.Library()


@register.inclusion_tag("casemanagement/new_notices.html", takes_context=True)
def notices(context: Context) -> dict[str, Any]:
    actor = context["request"].actor
    rows, has_more = new_notices(actor)
    return {
        "rows": rows,
        "has_more": has_more,
        "list_url": list_url(actor.hat),
        "csrf_token": context.get("csrf_token"),
    }
