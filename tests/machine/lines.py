# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which lines each deed leaves in the journal, in their order; what is refused leaves none.

A line as `a`, `a?`, `a*`, `a+`; one of several as `a/b`; whole alternatives stand on both sides of ` | `.
"""

import re

LINES = {
    # Zugang
    "intake.assign_clarification": "assigned",
    "intake.assess_urgency": "urgency_assessed coordinator_alerted?",
    "intake.check_duplicates": "duplicates_checked declined?",
    "intake.record_overlap": "overlap_recorded",
    "intake.obtain_consent": "consent_given+ | consent_given consent_refused declined",
    "intake.declare_conflict": "conflict_declared",
    "intake.reassign_clarification": "assigned",
    "intake.decide_triage": "triage_decided declined/referred_on?",
    "intake.approve_decision": "decision_approved declined?",
    "intake.offer_place": "place_offered referred_on?",
    "intake.assign_case": "assigned | assigned admitted assessment_started/phase_passed_over",
    "intake.confirm_impartiality": "conflict_declared | conflict_declared admitted assessment_started/phase_passed_over",
    # Assessment
    "assessment.rate_domains prepared": "domain_rated+",
    "assessment.rate_domains": "domains_rated",
    "assessment.rate_domains skipped": "domains_rated contact_written step_skipped",
    "assessment.discuss_summary": "assessment_completed plan_drafted/phase_passed_over?",
    "assessment.discuss_summary skipped": "assessment_completed contact_written step_skipped plan_drafted/phase_passed_over?",
    "assessments.repeat": "reassessment_begun",
    # Hilfeplanung
    "support_planning.decide_leadership": "leadership_decided plan_drafted/phase_passed_over?",
    "support_planning.request_handover": "disclosed? handover_offered",
    "support_planning.answer_handover": "handover_accepted/handover_declined",
    "support_planning.approve_handover": "handover_approved/handover_declined",
    "support_planning.hold_handover_talk": (
        "disclosed? contact_written handover_talk_held"
        " | disclosed? contact_written handover_talk_held disclosed? handover_switched plan_drafted/phase_passed_over?"
        " | contact_written handover_refused"
    ),
    "support_planning.draft_plan prepared": "goal_added measure_added",
    "support_planning.draft_plan": "plan_finished",
    "support_planning.agree_plan": "plan_agreed",
    "support_planning.link_services prepared": "measure_moved*",
    "support_planning.link_services": "linking_completed",
    "support_planning.link_services skipped": "contact_written step_skipped",
    "support_planning.hold_review": "review_held plan_drafted/assessment_started?",
    "support_planning.pause_case": "paused",
    "support_planning.resume_case": "resumed",
    "steps.try_again": "",
    # Abschluss
    "closure.confirm_withdrawal": "closure_approved closed",
    "closure.hold_closing_talk": "closing_talk_held",
    "closure.write_report prepared": "measure_moved* goal_changed*",
    "closure.write_report": "closure_reported closed?",
    "closure.approve_closure": "closure_approved closed?",
    # Beside the processes
    "cases.declare_crisis": "contact_written crisis_declared",
    "cases.end_crisis": "contact_written crisis_ended",
    "cases.set_intensity": "intensity_changed",
    "conferences.call_off": "conference_called_off",
    "conferences.plan": "conference_planned",
    "conferences.record": "conference_held conference_task_set",
    "contacts.write": "contact_written",
    "contacts.write_confidential": "confidential_written",
    "deadlines.extend_own": "deadline_extended",
    "pauses.pause": "paused",
    "pauses.resume": "resumed",
    "programmes.change": "contact_written? programme_changed",
    "workitems.acknowledge": "work_done",
    "workitems.finish": "work_done",
    # The client
    "consents.give": "consent_given",
    "consents.renew": "consent_given consent_renewed",
    "consents.revoke": (
        "consent_revoked handover_withdrawn? | consent_revoked assignment_ended*"
        " | consent_revoked restricted handover_withdrawn?"
    ),
    "handover_talks.end_looking_back": "handover_reading_ended",
    "reopenings.reopen": "consent_given+ contact_written reopened assessment_started/phase_passed_over",
    # Coordination, data protection, whoever is not impartial or in a hurry
    "access_lists.begin": "list_begun",
    "access_lists.end": "list_ended",
    "access_lists.strike": "list_changed",
    "conflicts.declare": "conflict_declared",
    "conflicts.end": "conflict_ended",
    "deputies.end": "assignment_ended",
    "deputies.name": "deputy_named",
    "emergencies.begin": "emergency_opened",
    "emergencies.end": "emergency_ended",
    "extensions.approve": "deadline_extended? extension_approved",
    "handovers.ask_for_consent": "handover_consent_asked",
    "handovers.move": "handover_withdrawn? disclosed handover_switched",
    "handovers.withdraw": "handover_withdrawn",
    "intake.assign": "assigned",
    "openings.close_file": "file_closed",
    "openings.open_file": "file_opened",
    "restrictions.announce_lifting": "restriction_to_lift",
    "restrictions.lift": "restriction_told* restriction_lifted",
    "restrictions.note_informed": "restriction_told",
    "restrictions.restrict": "restricted",
    # Days off and appointments are no deeds on a case
    "actions.appoint": "",
    "actions.dismiss": "",
    "actions.report_absence": "",
    "staffing.end_absence": "",
    # Time
    "consent_clock.watch": "consent_expired/consent_reminded*",
    "jobs.run_due": "document_added/plan_printed/resumed/disclosed/handover_switched/plan_drafted/phase_passed_over*",
    "reminders.fire_deadlines": "deadline_reminded/deadline_escalated*",
    "standing_in.follow_absences": "deputy_named/assignment_ended*",
}


def complete(name: str, kinds: list[str]) -> bool:
    """Whether these are the lines of the deed, no more and no fewer."""
    said = "".join(f"{kind} " for kind in kinds)
    return any(re.fullmatch(_pattern(way), said) for way in LINES[name].split(" | "))


def _pattern(way: str) -> str:
    return "".join(_part(word) for word in way.split())


def _part(word: str) -> str:
    kinds, often = (word[:-1], word[-1]) if word[-1] in "?*+" else (word, "")
    return f"(?:(?:{kinds.replace('/', '|')}) ){often}"
