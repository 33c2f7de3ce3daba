# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Heute“ of the Fachaufsicht: her week on one page, exceptions first, and the load behind them."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from casemanagement.choices import HandoverState
from casemanagement.models import Case, Handover
from casemanagement.views.base import HatPage
from casemanagement.views.links import Line
from casemanagement.views.supervision import work
from casemanagement.views.supervision.staff import staff_load
from casemanagement.views.supervision.uncovered import uncovered_cases
from casemanagement.views.supervision.week import decisions, sample_of
from casemanagement.views.supervision.work import Group, case_url
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right

UNDER_WAY = (HandoverState.OFFERED, HandoverState.ACCEPTED, HandoverState.APPROVED)


class SupervisionToday(HatPage):
    """Sample, alerts, approvals and the digest; nobody is named but colleagues."""

    template_name = "supervision/today.html"
    shows = "frame, figures"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = work.groups(self.actor)
        context = {
            "day": clock.today(),
            "urgent": _urgent(self.actor, waiting.get(work.URGENT, Group())),
            "assignments": waiting.get(work.ASSIGNMENTS, Group()),
            "approvals": waiting.get(work.APPROVALS, Group()),
            "deadlines": waiting.get(work.DEADLINES, Group()),
            "failed": waiting.get(work.FAILED, Group()),
            "sample": sample_of(self.actor, waiting.get(work.SAMPLE, Group())),
            "decisions": decisions(self.actor),
            "other": waiting.get(work.OTHER, Group()),
            "handovers": _handovers(self.actor),
            "uncovered": uncovered_cases(self.actor),
            "staff": staff_load(self.actor),
        }
        return super().get_context_data(**context, **kwargs)


def _urgent(actor: Actor, alerts: Group) -> Group:
    """Alerts of the intake; and urgent referrals nobody has clarified far enough to raise one."""
    today = clock.today()
    numbers = [line.subject for line in alerts.lines]
    cases = Case.objects.permitted(actor, Right.READ_FRAME).incoming().filter(urgency="urgent")
    # First contact ends the alarm, whoever made it.
    silent = cases.filter(first_contact_on=None).exclude(number__in=numbers).exclude(_alerted())
    rows: list[Any] = list(silent.with_next_due().order_by("received_on", "number")[: work.PER_GROUP + 1])
    lines = [
        Line(
            _("Dringende Meldung ohne ersten Kontakt"),
            case_url(case.number),
            case.next_due_on or min(case.received_on, today),
            case.number,
        )
        for case in rows
    ]
    return Group([*alerts.lines, *lines], alerts.count + len(lines))


def _alerted() -> Q:
    return Q(work_items__kind="intake.urgent", work_items__state="open")


def _handovers(actor: Actor) -> Group:
    """Every case on its way to somebody else, the one that waits longest first."""
    rows = Handover.objects.permitted(actor, Right.READ_FRAME).filter(state__in=UNDER_WAY)
    found = list(rows.select_related("case", "from_organisation", "to_organisation").order_by("requested_at"))
    lines = [_handover_line(row) for row in found[: work.PER_GROUP]]
    return Group(lines, len(found))


def _handover_line(row: Handover) -> Line:
    ways = {"from": row.from_organisation.short_name, "to": row.to_organisation.short_name}
    return Line(
        _("Übergabe %(from)s → %(to)s") % ways,
        case_url(row.case.number),
        None,
        row.case.number,
        _("%(state)s, seit %(day)s")
        % {
            "state": row.get_state_display(),
            "day": f"{row.requested_at.astimezone(clock.BERLIN):%d.%m.%Y}",
        },
    )
