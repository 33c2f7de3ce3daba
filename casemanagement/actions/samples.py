# SPDX-License-Identifier: AGPL-3.0-or-later
"""The monthly sample: drawn once, checked by a list, told to the case manager before it is counted."""

import datetime as dt
import math
import secrets
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import coded
from casemanagement.actions import notices, workitems
from casemanagement.casework import Conflict, casework, deed, record_event, write
from casemanagement.choices import (
    ConsentKind,
    EventKind,
    NoticeKind,
    PlanState,
    SampleAnswer,
    SampleItem,
    WorkState,
)
from casemanagement.models import Case, Deadline, FileOpening, Sample, SampledCase
from casemanagement.sentences import stored
from casemanagement.working_days import add_working_days
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.models import Kommune, Organisation
from permissions.rights import Right

SHARE = Decimal("0.03")
KIND = "sample.check"
MONTH_TO_CHECK = 20  # working days
FIRST_TO_KNOW = dt.timedelta(days=7)  # the case manager, before the employer counts it
REVIEWS = ("first_review", "review_low", "review_medium", "review_high")


def draw(kommune: Kommune, *, by: Actor, seed: str = "") -> Sample | None:
    """Draw this month's sample; None where it was drawn already, by whomever."""
    month = clock.today().replace(day=1)
    with transaction.atomic(), acting_as(by):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kim.sample'), %s)", [kommune.pk])
        if Sample.objects.filter(kommune=kommune, month=month).exists():
            return None
        seed = seed or secrets.token_hex(16)
        lot = _lot(kommune, seed)
        houses = dict(Organisation.objects.filter(kommune=kommune).values_list("pk", "short_name"))
        sample = Sample.objects.create(
            kommune=kommune,
            month=month,
            seed=seed,
            strata={houses[house]: size for _case, house, size in lot},
            drawn_at=clock.now(),
            drawn_by=by.person,
        )
        for case_id, house, _size in lot:
            _take(case_id, by=by, sample=sample, organisation_id=house)
    return sample


def again(sample: Sample) -> list[int]:
    """The cases that the seed gives today; on the day of the draw they are the sample."""
    return [case_id for case_id, _house, _size in _lot(sample.kommune, sample.seed)]


def size_of(cases: int) -> int:
    """How many of so many open cases are drawn."""
    return max(1, math.ceil(cases * SHARE)) if cases else 0


@deed(Right.SUPERVISE)
def finish(sampled: SampledCase, *, by: Actor, answers: dict[str, str]) -> None:
    """Record the checklist; without an opened file nobody can judge the language of notes."""
    if sampled.finished_at is not None:
        raise Conflict(_("Diese Stichprobe ist schon geprüft."))
    if missing := [item for item in SampleItem if answers.get(item.value) not in SampleAnswer.values]:
        raise ValidationError(dict.fromkeys((item.value for item in missing), _("Bitte antworten Sie.")))
    opened = _opened(sampled, by)
    if not opened and answers[SampleItem.LANGUAGE_RESPECTFUL] != SampleAnswer.NOT_ASSESSABLE:
        raise ValidationError(
            {SampleItem.LANGUAGE_RESPECTFUL.value: _("Ohne geöffnete Akte ist das nicht beurteilbar.")}
        )
    write(
        sampled,
        answers={item.value: answers[item.value] for item in SampleItem},
        with_file=opened,
        finished_at=clock.now(),
        finished_by=by.person,
        reported_on=clock.today() + FIRST_TO_KNOW,
    )
    _tell(sampled, by)


def proposals(case: Case) -> dict[str, str]:
    """What data say to the first four points; the fifth takes a reader."""
    found = coded.of_case(case)
    today = clock.today()
    return {
        SampleItem.CONSENT_COMPLETE: _yes(_has_consents(case, today)),
        SampleItem.ASSESSMENT_COMPLETE: _assessment(case, found, today),
        SampleItem.PLAN_SIGNED: _plan(case, found, today),
        SampleItem.REVIEWS_ON_TIME: _reviews(case, today),
    }


def _lot(kommune: Kommune, seed: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, organisation_id, stratum FROM kim.draw(%s, %s, %s)", [kommune.pk, seed, SHARE]
        )
        return list(cursor.fetchall())


def _take(case_id: int, *, by: Actor, sample: Sample, organisation_id: int) -> None:
    with casework(case_id, by=by, right=Right.SUPERVISE) as case:
        write(SampledCase(case=case, sample=sample, organisation_id=organisation_id))
        workitems.ask(
            case,
            by=by,
            kind=KIND,
            title=stored(gettext_lazy("Stichprobe prüfen")),
            hat=Hat.FACH,
            due_on=add_working_days(clock.today(), MONTH_TO_CHECK),
        )
        record_event(case, EventKind.SAMPLED, by=by)


def _opened(sampled: SampledCase, by: Actor) -> bool:
    """Whether this person opened the file for the sample, since it was drawn."""
    rows = FileOpening.objects.filter(case=sampled.case, person=by.person, reason="routine_sample")
    return rows.filter(opened_at__gte=sampled.sample.drawn_at).exists()


def _tell(sampled: SampledCase, by: Actor) -> None:
    case = sampled.case
    case.work_items.open().filter(kind=KIND).end(WorkState.DONE, by=by.person)
    lead = case.lead()
    if lead is not None:
        notices.tell(NoticeKind.SAMPLE_FINISHED, by=by, case=case, to_person=lead)
    record_event(case, EventKind.SAMPLE_FINISHED, by=by)


def _has_consents(case: Case, today: dt.date) -> bool:
    living = case.consents.living(today)
    return all(living.of_kind(kind).exists() for kind in (ConsentKind.C0, ConsentKind.C1, ConsentKind.C2))


def _assessment(case: Case, found: coded.CodedFile | None, today: dt.date) -> SampleAnswer:
    if found is None:
        return SampleAnswer.NOT_ASSESSABLE
    if found.assessment and found.assessment["completed_on"]:
        return SampleAnswer.YES
    return _open_until(case, "assessment", today)


def _plan(case: Case, found: coded.CodedFile | None, today: dt.date) -> SampleAnswer:
    if found is None:
        return SampleAnswer.NOT_ASSESSABLE
    plan = found.plan
    if plan and plan["state"] == PlanState.AGREED:
        return _yes(plan["is_signed"])
    return _open_until(case, "plan", today)


def _open_until(case: Case, rule: str, today: dt.date) -> SampleAnswer:
    late = Deadline.objects.overdue(today).filter(case=case, rule__code=rule)
    return SampleAnswer.NO if late.exists() else SampleAnswer.NOT_DUE


def _reviews(case: Case, today: dt.date) -> SampleAnswer:
    rows = Deadline.objects.filter(case=case, rule__code__in=REVIEWS)
    if Deadline.objects.overdue(today).filter(pk__in=rows.values("pk")).exists():
        return SampleAnswer.NO
    return SampleAnswer.YES if rows.exists() else SampleAnswer.NOT_DUE


def _yes(holds: bool) -> SampleAnswer:
    return SampleAnswer.YES if holds else SampleAnswer.NO
