# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handovers as pages show them: stages, minimal sheets, offers."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.choices import Domain, HandoverState
from casemanagement.models import Handover, WorkItem
from casemanagement.views.links import Line, step_url
from casemanagement.views.words import Text
from permissions.actor import Actor
from permissions.rights import Right

STAGES: dict[str, Text] = {
    HandoverState.DRAFT: gettext_lazy("Vorbereitet"),
    HandoverState.OFFERED: gettext_lazy("Angeboten"),
    HandoverState.ACCEPTED: gettext_lazy("Angenommen"),
    HandoverState.APPROVED: gettext_lazy("Freigegeben"),
}


@dataclass(frozen=True)
class Offer:
    """What a receiver sees before saying yes or no."""

    handover: Handover
    facts: list[tuple[str, object]]
    url: str
    due_on: dt.date | None = None


def sheet_facts(handover: Handover) -> list[tuple[str, object]]:
    """Languages, district, domains, urgency, intensity, wish: nothing that names anybody."""
    sheet = getattr(handover, "sheet", None)
    if sheet is None:
        return []
    labels = dict(Domain.choices)
    return [
        (_("Sprachen"), ", ".join(sheet.languages)),
        (_("Stadtbezirk"), sheet.get_stadtbezirk_display()),
        (
            _("Lebensbereiche mit hohem Bedarf"),
            ", ".join(str(labels.get(code, code)) for code in sheet.domains),
        ),
        (_("Dringlichkeit"), sheet.get_urgency_display()),
        (_("Intensität"), sheet.get_intensity_display()),
        (
            _("Wunsch zum Geschlecht der Fallführung"),
            sheet.get_gender_wish_display() if sheet.gender_wish else _("keiner"),
        ),
    ]


def offers_of(actor: Actor) -> list[Offer]:
    """Offers that wait for this person's answer, the oldest first."""
    rows = Handover.objects.permitted(actor, Right.ANSWER_HANDOVER).filter(state=HandoverState.OFFERED)
    rows = rows.select_related("sheet", "from_organisation", "to_person").order_by("requested_at")
    if not rows:
        return []
    items = (
        WorkItem.objects.permitted(actor, Right.ANSWER_HANDOVER)
        .open()
        .filter(kind__endswith=".answer_handover")
    )
    steps = {item.case_id: item for item in items}
    return [_offer(row, steps.get(row.case_id)) for row in rows]


def offer_lines(actor: Actor) -> list[Line]:
    """The same for the first page of the day: nobody waits for an answer unseen."""
    return [
        Line(
            title=_("Übergabe beantworten"),
            url=reverse("cases:offers"),
            due_on=offer.due_on,
            subject=_("Angebot von %(house)s") % {"house": offer.handover.from_organisation.short_name},
        )
        for offer in offers_of(actor)
    ]


def _offer(row: Handover, step: WorkItem | None) -> Offer:
    url, due_on = (step_url(step), step.due_on) if step else ("", None)
    return Offer(row, sheet_facts(row), url, due_on)
