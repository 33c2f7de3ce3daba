# SPDX-License-Identifier: AGPL-3.0-or-later
"""What time does to data: proposes, hides, and deletes what two persons have agreed to.

Every step is a transaction of its own and asks again what is left to do, so a run may be killed
anywhere and simply be started again. Nothing here sees a word of content.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Min, Q

from casemanagement import deletion_ledger, handed_over, retention_schedule
from casemanagement.actions import advice, notices, outside, restrictions
from casemanagement.casework import casework, record_event
from casemanagement.choices import EventKind, NoticeKind, RestrictionGround
from casemanagement.choices.retention import ArchiveAnswer, RetentionClass
from casemanagement.models import DeletionItem, DeletionRun, LegalHold, RetentionRule
from casemanagement.models.document import COPIES
from casemanagement.working_days import add_months
from permissions import clock, seals
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.rights import Right

Rules = dict[str, RetentionRule]
# Registers, records and files that belong to no single case; the second word says: only count.
ROUTINE = {
    RetentionClass.COMPLAINTS: "SELECT kim.purge_complaints(%s, %s)",
    RetentionClass.BREACHES: "SELECT kim.purge_breaches(%s, %s)",
    RetentionClass.SECURITY_LOG: "SELECT kim.drop_security(%s::date::timestamp AT TIME ZONE 'Europe/Berlin', %s)",
    RetentionClass.IMPORT_FILES: "SELECT kim.empty_imports(%s, %s)",
}


@dataclass(frozen=True)
class Due:
    """Something that is due, and what speaks against it."""

    code: RetentionClass
    case_id: int
    case_number: str
    organisation_id: int
    started_on: dt.date
    due_on: dt.date
    held: bool
    planned: bool
    of_city: bool = False
    document_id: int | None = None


@dataclass
class Report:
    """What a run did, by class; and what has to wait for somebody."""

    proposed: Counter[str] = field(default_factory=Counter)
    restricted: int = 0
    erased: Counter[str] = field(default_factory=Counter)
    held: int = 0
    waiting: int = 0
    refused: list[str] = field(default_factory=list)
    routine: Counter[str] = field(default_factory=Counter)
    reminded: int = 0


def due_now() -> list[Due]:
    """Every file and paper whose period is over today, held or not; run as the system."""
    today = clock.today()
    rules = _rules(today)
    return [one for one in (*_files(rules, today), *_papers(rules, today)) if one.due_on <= today]


def run() -> Report:
    """One night's work; may run twice, be cut off or be missed."""
    report = Report()
    _restrict(report)
    _propose(report)
    _answer_for_the_archive()
    held = _held()
    for item in _ready(report):
        _carry_out(item, held, report)
    _finish_runs()
    _routine(report)
    report.reminded = _remind()
    return report


# --- What is due --------------------------------------------------------------------------------


def _rules(today: dt.date) -> Rules:
    with transaction.atomic(), acting_as(Actor.system()):
        return retention_schedule.rules(today)


def _files(rules: Rules, today: dt.date) -> Iterable[Due]:
    for row in _asked("SELECT * FROM kim.ended_cases(%s)", [today]):
        (case_id, number, house, of_city, accepted, closed_on, _restricted, protection, held, planned) = row
        code = RetentionClass.DECLINED_REFERRAL
        if accepted:
            code = RetentionClass.CHILD_PROTECTION if protection else RetentionClass.CASE_FILE
        day = retention_schedule.due(rules[code], closed_on)
        yield Due(code, case_id, number, house, closed_on, day, held, planned, of_city)


def _papers(rules: Rules, today: dt.date) -> Iterable[Due]:
    rule = rules[RetentionClass.COPIES]
    kinds = [kind.value for kind in COPIES]
    for row in _asked("SELECT * FROM kim.papers_to_remove(%s, %s)", [kinds, today]):
        case_id, number, house, document_id, started_on, held, planned = row
        day = retention_schedule.due(rule, started_on)
        yield Due(
            RetentionClass.COPIES, case_id, number, house, started_on, day, held, planned, False, document_id
        )


def _asked(statement: str, values: list[Any]) -> list[Any]:
    with transaction.atomic(), acting_as(Actor.system()), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


# --- Hiding -------------------------------------------------------------------------------------


def _restrict(report: Report) -> None:
    """Half a year after its end nobody works with a file any more; it waits to be deleted."""
    today, system = clock.today(), Actor.system()
    rule = _rules(today)[RetentionClass.CASE_RESTRICTION]
    for case_id, _number, _house, _city, _accepted, closed_on, restricted, *_ in _asked(
        "SELECT * FROM kim.ended_cases(%s)", [today]
    ):
        if restricted or retention_schedule.due(rule, closed_on) > today:
            continue
        with casework(case_id, by=system, right=Right.WRITE_FILE) as case:
            restrictions.note_restriction(case, by=system, ground=RestrictionGround.CLOSED)
        report.restricted += 1


# --- Proposing ----------------------------------------------------------------------------------


def _propose(report: Report) -> None:
    """One run for each organisation: its controller and its coordinator decide about its files alone."""
    found = [one for one in due_now() if not one.planned]
    report.held += sum(one.held for one in found)
    free = [one for one in found if not one.held]
    whole = {one.case_id for one in free if one.document_id is None}
    free = [one for one in free if one.document_id is None or one.case_id not in whole]
    with transaction.atomic(), acting_as(Actor.system()):
        asked_for = DeletionItem.objects.filter(run=None, erased_at=None)
        houses = {one.organisation_id for one in free} | set(asked_for.values_list("organisation", flat=True))
        for house in sorted(houses):
            proposal = DeletionRun.objects.create(
                organisation_id=house,
                schedule=retention_schedule.fingerprint(clock.today()),
                proposed_at=clock.now(),
            )
            mine = [one for one in free if one.organisation_id == house]
            DeletionItem.objects.bulk_create([_item(one, proposal) for one in mine])
            asked_for.filter(organisation=house).update(run=proposal)
            classes = list(proposal.items.values_list("rule", flat=True))
            report.proposed.update(classes)
            for hat in (Hat.FACH, Hat.DSB):
                notices.tell(
                    NoticeKind.DELETION_PROPOSED,
                    by=Actor.system(),
                    organisation=proposal.organisation,
                    to_hat=hat,
                    count=len(classes),
                )


def _item(one: Due, proposal: DeletionRun) -> DeletionItem:
    offered = one.of_city and one.code in {RetentionClass.CASE_FILE, RetentionClass.CHILD_PROTECTION}
    return DeletionItem(
        run=proposal,
        organisation_id=one.organisation_id,
        case_id=one.case_id,
        case_number=one.case_number,
        document_id=one.document_id,
        rule=one.code,
        started_on=one.started_on,
        due_on=one.due_on,
        subject_hash=deletion_ledger.subject_hash(one.case_id, one.case_number, one.document_id),
        archive_answer=ArchiveAnswer.OPEN if offered else "",
        archive_asked_on=clock.today() if offered else None,
    )


def _answer_for_the_archive() -> None:
    """Who says nothing until the end of the period lets the file go."""
    today = clock.today()
    with transaction.atomic(), acting_as(Actor.system()):
        for code, rule in retention_schedule.rules(today).items():
            if rule.archive_months is not None:
                DeletionItem.objects.filter(
                    rule=code,
                    archive_answer=ArchiveAnswer.OPEN,
                    archive_asked_on__lte=add_months(today, -rule.archive_months),
                ).update(archive_answer=ArchiveAnswer.EXPIRED, archive_answered_on=today)


# --- Deleting -----------------------------------------------------------------------------------


def _ready(report: Report) -> list[DeletionItem]:
    """Orders that two persons gave, whose time to reconsider is over and which nothing stops."""
    with transaction.atomic(), acting_as(Actor.system()):
        approved = [one for one in DeletionRun.objects.filter(_agreed()) if one.is_open]
        final = {one.pk for one in approved if one.final_on and one.final_on <= clock.today()}
        items = DeletionItem.objects.filter(run__in=approved, erased_at=None).order_by("pk")
        ready = items.filter(Q(run__in=final) | Q(rule=RetentionClass.ERASURE_REQUEST))
        report.waiting = items.count() - ready.count()
        return list(ready)


def _agreed() -> Q:
    return Q(supervised_at__isnull=False, protected_at__isnull=False, withdrawn_at=None, finished_at=None)


def _held() -> set[int]:
    """Files that somebody keeps from deletion; the database asks again for each of them."""
    today, kinds = clock.today(), [kind.value for kind in COPIES]
    found = _asked(
        "SELECT case_id FROM kim.ended_cases(%s) WHERE held"
        " UNION SELECT case_id FROM kim.papers_to_remove(%s, %s) WHERE held",
        [today, kinds, today],
    )
    return {case_id for (case_id,) in found}


def _carry_out(item: DeletionItem, held: set[int], report: Report) -> None:
    """One file in one transaction; what the database refuses stops nothing else."""
    if item.archive_answer == ArchiveAnswer.OPEN:
        report.waiting += 1
    elif item.case_id in held:
        report.held += 1
    else:
        try:
            _erase(item)
        except (DatabaseError, handed_over.CannotHandOver) as error:
            report.refused.append(str(error).splitlines()[0])
        else:
            report.erased[item.rule] += 1


def _erase(item: DeletionItem) -> None:
    if item.archive_answer == ArchiveAnswer.TAKEN and item.handed_over_at is None:
        handed_over.hand_over(item)
    deletion_ledger.append(
        deletion_ledger.Line(
            at=clock.now().isoformat(),
            case=item.case_id or 0,
            document=item.document_id,
            hash=item.subject_hash,
        )
    )
    with transaction.atomic():
        if item.document_id is not None:
            _note_removal(item)
        _asked("SELECT kim.erase(%s)", [item.pk])


def _note_removal(item: DeletionItem) -> None:
    system = Actor.system()
    with casework(item.case_id or 0, by=system, right=Right.WRITE_FILE) as case:
        record_event(case, EventKind.DOCUMENT_REMOVED, by=system, document=item.document_id)


def _finish_runs() -> None:
    """A run is done when nothing of it is left; what a hold stops keeps it open."""
    with transaction.atomic(), acting_as(Actor.system()):
        for one in DeletionRun.objects.filter(_agreed(), organisation__isnull=False):
            if not one.items.filter(erased_at=None).exists():
                one.counts = Counter(one.items.values_list("rule", flat=True))
                one.started_at = one.items.aggregate(first=Min("erased_at"))["first"] or clock.now()
                one.finished_at = clock.now()
                one.save(update_fields=["counts", "started_at", "finished_at"])


# --- What belongs to no file --------------------------------------------------------------------


def _routine(report: Report) -> None:
    """Records of access, accounts and posts: nobody decides about them one by one."""
    today = clock.today()
    rules = _rules(today)
    ago = partial(_months_ago, rules)
    year = dt.date(ago(RetentionClass.FUNDING).year, 1, 1)
    report.routine[RetentionClass.ACCESS_LOG] = seals.drop(
        until=ago(RetentionClass.ACCESS_LOG), emergencies_until=ago(RetentionClass.BREAK_GLASS_LOG)
    )
    report.routine[RetentionClass.ACCOUNTS] = _count(
        "SELECT kim.empty_accounts(%s)", [ago(RetentionClass.ACCOUNTS)]
    )
    report.routine[RetentionClass.FUNDING] = _count("SELECT kim.purge_posts(%s)", [year])
    for code, statement in ROUTINE.items():
        report.routine[code] = _count(statement, [_until(rules[code], today), False])
    with transaction.atomic(), acting_as(Actor.system()):
        kept = dt.timedelta(days=rules[RetentionClass.OUTSIDE_REFERRAL].days or 0)
        report.routine[RetentionClass.OUTSIDE_REFERRAL] = outside.forget(today - kept)
        advice.forget_who()
    deletion_ledger.forget(clock.now() - dt.timedelta(days=deletion_ledger.DAYS_KEPT))
    if counts := {code: number for code, number in report.routine.items() if number}:
        now = clock.now()
        with transaction.atomic(), acting_as(Actor.system()):
            DeletionRun.objects.create(
                schedule=retention_schedule.fingerprint(today),
                proposed_at=now,
                started_at=now,
                finished_at=now,
                counts=counts,
            )


def routine_due() -> Counter[str]:
    """How much of the registers, records and files a run would delete or empty today."""
    today = clock.today()
    rules = _rules(today)
    return Counter(
        {code: _count(statement, [_until(rules[code], today), True]) for code, statement in ROUTINE.items()}
    )


def _until(rule: RetentionRule, today: dt.date) -> dt.date:
    """What began before this day is due today."""
    day = add_months(today, -(rule.months or 0)) - dt.timedelta(days=rule.days or 0)
    return dt.date(day.year, 1, 1) if rule.from_year_end else day


def _count(statement: str, values: list[Any]) -> int:
    ((number,),) = _asked(statement, values)
    return int(number)


def _months_ago(rules: Rules, code: RetentionClass) -> dt.date:
    return add_months(clock.today(), -(rules[code].months or 0))


def _remind() -> int:
    """On its day of review somebody has to say whether a hold is still needed."""
    system = Actor.system()
    found = _asked("SELECT hold_id, case_id FROM kim.holds_to_review(%s)", [clock.now()])
    for hold_id, case_id in found:
        with casework(case_id, by=system, right=Right.WRITE_FILE) as case:
            LegalHold.objects.filter(pk=hold_id).update(reminded_at=clock.now())
            for hat in (Hat.FACH, Hat.DSB):
                notices.tell(NoticeKind.HOLD_TO_REVIEW, by=system, case=case, to_hat=hat)
    return len(found)
