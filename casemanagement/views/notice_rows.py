# SPDX-License-Identifier: AGPL-3.0-or-later
"""Notices as sentences, with the page of the hat that each leads to."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from casemanagement.choices import EmergencyReason, NoticeKind, OpeningReason, OverloadMeasure
from casemanagement.choices.structure import ThemeState
from casemanagement.models import Notice
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import User

ON_FIRST_PAGE = 5  # what there is to do today begins on the same screen
NAMESPACE = {
    Hat.CASE: "cases",
    Hat.FACH: "supervision",
    Hat.DSB: "dataprotection",
    Hat.DIENST: "employer",
    Hat.ADMIN: "administration",
}
SEES_CASES = {Hat.CASE, Hat.FACH, Hat.DSB}
# Where a case stands in each hat; the others open none.
PAGE_OF_CASE = {Hat.CASE: "cases:file", Hat.FACH: "supervision:case"}
# A kind that leads elsewhere than to its case: kind → hat → page without arguments.
PAGE_OF_KIND: dict[NoticeKind, dict[Hat, str]] = {
    NoticeKind.PEER_INVITED: {Hat.CASE: "cases:invitations"},
    NoticeKind.OVERLOAD_SUBMITTED: {Hat.DIENST: "employer:overloads"},
    NoticeKind.OVERLOAD_ANSWERED: {Hat.CASE: "cases:overload"},
    NoticeKind.CASE_UNCOVERED: {Hat.DIENST: "employer:absences"},
    NoticeKind.CONTRACT_ENDING: {Hat.DIENST: "employer:contracts"},
    NoticeKind.BREAK_GLASS_STARTED: {Hat.DSB: "dataprotection:emergencies"},
    NoticeKind.BREAK_GLASS_EXTENDED: {Hat.DSB: "dataprotection:emergencies"},
    NoticeKind.EXPORT_REVIEWED: {Hat.FACH: "supervision:requests", Hat.DSB: "dataprotection:requests"},
    NoticeKind.EXPORT_RELEASED: {Hat.CASE: "cases:requests"},
    NoticeKind.BREAK_GLASS_UNREVIEWED: {Hat.DSB: "dataprotection:emergencies"},
    NoticeKind.REQUEST_DUE: {Hat.DSB: "dataprotection:requests"},
    NoticeKind.REQUEST_OVERDUE: {Hat.DSB: "dataprotection:requests"},
    NoticeKind.BREACH_CLOCK: {Hat.DSB: "dataprotection:breaches"},
    NoticeKind.BREACH_LATE: {Hat.DSB: "dataprotection:breaches"},
    NoticeKind.FINDING_SUBMITTED: {Hat.FACH: "supervision:findings"},
    NoticeKind.FINDING_MERGED: {Hat.CASE: "cases:findings", Hat.FACH: "supervision:findings"},
    NoticeKind.FINDING_REJECTED: {Hat.CASE: "cases:findings", Hat.FACH: "supervision:findings"},
    NoticeKind.THEME_MOVED: {Hat.CASE: "cases:findings", Hat.FACH: "supervision:themes"},
    NoticeKind.COMPLAINT_ENTERED: {
        Hat.FACH: "supervision:complaints",
        Hat.DIENST: "employer:complaints",
        Hat.DSB: "dataprotection:complaints",
    },
    NoticeKind.CONFLICT_DECLARED: {Hat.FACH: "supervision:conflicts"},
}

# Key of a notice's data → the lists in which its code may stand.
LISTS: dict[str, tuple[Any, ...]] = {
    "reason": (OpeningReason, EmergencyReason),
    "measure": (OverloadMeasure,),
    "theme_state": (ThemeState,),
}
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class NoticeRow:
    """A notice as a page shows it."""

    pk: int
    text: str
    at: dt.datetime
    number: str
    url: str
    seen_url: str
    seen_at: dt.datetime | None
    seen_by: str


def list_url(hat: Hat) -> str:
    return reverse(f"{NAMESPACE[hat]}:notices")


def new_notices(actor: Actor) -> tuple[list[NoticeRow], bool]:
    """The newest that nobody has ticked off, and whether there are more."""
    rows = list(_with_names(Notice.objects.addressed_to(actor).unseen(), actor.hat)[: ON_FIRST_PAGE + 1])
    return rows_of(rows[:ON_FIRST_PAGE], actor.hat), len(rows) > ON_FIRST_PAGE


def all_notices(actor: Actor) -> Any:
    return _with_names(Notice.objects.addressed_to(actor), actor.hat)


def _with_names(rows: Any, hat: Hat) -> Any:
    return rows.select_related("case", "seen_by") if hat in SEES_CASES else rows.select_related("seen_by")


def rows_of(notices: Iterable[Notice], hat: Hat) -> list[NoticeRow]:
    found = list(notices)
    names = _names(found)
    return [
        NoticeRow(
            pk=notice.pk,
            text=_sentence(notice, names),
            at=notice.at,
            number=_number(notice, hat),
            url=_url(notice, hat),
            seen_url=reverse(f"{NAMESPACE[hat]}:notice_seen", args=[notice.pk]),
            seen_at=notice.seen_at,
            seen_by=notice.seen_by.display_name if notice.seen_by else "",
        )
        for notice in found
    ]


def _names(notices: list[Notice]) -> dict[int, str]:
    """Of colleagues; a notice names no client."""
    keys = {notice.data["person"] for notice in notices if "person" in notice.data}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "display_name")) if keys else {}


def _sentence(notice: Notice, names: dict[int, str]) -> str:
    words = {key: _word(key, code, names) for key, code in notice.data.items()}
    return NoticeKind(notice.kind).label % words


def _word(key: str, code: Any, names: dict[int, str]) -> str:
    if key == "person":
        return names.get(code, "–")
    if isinstance(code, str) and DAY.fullmatch(code):
        return f"{dt.date.fromisoformat(code):%d.%m.%Y}"
    for choices in LISTS.get(key, ()):
        if code in choices.values:
            return str(choices(code).label)
    return str(code)


def _number(notice: Notice, hat: Hat) -> str:
    if hat in SEES_CASES:
        return notice.case.number if notice.case else ""
    return str(notice.data.get("number", ""))


def _url(notice: Notice, hat: Hat) -> str:
    if page := PAGE_OF_KIND.get(NoticeKind(notice.kind), {}).get(hat):
        return reverse(page)
    number = _number(notice, hat)
    if number and hat is Hat.DSB:
        return f"{reverse('dataprotection:journal')}?number={number}"
    if number and hat in PAGE_OF_CASE:
        return reverse(PAGE_OF_CASE[hat], kwargs={"number": number})
    return ""
