# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a work item leads: to its step, or to the page of the case on which it is done."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from casemanagement.models import WorkItem


@dataclass(frozen=True)
class Line:
    """One line of a list of things to do."""

    title: str
    url: str
    due_on: date | None
    subject: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """As the attention panel shows it."""
        return f"{self.subject}: {self.title}" if self.subject else self.title


def case_url(number: str, name: str = "file", **kwargs: object) -> str:
    return reverse(f"cases:{name}", kwargs={"number": number, **kwargs})


def step_url(item: WorkItem) -> str:
    """The step's own page; items without a process are finished on the page of the case."""
    if item.process_id and item.task_id:
        return reverse("workflows:case_step", args=[item.process_id, item.task_id])
    return case_url(item.case.number)


def line_of(item: WorkItem, subject: str = "") -> Line:
    return Line(item.title, step_url(item), item.due_on, subject, "" if item.due_on else _("ohne Termin"))
