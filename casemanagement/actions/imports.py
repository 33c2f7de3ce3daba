# SPDX-License-Identifier: AGPL-3.0-or-later
"""A running case comes in from a row of a file: what a user would do with it, as one deed of the coordination."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy

from casemanagement import deadlines, working_days
from casemanagement.actions import cases, clients, consents, intake, referrals, workitems
from casemanagement.casework import new_case, record_event, write
from casemanagement.choices import (
    CaseState,
    ConsentForm,
    ConsentKind,
    EventKind,
    Phase,
    ReferralMode,
    TriageDecision,
)
from casemanagement.models import Case, ImportRow, ImportRun, Triage
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor, NotPermitted
from permissions.duties import coordinated_by
from permissions.hats import Hat

IDENTITY = ("given_name", "family_name", "birth_date", "phone", "email")
ADDRESS = ("street", "postcode", "city")
SITUATION = ("nationality", "entry_on", "residence_status", "residence_valid_until", "benefit_regime")
# So many working days until the papers that the file cannot hold are there.
PAPERS_DAYS = 10


def take_over(*, by: Actor, run: ImportRun, line: int, mark: str, given: dict[str, Any]) -> Case:
    """One row becomes one case, or nothing at all."""
    if by.person is None or by.hat is not Hat.FACH:
        raise NotPermitted
    if not coordinated_by(by.person).filter(pk=given["organisation"].pk).exists():
        raise NotPermitted
    with new_case(by=by) as case_id:
        case = _written(case_id, by, given)
        referrals.look_for_colleagues(case, by)
        if given["lead"]:
            intake.assign(case, by=by, person=given["lead"])
        _consents(case, by, given)
        _describe(case, by, given)
        if given["phase"] == Phase.INTAKE:
            deadlines.start(case, "first_contact", on=given["received_on"])
            deadlines.start(case, "triage", on=given["received_on"])
        else:
            _admit(case, by, given)
        record_event(case, EventKind.IMPORTED, by=by, phase=given["phase"], run=run.pk, line=line)
        ImportRow.objects.create(case=case, run=run, person=by.person, line=line, mark=mark)
    return case


def _written(case_id: int, by: Actor, given: dict[str, Any]) -> Case:
    return referrals.written(
        case_id,
        by=by,
        day=given["received_on"],
        stadtbezirk=given["stadtbezirk"],
        identity={name: given[name] for name in IDENTITY},
        client={name: given[name] for name in ("gender", "languages", "interpreter_needed")},
        referral={"source": given["source"], "mode": ReferralMode.WRITTEN, "client_consented": True},
        words={"need_summary": given["need_summary"], "referrer": given["referrer"]},
        house=given["organisation"],
    )


def _consents(case: Case, by: Actor, given: dict[str, Any]) -> None:
    form = given["consent_form"]
    if given["informed_on"]:
        informed = form or ConsentForm.PAPER
        consents.take_over(
            case, by=by, kinds=[ConsentKind.C0], form=informed, valid_from=given["informed_on"]
        )
    if not given["consented_on"]:
        return
    consents.take_over(
        case,
        by=by,
        kinds=[ConsentKind.C1, *given["more_consents"]],
        form=form,
        valid_from=given["consented_on"],
        valid_until=given["consented_until"],
    )
    _ask(
        case,
        by,
        "imports.consent",
        stored(gettext_lazy("Einwilligung aus der alten Akte als Unterlage ablegen")),
    )


def _describe(case: Case, by: Actor, given: dict[str, Any]) -> None:
    """The address, apart where it is protected, and the situation."""
    address = {name: given[name] for name in ADDRESS if given[name]}
    if given["address_ground"]:
        words = ", ".join(filter(None, [given["street"], f"{given['postcode']} {given['city']}".strip()]))
        clients.protect_address(case, by=by, address=words, ground=given["address_ground"])
    elif address:
        clients.change_identity(case, by=by, **address)
    if situation := {name: given[name] for name in SITUATION if given[name]}:
        clients.change_situation(case, by=by, **situation)
    if given["intensity"]:
        cases.set_intensity(case, by=by, intensity=given["intensity"])


def _admit(case: Case, by: Actor, given: dict[str, Any]) -> None:
    """It was taken on elsewhere, on that day; what counts from the admission counts from there."""
    accepted_on: dt.date = given["accepted_on"]
    write(
        Triage(case=case),
        decision=TriageDecision.ACCEPTED,
        decided_by=by.person,
        decided_at=clock.now(),
    )
    write(case, accepted_on=accepted_on, phase=given["phase"], state=CaseState.OPEN)
    for code in ("duration", "long_duration"):
        deadlines.start(case, code, on=accepted_on)
    # Nobody could keep these here before today.
    today = clock.today()
    deadlines.start(case, "no_contact", on=today)
    if given["phase"] == Phase.ASSESSMENT:
        deadlines.start(case, "assessment", on=today)
    _ask(case, by, "imports.impartial", stored(gettext_lazy("Prüfen, ob jemand im Fall befangen ist")))


def _ask(case: Case, by: Actor, kind: str, title: str) -> None:
    """A task for whoever leads the case."""
    workitems.ask(
        case,
        by=by,
        kind=kind,
        title=title,
        hat=Hat.CASE,
        owner=case.lead(),
        due_on=working_days.add_working_days(clock.today(), PAPERS_DAYS),
    )
