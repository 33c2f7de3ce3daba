# SPDX-License-Identifier: AGPL-3.0-or-later
"""The head of every page of a file: whose it is, where it stands, who is responsible, what is next."""

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.choices import AssignmentRole, CaseState, Phase
from casemanagement.models import Assignment, Case, ClientIdentity
from casemanagement.models.programme import KIM
from casemanagement.views.standing import Standing
from casemanagement.views.words import Text
from permissions import clock
from permissions.rights import Right

Badge = tuple[Text, str]

NEW_FOR = dt.timedelta(days=14)
PHASES = [(phase.value, phase.label) for phase in Phase if phase is not Phase.ENDED]

# Title of the area, its page, and the right without which it is not offered.
TABS: tuple[tuple[Text, str, Right], ...] = (
    (gettext_lazy("Übersicht"), "file", Right.READ_FRAME),
    (gettext_lazy("Verlauf"), "timeline", Right.READ_FILE),
    (gettext_lazy("Personendaten"), "household", Right.READ_IDENTITY),
    (gettext_lazy("Lage"), "situation", Right.READ_SENSITIVE),
    (gettext_lazy("Assessment"), "assessment", Right.READ_FILE),
    (gettext_lazy("Hilfeplan"), "plan", Right.READ_FILE),
    (gettext_lazy("Unterlagen"), "documents", Right.READ_DOCUMENTS),
    (gettext_lazy("Einwilligungen"), "consents", Right.READ_CONSENTS),
    (gettext_lazy("Weitergaben"), "disclosures", Right.READ_CONSENTS),
    (gettext_lazy("Übergabe"), "handover", Right.READ_FRAME),
    (gettext_lazy("Fachaufsicht und Beratung"), "counsel", Right.READ_SUPERVISION),
    (gettext_lazy("Abschluss"), "closure", Right.READ_FILE),
)
# The menu „Mehr“: what it is about, and beneath it what one can do.
MORE: tuple[tuple[Text, tuple[tuple[Text, str, Right], ...]], ...] = (
    (
        gettext_lazy("Festhalten"),
        (
            (gettext_lazy("Unterlage ablegen"), "document_new", Right.WRITE_FILE),
            (gettext_lazy("Einwilligung erfassen"), "consent_new", Right.RECORD_CONSENT),
            (gettext_lazy("Weitergabe festhalten"), "disclosure_new", Right.RECORD_CONSENT),
            (gettext_lazy("Behörde fragt an"), "case_request", Right.RECORD_CONSENT),
            (gettext_lazy("Meilenstein festhalten"), "milestone_new", Right.WRITE_FILE),
            (gettext_lazy("Dienstleistungsketten"), "chains", Right.WRITE_FILE),
            (gettext_lazy("Fallkonferenzen"), "conferences", Right.READ_FILE),
        ),
    ),
    (
        gettext_lazy("Angaben ändern"),
        (
            (gettext_lazy("Personendaten ändern"), "identity", Right.WRITE_FILE),
            (gettext_lazy("Intensität ändern"), "intensity", Right.WRITE_FILE),
            (gettext_lazy("Programm wechseln"), "programme", Right.WRITE_FILE),
            (gettext_lazy("Angabe berichtigen"), "rectify", Right.WRITE_FILE),
            (gettext_lazy("Darstellung beilegen"), "statement", Right.WRITE_FILE),
        ),
    ),
    (
        gettext_lazy("Schützen"),
        (
            (gettext_lazy("Vertrauliche Notizen"), "confidential", Right.READ_CONFIDENTIAL),
            (gettext_lazy("Anschrift schützen"), "protected_address", Right.WRITE_FILE),
            (gettext_lazy("Nicht informieren"), "do_not_inform", Right.WRITE_FILE),
            (gettext_lazy("Befangenheit erklären"), "conflict", Right.RECORD_CONSENT),
        ),
    ),
    (
        gettext_lazy("Rechte der Person"),
        (
            (gettext_lazy("Laufmappe"), "client_folder", Right.WRITE_FILE),
            (gettext_lazy("Antrag aufnehmen"), "request_new", Right.ENTER_SUBJECT_REQUEST),
            (gettext_lazy("Wer hat hineingesehen?"), "access_log", Right.READ_ACCESS_LOG),
        ),
    ),
)


@dataclass(frozen=True)
class Header:
    """What the identity bar shows; the name only to those who may read it."""

    name: Text
    number: str
    badges: list[Badge] = field(default_factory=list)
    facts: list[tuple[Text, object]] = field(default_factory=list)
    deadline: tuple[Text, dt.date] | None = None
    phases: list[tuple[str, Text]] = field(default_factory=list)
    phase: str = ""
    paused: bool = False
    actions: list[tuple[Text, str, str, str]] = field(default_factory=list)
    more: list[tuple[Text, list[tuple[Text, str]]]] = field(default_factory=list)
    tabs: list[tuple[Text, str, bool]] = field(default_factory=list)
    beyond: set[str] = field(default_factory=set)
    identity: ClientIdentity | None = None
    assignments: list[Assignment] = field(default_factory=list)


def header_of(standing: Standing, tab: str) -> Header:
    """The head as this person may see it."""
    case, rights = standing.case, standing.rights
    identity = ClientIdentity.objects.filter(case=case).first() if Right.READ_IDENTITY in rights else None
    today, hidden = clock.today(), beyond(case)
    assignments = list(case.assignments.valid_on(today).select_related("person").order_by("-role", "pk"))
    return Header(
        name=identity.full_name if identity else _("Fall"),
        number=case.number,
        badges=badges_of(case, today, in_handover=standing.in_handover, rights=rights),
        facts=_facts(case, identity, assignments),
        deadline=(_("Nächste Frist"), standing.next_due_on) if standing.next_due_on else None,
        phases=phases_of(case),
        phase=case.phase,
        paused=case.is_paused,
        actions=_actions(case, rights),
        more=_more(case, rights),
        tabs=[
            (label, _url(case, name), name == tab)
            for label, name, right in TABS
            if right in rights and name not in hidden
        ],
        beyond=hidden,
        identity=identity,
        assignments=assignments,
    )


def beyond(case: Case) -> set[str]:
    """Areas of phases that its programme does not have, unless the case has something there from before."""
    programme = case.led_under()
    kept = {"assessment": (Phase.ASSESSMENT, case.assessments), "plan": (Phase.PLANNING, case.support_plans)}
    return {name for name, (phase, rows) in kept.items() if not programme.has(phase) and not rows.exists()}


def phases_of(case: Case) -> list[tuple[str, Text]]:
    """The bar of an open case: the phases that its programme has."""
    programme = case.led_under()
    return [(code, label) for code, label in PHASES if programme.has(Phase(code))] if case.is_open else []


def badges_of(case: Case, today: dt.date, *, in_handover: bool, rights: frozenset[Right]) -> list[Badge]:
    """What marks a case in lists and in its head."""
    marks: list[tuple[bool, Text, str]] = [
        (not case.is_open, case.get_state_display(), "neutral"),
        (case.state == CaseState.WAITING, case.get_state_display(), "info"),
        (case.is_restricted, _("gesperrt"), "danger"),
        (case.in_crisis, _("Krise"), "danger"),
        (case.is_urgent() and case.is_open, _("dringend"), "danger"),
        (case.is_paused, _("ruht"), "neutral"),
        (in_handover, _("Übergabe läuft"), "info"),
        (case.is_open and today - case.received_on <= NEW_FOR, _("neu"), "info"),
        (
            case.is_open and not case.is_restricted and Right.READ_FILE not in rights,
            _("Akte geschlossen"),
            "warning",
        ),
    ]
    return [(text, kind) for applies, text, kind in marks if applies]


def _facts(
    case: Case, identity: ClientIdentity | None, assignments: list[Assignment]
) -> list[tuple[Text, object]]:
    client = getattr(case, "client", None)
    facts: list[tuple[Text, object]] = []
    if client is not None:
        spoken = ", ".join(client.languages)
        facts.append((_("Sprache"), f"{spoken}{_(' (dolmetschen)') if client.interpreter_needed else ''}"))
    if identity is not None:
        facts.append((_("Telefon"), _phone(identity.phone)))
    facts.append((_("Fallführung"), _people(assignments, AssignmentRole.RESPONSIBLE) or _("noch niemand")))
    if deputies := _people(assignments, AssignmentRole.DEPUTY):
        facts.append((_("Vertretung"), deputies))
    return [*facts, *marks_of(case), *programme_of(case), (_("Organisation"), case.organisation.short_name)]


def other_programme(case: Case) -> list[Badge]:
    """What marks a case in lists that is not KIM's; its head says it in words."""
    return [(case.programme_name, "neutral")] if case.programme != KIM and case.programme_name else []


def programme_of(case: Case) -> list[tuple[Text, object]]:
    """Said where a case may belong to several."""
    return [(_("Programm"), case.programme_name)] if case.programme_name else []


def marks_of(case: Case) -> list[tuple[Text, object]]:
    """Since when there is a crisis, until when the case rests, and why."""
    facts: list[tuple[Text, object]] = []
    if case.in_crisis and case.crisis_since:
        said = {"day": f"{case.crisis_since:%d.%m.%Y}", "reason": case.get_crisis_reason_display()}
        facts.append((_("Krise"), _("seit %(day)s, %(reason)s") % said))
    if case.is_paused and case.resume_on:
        said = {"day": f"{case.resume_on:%d.%m.%Y}", "reason": case.get_pause_reason_display()}
        facts.append((_("Ruht"), _("bis %(day)s, %(reason)s") % said))
    return facts


def _phone(number: str) -> str:
    dialled = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return format_html('<a href="tel:{}">{}</a>', dialled, number) if dialled else ""


def _people(assignments: list[Assignment], role: AssignmentRole) -> str:
    return ", ".join(row.person.display_name for row in assignments if row.role == role)


def _actions(case: Case, rights: frozenset[Right]) -> list[tuple[Text, str, str, str]]:
    if Right.WRITE_FILE not in rights or not case.is_open:
        return []
    return [
        (_("Notiz"), _url(case, "note"), "primary", "add"),
        (_("Strukturhinweis"), _url(case, "finding_new"), "secondary", ""),
    ]


def _more(case: Case, rights: frozenset[Right]) -> list[tuple[Text, list[tuple[Text, str]]]]:

    def has(name: str) -> bool:
        return name != "programme" or bool(case.programme_name and case.is_open)

    groups = [
        (
            heading,
            [(label, _url(case, name)) for label, name, right in entries if right in rights and has(name)],
        )
        for heading, entries in MORE
    ]
    return [(heading, links) for heading, links in groups if links]


def _url(case: Case, name: str) -> str:
    return reverse(f"cases:{name}", kwargs={"number": case.number})
