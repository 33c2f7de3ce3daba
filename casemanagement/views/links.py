# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a work item leads: to its step, or to the page of the case on which it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from casemanagement.models import Deadline, WorkItem
from casemanagement.models.workitem import RESUMED

DEADLINE = "deadline."
MEASURES = "measures."  # the number of the measure comes last
# Kinds that begin alike lead to one page.
PAGE_OF_FAMILY = {"consents": "consents", "conferences": "conferences", "household": "household"}
RESIDENCE = "residence_"
# A reminder leads to where its reason can be settled.
PAGE_OF_DEADLINE = {
    "no_contact": "note",
    "first_contact": "note",
    "urgent_contact": "note",
    "consent_expiry": "consents",
    "protection_60": "protected_address",
    "protection_30": "protected_address",
    "residence_90": "situation",
    "residence_60": "situation",
    "residence_30": "situation",
    "residence_14": "situation",
    "first_review": "plan",
    "review_high": "plan",
    "review_medium": "plan",
    "review_low": "plan",
    "plan": "plan",
    "assessment": "assessment",
    "reassessment": "assessment",
    "handover_answer": "handover",
}

# What belongs to no process: done on a page and ticked off by hand, or done with that page itself.
PAGE_BY_HAND = {RESUMED: "note", "assessments.plan": "plan"}
PAGE_OF_KIND = {"remark.answer": "counsel", "restriction.inform": "restriction"}


@dataclass(frozen=True)
class Line:
    """One line of a list of things to do."""

    title: str
    url: str
    due_on: date | None
    subject: str = ""
    note: str = ""
    # Of an item that belongs to no process and is ticked off by hand.
    pk: int | None = None

    @property
    def text(self) -> str:
        """As the attention panel shows it."""
        return f"{self.subject}: {self.title}" if self.subject else self.title


def case_url(number: str, name: str = "file", **kwargs: object) -> str:
    return reverse(f"cases:{name}", kwargs={"number": number, **kwargs})


def step_url(item: WorkItem) -> str:
    """The step's own page; an item without a process leads to the page of the case where it is settled."""
    if item.process_id and item.task_id:
        return reverse("workflows:case_step", args=[item.process_id, item.task_id])
    if item.kind.startswith(MEASURES):
        return case_url(item.case.number, "measure", pk=int(item.kind.rpartition(".")[2]))
    if page := PAGE_OF_FAMILY.get(item.kind.partition(".")[0]):
        return case_url(item.case.number, page)
    if page := PAGE_OF_KIND.get(item.kind) or PAGE_BY_HAND.get(item.kind):
        return case_url(item.case.number, page)
    return case_url(item.case.number, PAGE_OF_DEADLINE.get(item.kind.removeprefix(DEADLINE), "file"))


def deadline_url(row: Deadline) -> str:
    return case_url(row.case.number, PAGE_OF_DEADLINE.get(row.rule.code, "file"))


def line_of(item: WorkItem, subject: str = "", note: str = "") -> Line:
    by_hand = item.pk if item.task_id is None and item.kind not in PAGE_OF_KIND else None
    return Line(item.title, step_url(item), item.due_on, subject, note or _undated(item), by_hand)


def without_echoes(items: Iterable[WorkItem]) -> list[WorkItem]:
    """A reminder of a step that is on the list itself says nothing new; of several warnings the last one counts."""
    kept: dict[object, WorkItem] = {}
    steps = set()
    for item in items:
        if not item.kind.startswith(DEADLINE):
            steps.add((item.case_id, item.due_on))
        kept[_voice(item)] = item
    return [
        item
        for item in kept.values()
        if not (item.kind.startswith(DEADLINE) and (item.case_id, item.due_on) in steps)
    ]


def _voice(item: WorkItem) -> object:
    if item.kind.startswith(DEADLINE + RESIDENCE):
        return item.case_id, RESIDENCE
    return item.pk


def _undated(item: WorkItem) -> str:
    return "" if item.due_on else _("ohne Termin")
