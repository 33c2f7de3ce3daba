# SPDX-License-Identifier: AGPL-3.0-or-later
"""What went along with a case, and what the former case manager may still read up."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from casemanagement.models import Assessment, ClientIdentity, Contact, Goal, Handover, SupportPlan
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right


@dataclass(frozen=True)
class Past:
    """The file as it stood at the switch, as far as questions may come to it."""

    name: str
    contacts: list[Contact]
    assessment: Assessment | None
    plan: SupportPlan | None


def looked_back_on(actor: Actor) -> Any:
    """Handovers after which this person may still look back today."""
    rows = Handover.objects.permitted(actor, Right.LOOK_BACK)
    return rows.looked_back_on(clock.today()).filter(from_person=actor.person)


def past_of(handover: Handover) -> Past:
    """The database shows nothing that was written after the switch; this asks for no more."""
    case, moment = handover.case_id, handover.switched_at
    identity = ClientIdentity.objects.filter(case=case).first()
    contacts = Contact.objects.filter(case=case, written_at__lte=moment).select_related("written_by")
    day = moment.astimezone(clock.BERLIN).date() if moment else clock.today()
    assessments = Assessment.objects.filter(case=case, completed_on__lte=day).order_by("-number")
    plans = SupportPlan.objects.filter(case=case, drafted_at__lte=moment).order_by("-version")
    goals = Prefetch("goals", Goal.objects.order_by("pk"))
    return Past(
        name=identity.full_name if identity else "",
        contacts=list(contacts.order_by("-occurred_on", "-pk")),
        assessment=assessments.prefetch_related("ratings").first(),
        plan=plans.prefetch_related(goals).first(),
    )


def along_of(handover: Handover | None) -> list[tuple[str, object]]:
    """What the last handover to another house brought along; nothing about what stayed there."""
    if handover is None or not handover.crosses_organisations:
        return []
    return [
        (_("Übergabegespräch"), handover.talk_on or _("keines, im Block übergeben")),
        (_("Notizen"), handover.get_notes_along_display()),
        (
            _("Unterlagen"),
            len(handover.documents_along or []) or _("keine, außer Einwilligungen und Hilfeplan"),
        ),
        (
            _("Vertrauliche Notizen"),
            _("mit Erlaubnis der Person") if handover.confidential_along else _("keine"),
        ),
    ]
