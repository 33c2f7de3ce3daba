# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the week of the coordination asks for beside the steps of the processes: its sample, and what else to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casemanagement.choices.advice import OutsideState
from casemanagement.choices.structure import FindingState
from casemanagement.gates import LONGEST_MONTHS
from casemanagement.models import Case, Finding, OutsideReferral, SampledCase, SubjectRequest
from casemanagement.views.links import Line
from casemanagement.views.retention_rows import permitted_runs
from casemanagement.views.supervision.work import Group, case_url
from casemanagement.working_days import add_months
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right

DAYS = 7
EXTENSIONS, FINDINGS, OUTSIDE, DELETIONS, RELEASES = (
    "extensions",
    "findings",
    "outside",
    "deletions",
    "releases",
)


@dataclass(frozen=True)
class WeeksSample:
    """What is open of the sample, and how much of it this week takes, so that it is done in time."""

    group: Group = field(default_factory=Group)
    this_week: int = 0


def sample_of(actor: Actor, open_items: Group) -> WeeksSample:
    """Each open check with its own page; the items are those that wait for the hat."""
    if not open_items.count:
        return WeeksSample()
    numbers = [line.subject for line in open_items.lines]
    rows = SampledCase.objects.permitted(actor, Right.READ_SUPERVISION).filter(finished_at=None)
    keys = dict(rows.filter(case__number__in=numbers).order_by("-pk").values_list("case__number", "pk"))
    lines = [
        replace(line, url=case_url(line.subject, "sample", pk=keys[line.subject]))
        if line.subject in keys
        else line
        for line in open_items.lines
    ]
    return WeeksSample(replace(open_items, lines=lines), _share(open_items))


def _share(open_items: Group) -> int:
    """Spread over the weeks until the first of them is due."""
    days = [line.due_on for line in open_items.lines if line.due_on]
    if not days:
        return open_items.count
    weeks = ceil(((min(days) - _monday()).days + 1) / DAYS)
    return ceil(open_items.count / max(weeks, 1))


def _monday() -> dt.date:
    today = clock.today()
    return today - dt.timedelta(days=today.weekday())


def decisions(actor: Actor) -> Group:
    """What else waits for a yes or no of the coordination, each kind with its number and its page, in one query."""
    numbers = _counted(_waiting(actor))
    lines = [
        Line(
            title,
            url,
            None,
            note=ngettext("%(count)d wartet", "%(count)d warten", numbers[kind]) % {"count": numbers[kind]},
        )
        for kind, (title, url) in _places().items()
        if numbers.get(kind)
    ]
    return Group(lines, sum(numbers.values()))


def _waiting(actor: Actor) -> dict[str, QuerySet[Any]]:
    long_ago = add_months(clock.today(), -LONGEST_MONTHS)
    cases = Case.objects.permitted(actor, Right.READ_FRAME).open()
    requests = SubjectRequest.objects.permitted(actor, Right.READ_SUBJECT_REQUEST).filter(decision="")
    open_findings = [FindingState.SUBMITTED, FindingState.IN_REVIEW]
    agreed = {"supervised_at": None, "withdrawn_at": None, "finished_at": None}
    return {
        EXTENSIONS: cases.filter(extended_at=None, accepted_on__lte=long_ago),
        FINDINGS: Finding.objects.examined_by(actor).filter(state__in=open_findings),
        OUTSIDE: OutsideReferral.objects.filter(state=OutsideState.OPEN),
        DELETIONS: permitted_runs(actor).select_related(None).filter(**agreed),
        RELEASES: requests.filter(reviewed_at__isnull=False, released_at=None),
    }


def _counted(waiting: dict[str, QuerySet[Any]]) -> dict[str, int]:
    first, *others = [_number(kind, rows) for kind, rows in waiting.items()]
    return dict(first.union(*others, all=True))


def _number(kind: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    kinds = rows.order_by().values(what=Value(kind))
    counted: QuerySet[Any, Any] = kinds.annotate(number=Count("pk")).values_list("what", "number")
    return counted


def _places() -> dict[str, tuple[str, str]]:
    pages: Iterable[tuple[str, str, str]] = (
        (EXTENSIONS, _("Fälle über 18 Monate: Verlängerung prüfen"), "approvals"),
        (FINDINGS, _("Strukturhinweise prüfen"), "findings"),
        (OUTSIDE, _("Meldungen von außen übernehmen oder ablehnen"), "incoming"),
        (DELETIONS, _("Löschläufen zustimmen (Vier-Augen-Prinzip)"), "deletion"),
        (RELEASES, _("Durchgesehene Auskünfte freigeben (Vier-Augen-Prinzip)"), "requests"),
    )
    return {kind: (title, reverse(f"supervision:{name}")) for kind, title, name in pages}
