# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fallkonferenz: other places are invited by name, each on its own ground; what was decided becomes work."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import deadlines
from casemanagement.actions import grounds, protections, workitems
from casemanagement.actions.grounds import Ground
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import (
    Attendance,
    ClientThere,
    ConferenceState,
    EventKind,
    Medium,
    WorkState,
)
from casemanagement.models import Case, Conference, ConferenceParticipant, ConferenceTask, WorkItem
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right

FURTHEST = dt.timedelta(days=366)
RECORD, TASK = "conferences.record.", "conferences.task"
# Whoever hears something, and whoever hears nothing.
HEARS = (Attendance.PRESENT, Attendance.INFORMED)


@deed(Right.WRITE_FILE)
def plan(case: Case, *, by: Actor, held_on: dt.date, kind: str, occasion: str, place: str = "") -> Conference:
    """Fix a day, or begin to write down one that is past; nobody is told anything by it."""
    if held_on > clock.today() + FURTHEST:
        raise ValidationError({"held_on": _("Eine Fallkonferenz wird höchstens ein Jahr vorher geplant.")})
    conference = write(
        Conference(case=case, planned_by=by.person, planned_at=clock.now()),
        held_on=held_on,
        kind=kind,
        occasion=occasion,
        place=place,
    )
    workitems.ask(
        case,
        by=by,
        kind=f"{RECORD}{conference.pk}",
        title=stored(gettext_lazy("Ergebnis der Fallkonferenz festhalten")),
        hat=Hat.CASE,
        owner=case.lead(),
        due_on=held_on,
    )
    record_event(case, EventKind.CONFERENCE_PLANNED, by=by, conference=conference.pk)
    return conference


@deed(Right.WRITE_FILE)
def invite(
    conference: Conference, *, by: Actor, function: str, name: str = "", ground: Ground | None = None
) -> ConferenceParticipant:
    """Let a person of another place take part; without a living consent or a statute nobody does."""
    _require_planned(conference)
    protections.require_may_be_told(conference.case, f"{function} {name}", field="name")
    disclosure = grounds.leave(
        conference.case,
        ground,
        by=by,
        purpose=gettext_lazy("Fallkonferenz"),
        medium=Medium.CONVERSATION,
        direction=grounds.both_ways(ground),
        on=conference.held_on,
        item=("conference", conference.pk),
    )
    return write(
        ConferenceParticipant(case=conference.case, conference=conference, disclosure=disclosure),
        function=function,
        name=name,
    )


@deed(Right.WRITE_FILE)
def record(
    conference: Conference,
    *,
    by: Actor,
    client_there: str,
    decisions: str,
    attendance: Mapping[int, str] | None = None,
    tasks: Iterable[Mapping[str, Any]] = (),
) -> Conference:
    """Write down who was there and what was decided; whoever was excused has learnt nothing."""
    _require_planned(conference)
    if conference.held_on > clock.today():
        raise Conflict(_("Diese Fallkonferenz hat noch nicht stattgefunden."))
    if not decisions.strip():
        raise ValidationError({"decisions": _("Bitte schreiben Sie auf, was beschlossen wurde.")})
    said = attendance or {}
    for one in _participants(conference):
        _take_part(one, said.get(one.pk, ""), by)
    write(
        conference,
        state=ConferenceState.HELD,
        client_there=client_there,
        decisions=decisions,
        recorded_by=by.person,
        recorded_at=clock.now(),
    )
    _end_reminder(conference, by, WorkState.DONE)
    if client_there == ClientThere.YES and conference.case.is_running:
        deadlines.begin_again(conference.case, "no_contact", on=conference.held_on)
    record_event(conference.case, EventKind.CONFERENCE_HELD, by=by, conference=conference.pk)
    for task in tasks:
        add_task(conference, by=by, **task)
    return conference


@deed(Right.WRITE_FILE)
def add_task(conference: Conference, *, by: Actor, title: str, who: str, due_on: dt.date) -> ConferenceTask:
    """Who does what until when; the case manager's list reminds of it, also where somebody else does it."""
    if not conference.is_held:
        raise Conflict(_("Aufgaben folgen aus einer Fallkonferenz, wenn ihr Ergebnis festgehalten ist."))
    item = workitems.ask(
        conference.case,
        by=by,
        kind=TASK,
        title=title,
        hat=Hat.CASE,
        owner=conference.case.lead(),
        due_on=due_on,
    )
    if ConferenceTask.objects.filter(work_item=item).exists():
        raise ValidationError({"title": _("Diese Aufgabe steht schon auf der Liste.")})
    task = write(ConferenceTask(case=conference.case, conference=conference, work_item=item), who=who)
    record_event(conference.case, EventKind.CONFERENCE_TASK_SET, by=by, conference=conference.pk)
    return task


@deed(Right.WRITE_FILE)
def call_off(conference: Conference, *, by: Actor) -> None:
    """It does not take place, so nobody is told anything."""
    _require_planned(conference)
    for one in _participants(conference):
        _tell_nothing(one, by)
    write(conference, state=ConferenceState.CALLED_OFF)
    _end_reminder(conference, by, WorkState.CANCELLED)
    record_event(conference.case, EventKind.CONFERENCE_CALLED_OFF, by=by, conference=conference.pk)


def _require_planned(conference: Conference) -> None:
    if not conference.is_planned:
        raise Conflict(_("Diese Fallkonferenz ist schon festgehalten oder abgesagt."))


def _participants(conference: Conference) -> list[ConferenceParticipant]:
    rows = conference.participants.select_related("disclosure__recipient_organisation", "disclosure__consent")
    return list(rows.order_by("pk"))


def _take_part(one: ConferenceParticipant, attendance: str, by: Actor) -> None:
    """Between the invitation and the day a consent may have ended; then nobody could be told anything."""
    if attendance not in (*HEARS, Attendance.EXCUSED):
        raise ValidationError({f"attendance_{one.pk}": _("Bitte wählen Sie, wer dabei war.")})
    if attendance == Attendance.EXCUSED:
        _tell_nothing(one, by)
    elif not _may_hear(one):
        raise ValidationError(
            {
                f"attendance_{one.pk}": _(
                    "Für „%(place)s“ galt an diesem Tag keine Einwilligung mehr. Bitte laden Sie die Stelle mit einer neuen Grundlage ein."
                )
                % {"place": one.organisation}
            }
        )
    write(one, attendance=attendance)


def _may_hear(one: ConferenceParticipant) -> bool:
    """A word taken back after the day changes nothing of what was said on it."""
    disclosure, consent = one.disclosure, one.disclosure.consent
    if disclosure.cancelled_at is not None or consent is None:
        return disclosure.cancelled_at is None
    day = disclosure.disclosed_on
    still_given = consent.revoked_on is None or consent.revoked_on > day
    return still_given and (consent.valid_until is None or day <= consent.valid_until)


def _tell_nothing(one: ConferenceParticipant, by: Actor) -> None:
    """Take the planned disclosure out of the log, also on its own day: it was told there or nowhere."""
    if one.disclosure.cancelled_at is None:
        write(one.disclosure, cancelled_at=clock.now())
        record_event(one.case, EventKind.DISCLOSURE_CANCELLED, by=by, disclosure=one.disclosure_id)
    write(one, attendance=Attendance.EXCUSED)


def _end_reminder(conference: Conference, by: Actor, state: WorkState) -> None:
    asked = WorkItem.objects.open().filter(case=conference.case, kind=f"{RECORD}{conference.pk}")
    asked.end(state, by=by.person)
