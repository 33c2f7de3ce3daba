# SPDX-License-Identifier: AGPL-3.0-or-later
"""The proof of a deletion: how much of what, on which basis, who agreed; nothing of whom it was about."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from casemanagement import retention_schedule
from casemanagement.choices.retention import RetentionClass
from casemanagement.models import DeletionItem, DeletionRun
from casemanagement.printing.pdf import print_pdf
from permissions.clock import BERLIN


def print_certificate(run: DeletionRun) -> bytes:
    return print_pdf("deletion_certificate", on_paper(run))


def on_paper(run: DeletionRun) -> dict[str, Any]:
    """The data of the template deletion_certificate.typ; every value is a text."""
    items = list(run.items.order_by("pk"))
    rules = retention_schedule.rules(_local(run.proposed_at))
    numbers = Counter(item.rule for item in items)
    rows: Counter[str] = Counter()
    for item in items:
        rows.update(item.counts)
    return {
        "number": str(run.pk),
        "organisation": run.organisation.name if run.organisation else "",
        "schedule": run.schedule,
        "proposed_on": _day(_local(run.proposed_at)),
        "finished_on": _day(_local(run.finished_at) if run.finished_at else None),
        "agreed": [
            {"who": str(who), "as": title, "on": _day(_local(at))}
            for who, title, at in (
                (run.supervised_by, "Fachaufsicht", run.supervised_at),
                (run.protected_by, "Datenschutz", run.protected_at),
            )
            if at
        ],
        "classes": [
            {
                "what": str(RetentionClass(code).label),
                "number": str(number),
                "basis": str(rules[code].legal_basis),
            }
            for code, number in sorted(numbers.items())
        ],
        "rows": str(sum(rows.values())),
        "items": [_item(item) for item in items],
    }


def _item(item: DeletionItem) -> dict[str, str]:
    return {
        "hash": item.subject_hash,
        "erased_on": _day(_local(item.erased_at) if item.erased_at else None),
        "archive": str(item.get_archive_answer_display()) if item.archive_answer else "–",
        "last_hash": bytes(item.last_hash).hex() if item.last_hash else "–",
    }


def _local(moment: datetime) -> date:
    return moment.astimezone(BERLIN).date()


def _day(day: date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else "–"
