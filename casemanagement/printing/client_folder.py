# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Laufmappe: the client's own folder with her plan, who helps, what comes when, and which rights she has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from casemanagement import consent_texts
from casemanagement.choices import AssignmentRole, ConferenceState, ConsentKind
from casemanagement.consent_texts import GERMAN, SUPERVISORY_AUTHORITY
from casemanagement.gates import ENDED_GOALS
from casemanagement.models import Case, ClientSituation, Measure, ProtectedAddress
from casemanagement.printing.pdf import print_pdf
from casemanagement.printing.support_plan import people_on_paper, plan_on_paper, words_of
from permissions import clock
from permissions.rights import Right

# What a case manager wrote down as her next step; only she can say which of them are for the client.
NEXT = "contacts.next"


@dataclass(frozen=True)
class Appointment:
    """Something that may stand in the folder: a fixed word of it, or the words of the case manager."""

    key: str
    on: dt.date
    word: str = ""
    text: str = ""


def appointments(case: Case) -> list[Appointment]:
    """What the case manager may choose from: a next step may be meant for herself alone."""
    today = clock.today()
    items = case.work_items.open().filter(kind=NEXT, due_on__gte=today).order_by("due_on", "pk")
    planned = case.conferences.filter(state=ConferenceState.PLANNED, held_on__gte=today)
    found = [
        Appointment(f"item-{item.pk}", item.due_on, text=item.title) for item in items if item.due_on
    ] + [Appointment(f"conference-{row.pk}", row.held_on, word="conference") for row in planned]
    return sorted(found, key=lambda one: (one.on, one.key))


def print_client_folder(case: Case, rights: frozenset[Right], **wishes: Any) -> bytes:
    """The folder as PDF/UA, with those blocks of the file alone that are open to whoever prints."""
    return print_pdf("client_folder", folder_on_paper(case, rights, **wishes))


def folder_on_paper(
    case: Case,
    rights: frozenset[Right],
    *,
    language: str = GERMAN,
    phone: str = "",
    dates: Iterable[str] = (),
) -> dict[str, Any]:
    """The data of the template client_folder.typ; every value is a text. Who lives with her stands nowhere in it."""
    hidden = ProtectedAddress.objects.filter(case=case).exists()
    measures = [] if hidden else _measures(case)
    chosen = [one for one in appointments(case) if one.key in set(dates)]
    return {
        **_plan(case, language, hidden=hidden),
        **_words(language),
        "number": case.number,
        "printed_on": _day(clock.today()),
        "phone": phone,
        "deputies": _deputies(case),
        "services": list(dict.fromkeys(f"{row.provider} · {row.title}" for row in measures if row.provider)),
        "dates": _lines([*chosen, *_beginnings(case), *_residence(case, rights)]),
        "consents": _consents(case, language, hidden=hidden) if Right.READ_CONSENTS in rights else [],
        "authority": SUPERVISORY_AUTHORITY,
    }


def _words(language: str) -> dict[str, Any]:
    """The words of the plan, and those in which a consent speaks of rights."""
    found = words_of(language)
    for code, words in zip(found["languages"], found["words"], strict=True):
        spoken = consent_texts.text(code).words
        words |= {name: spoken[name] for name in ("revoke", "complain")}
    return found


def _plan(case: Case, language: str, *, hidden: bool) -> dict[str, Any]:
    plan = case.current_plan()
    if plan is None:
        return {**people_on_paper(case), "goals": [], "later": [], "next_review": ""}
    paper = plan_on_paper(plan, language)
    for goal in [*paper["goals"], *paper["later"]] if hidden else ():
        # The name of a school or a practice says where somebody lives.
        for step in goal["steps"]:
            step["who"] = ""
    return paper


def _measures(case: Case) -> list[Measure]:
    """What runs, of goals that are still meant."""
    rows = Measure.objects.filter(case=case, goal__plan=case.current_plan()).exclude(
        goal__state__in=ENDED_GOALS
    )
    return [row for row in rows.order_by("pk") if not row.has_ended]


def _deputies(case: Case) -> list[str]:
    rows = case.assignments.valid_on(clock.today()).filter(role=AssignmentRole.DEPUTY)
    people = rows.select_related("person", "organisation").order_by("pk")
    return [
        " · ".join(filter(None, (row.person.display_name, row.organisation.name, row.person.email)))
        for row in people
    ]


def _beginnings(case: Case) -> list[Appointment]:
    """A course that begins is a day of her own."""
    return [
        Appointment(f"measure-{row.pk}", day, word="begins", text=row.title)
        for row in _measures(case)
        if (day := _first_day(row, clock.today()))
    ]


def _first_day(measure: Measure, today: dt.date) -> dt.date | None:
    if measure.started_on:
        return measure.started_on if measure.started_on > today else None
    return measure.begins_on if measure.begins_on and measure.begins_on >= today else None


def _residence(case: Case, rights: frozenset[Right]) -> list[Appointment]:
    """Special categories: printed by nobody to whom they are shut."""
    if Right.READ_SENSITIVE not in rights:
        return []
    row = ClientSituation.objects.filter(case=case, residence_valid_until__gte=clock.today()).first()
    until = row.residence_valid_until if row else None
    return [Appointment("residence", until, word="residence")] if until else []


def _lines(rows: Iterable[Appointment]) -> list[dict[str, str]]:
    return [
        {"on": _day(row.on), "word": row.word, "text": row.text}
        for row in sorted(rows, key=lambda one: (one.on, one.key))
    ]


def _consents(case: Case, language: str, *, hidden: bool) -> list[dict[str, str]]:
    """What lives today, in the words in which it was agreed to; what was told is on the list of consents."""
    living = case.consents.living(clock.today()).filter(~Q(kind=ConsentKind.C0))
    return [
        {
            "title": consent_texts.text(GERMAN).kind(row.kind)["title"],
            "other_title": consent_texts.text(language).kind(row.kind)["title"],
            "recipient": "" if hidden else row.recipient,
            "until": _day(row.valid_until),
        }
        for row in living.select_related("recipient_organisation").order_by("kind", "pk")
    ]


def _day(day: dt.date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else ""
