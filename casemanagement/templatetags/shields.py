# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page must say before anything else: an emergency that runs, and a client who is protected."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from casemanagement.models import Case, EmergencyAccess, ProtectedAddress, RiskPerson
from casemanagement.views.emergencies import FILE, file_url
from casemanagement.views.notice_rows import NAMESPACE
from permissions.rights import Right

register = template.Library()


@register.inclusion_tag("casemanagement/emergency_banner.html", takes_context=True)
def emergencies(context: Context) -> dict[str, Any]:
    """Every Notfallzugriff of this person that runs in this hat, on every page until it ends."""
    actor = getattr(context.get("request"), "actor", None)
    if actor is None or actor.hat not in FILE:
        return {}
    own = EmergencyAccess.objects.running().filter(person=actor.person, hat=actor.hat.value)
    space = NAMESPACE[actor.hat]
    rows = [
        {
            "row": row,
            "url": file_url(actor.hat, row.case.number),
            "end_url": reverse(f"{space}:emergency_end", args=[row.pk]),
            "longer_url": "" if row.extended_at else reverse(f"{space}:emergency_longer", args=[row.pk]),
        }
        for row in own.select_related("case")
    ]
    return {"rows": rows, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("casemanagement/protection_warning.html", takes_context=True)
def protection_warning(context: Context, case: Case) -> dict[str, Any]:
    """Before anything leaves the house: the address is protected, and who must not hear of it."""
    rights = context.get("rights") or ()
    if Right.READ_PROTECTED_ADDRESS not in rights:
        return {}
    return {
        "protected": ProtectedAddress.objects.filter(case=case).first(),
        "people": list(RiskPerson.objects.filter(case=case, ended_at__isnull=True)),
    }
