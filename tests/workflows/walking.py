# SPDX-License-Identifier: AGPL-3.0-or-later
"""Walks a case through its processes, each step by the person whose it is, with the form's own fields."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import QueryDict

from casemanagement import jobs
from casemanagement.actions import assessments, consents, goals, referrals
from casemanagement.choices import Domain
from casemanagement.models import Case, Measure, WorkItem
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Organisation
from workflows import steps

OVERLAP = {
    f"{service}_{part}": value
    for service in ("mbe", "jmd", "jobcenter_fm")
    for part, value in (("answer", "no"), ("source", "client"), ("consequence", "none"))
}
CONSENT = {
    "information_given": "on",
    "is_given": "yes",
    "kinds": ["C1", "C2", "C3", "C4"],
    "special_categories": ["health", "origin", "belief", "orientation", "violence"],
    "form": "oral_protocol",
    "protocol": "Im Gespräch mit Sprachmittlung erklärt und erteilt.",
}

# What is typed where a test does not care.
ANSWERS: dict[str, dict[str, Any]] = {
    "intake.assess_urgency": {"urgency": "normal", "has_protected_address": "no"},
    "intake.check_duplicates": {"is_duplicate": "no"},
    "intake.record_overlap": OVERLAP,
    "intake.obtain_consent": CONSENT,
    "intake.declare_conflict": {"has_conflict": "no"},
    "intake.confirm_impartiality": {"has_conflict": "no"},
    "intake.decide_triage": {"decision": "accepted"},
    "intake.approve_decision": {"is_confirmed": "yes"},
    "intake.offer_place": {"outcome": "place"},
    "assessment.rate_domains": {},
    "assessment.discuss_summary": {"discussed_on": "heute", "summary": "Alles besprochen."},
    "support_planning.decide_leadership": {"leadership": "stay"},
    "support_planning.answer_handover": {"is_accepted": "yes"},
    "support_planning.approve_handover": {"is_approved": "yes"},
    "support_planning.hold_handover_talk": {
        "talk_on": "heute",
        "talked_with": ["client", "receiver"],
        "text": "Beide kennen sich jetzt.",
        "client_word": "agrees",
        "interpretation": "none_needed",
        "notes_along": "last",
    },
    "support_planning.draft_plan": {},
    "support_planning.agree_plan": {
        "agreement": "yes",
        "agreed_on": "heute",
        "agreement_reason": "Mündlich vereinbart.",
    },
    "support_planning.link_services": {},
    "support_planning.hold_review": {"held_on": "heute", "result": "continue"},
    "support_planning.pause_case": {"pause_reason": "travel", "resume_on": "+2w"},
    "support_planning.resume_case": {},
    "closure.confirm_withdrawal": {},
    "closure.hold_closing_talk": {"talk_on": "heute"},
    "closure.write_report": {
        "reason": "moved_away",
        "outcome_level": "improved",
        "report": "Ein guter Abschluss.",
        "outcome_language": "improved",
    },
    "closure.approve_closure": {"is_approved": "yes"},
}


class Refused(AssertionError):
    """The form or the action did not take the answer."""


def register(by: Actor, **fields: Any) -> Case:
    """A referral by this person."""
    known: dict[str, Any] = {
        "given_name": "Olena",
        "family_name": "Kowalenko",
        "source": "self",
        "mode": "warm",
        "client_consented": True,
        "need_summary": "Sucht eine Wohnung.",
    }
    with acting_as(by), transaction.atomic():
        return referrals.register(by=by, **(known | fields))


@contextmanager
def as_owner() -> Iterator[None]:
    with acting_in_role(OWNER), transaction.atomic():
        yield


def open_kinds(case: Case) -> set[str]:
    """What lies on somebody's list, as the owner of the tables sees it."""
    with as_owner():
        rows = WorkItem.objects.open().filter(case=case, task_id__isnull=False)
        return set(rows.values_list("kind", flat=True))


def item(case: Case, kind: str) -> WorkItem:
    with as_owner():
        return WorkItem.objects.select_related("owner").open().get(case=case, kind=kind)


def fresh(case: Case) -> Case:
    with as_owner():
        return Case.objects.select_related("organisation").get(pk=case.pk)


def do(case: Case, kind: str, *, by: Actor, files: Any = None, **answers: Any) -> None:
    """Answer the open step of this kind with its own form, as this person."""
    known = item(case, kind)
    with acting_as(by), transaction.atomic():
        task = steps.find(known.process_id or 0, known.task_id or 0)
        if task is None or not steps.may_open(task, by):
            raise Refused(f"{kind} is not open to {by}")
        ground = _living_ground(case) if kind == "support_planning.request_handover" else {}
        form = task.flow_task.form(
            sent(ANSWERS.get(kind, {}) | ground | answers),
            {name: SimpleUploadedFile(f"{name}.pdf", content) for name, content in (files or {}).items()},
            case=task.process.coerced.case,
            actor=by,
        )
        if not form.is_valid():
            raise Refused(f"{kind}: {form.errors.as_text()}")
        try:
            steps.finish(task, by=by, data=form.deed())
        except ValidationError as error:
            raise Refused(f"{kind}: {error.messages}") from error


def _living_ground(case: Case) -> dict[str, str]:
    """The consent that a handover to another house rests on, where there is one."""
    consent = Case.objects.get(pk=case.pk).consents.living(clock.today()).of_kind("C5").last()
    return {"ground_consent": str(consent.pk)} if consent else {}


def sent(answers: dict[str, Any]) -> QueryDict:
    """Answers as a browser sends them."""
    query = QueryDict(mutable=True)
    for name, value in answers.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def admitted(by: Actor, coordinator: Actor, **fields: Any) -> Case:
    """A case that its registering case manager now leads, at the beginning of the assessment."""
    case = register(by, **fields)
    for kind in (
        "intake.assess_urgency",
        "intake.check_duplicates",
        "intake.record_overlap",
        "intake.obtain_consent",
        "intake.declare_conflict",
        "intake.decide_triage",
    ):
        do(case, kind, by=by)
    assert by.person is not None
    do(case, "intake.assign_case", by=coordinator, person=str(by.person.pk))
    return fresh(case)


def rate_everything(case: Case, *, by: Actor) -> None:
    """Every domain has an answer, and one of them matters most."""
    with acting_as(by), transaction.atomic():
        assessment = Case.objects.get(pk=case.pk).current_assessment()
        assert assessment is not None
        for domain in Domain:
            assessments.rate(assessment, by=by, domain=domain, standing="not_assessed")
        assessments.rate(
            assessment, by=by, domain=Domain.LANGUAGE, standing="rated", need=3, resource=2, client_priority=1
        )


def assessed(by: Actor, coordinator: Actor, **fields: Any) -> Case:
    """A case whose assessment is talked over."""
    case = admitted(by, coordinator, **fields)
    rate_everything(case, by=by)
    do(case, "assessment.rate_domains", by=by)
    do(case, "assessment.discuss_summary", by=by)
    return fresh(case)


def add_goal(case: Case, *, by: Actor) -> None:
    """One goal that can be checked, with one measure."""
    with acting_as(by), transaction.atomic():
        plan = Case.objects.get(pk=case.pk).draft_plan()
        assert plan is not None
        target = clock.today() + timedelta(days=90)
        goal = goals.add(
            plan, by=by, domain=Domain.LANGUAGE, text="Deutsch lernen", sign="B1 bestanden", target_on=target
        )
        goals.add_measure(goal, by=by, type="integration_course")


def start_measures(case: Case, *, by: Actor) -> None:
    with acting_as(by), transaction.atomic():
        for measure in Measure.objects.filter(case=case, state="proposed"):
            goals.move_measure(measure, by=by, state="started", on=clock.today())


def end_everything(case: Case, *, by: Actor) -> None:
    """Goals and measures find their end before the closure."""
    with acting_as(by), transaction.atomic():
        for measure in Measure.objects.filter(case=case, state="started"):
            goals.move_measure(measure, by=by, state="completed", on=clock.today())
        plan = Case.objects.get(pk=case.pk).current_plan()
        for goal in plan.goals.all() if plan else ():  # whoever goes without the file may have none yet
            goals.change(goal, by=by, state="achieved")


def planned(by: Actor, coordinator: Actor) -> Case:
    """A case in the implementation, before its first review."""
    case = assessed(by, coordinator)
    do(case, "support_planning.decide_leadership", by=by)
    return plan_and_link(case, by=by)


def plan_and_link(case: Case, *, by: Actor) -> Case:
    add_goal(case, by=by)
    do(case, "support_planning.draft_plan", by=by)
    do(case, "support_planning.agree_plan", by=by)
    jobs.run_due()
    start_measures(case, by=by)
    do(case, "support_planning.link_services", by=by)
    return fresh(case)


def consent_to_handover(case: Case, code: str, *, by: Actor) -> None:
    """C5 for one organisation."""
    with acting_as(by), transaction.atomic():
        consents.give(
            Case.objects.get(pk=case.pk),
            by=by,
            kind="C5",
            form="oral_protocol",
            protocol="Übergabe erklärt und gewollt.",
            recipient_organisation=Organisation.objects.get(code=code),
        )
