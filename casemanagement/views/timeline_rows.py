# SPDX-License-Identifier: AGPL-3.0-or-later
"""The course of a case: notes of contacts and the journal of deeds in one order."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casemanagement.choices import ContactKind, Domain, EventKind, Interpretation
from casemanagement.models import Case, CaseEvent, Contact, Programme
from casemanagement.views.event_words import facts_of, title_of
from permissions import clock

# The contact itself is shown; and nobody reads a course for the ticking of its deadlines.
UNTOLD = (
    EventKind.CONTACT_WRITTEN,
    EventKind.DEADLINE_STARTED,
    EventKind.DEADLINE_MET,
    EventKind.DEADLINE_REMINDED,
    EventKind.DEADLINE_CANCELLED,
    EventKind.JOB_DONE,
    EventKind.DOMAIN_RATED,
    EventKind.WORK_DONE,
)
ICONS = {
    ContactKind.EMAIL: "mail",
    ContactKind.LETTER: "mail",
    ContactKind.HOME_VISIT: "home",
    ContactKind.NO_SHOW: "warning",
    ContactKind.ATTEMPT_FAILED: "warning",
    ContactKind.DOCUMENTATION: "edit",
}
EVENT_ICONS = {
    EventKind.CONSENT_REVOKED: "danger",
    EventKind.CONSENT_EXPIRED: "warning",
    EventKind.ADMITTED: "success",
    EventKind.CLOSED: "success",
    EventKind.PLAN_AGREED: "success",
    EventKind.FILE_OPENED: "visibility",
    EventKind.DOCUMENT_ADDED: "draft",
    EventKind.PLAN_PRINTED: "draft",
    EventKind.DEADLINE_ESCALATED: "warning",
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened."""

    on: dt.date
    order: tuple[dt.date, dt.datetime, int]
    title: str
    icon: str
    by: str
    time: str = ""
    facts: tuple[str, ...] = ()
    text: str = ""
    is_contact: bool = False


@dataclass(frozen=True)
class Day:
    """All of one day."""

    on: dt.date
    entries: list[Entry]


def latest_entries(case: Case, count: int) -> list[Entry]:
    """The last few, for the overview."""
    contacts = _contacts(case).order_by("-occurred_on", "-pk")[:count]
    events = list(_events(case).order_by("-seq")[:count])
    return _merged([*map(_contact, contacts), *_told(case, events)])[:count]


def entries_of(case: Case, chosen: dict[str, Any]) -> list[Entry]:
    """All that the filter lets through, newest first."""
    found: list[Entry] = []
    if chosen.get("what") != "events":
        contacts = _contacts(case)
        if kind := chosen.get("kind"):
            contacts = contacts.filter(kind=kind)
        found += map(_contact, contacts)
    if chosen.get("what") != "contacts" and not chosen.get("kind"):
        found += _told(case, list(_events(case)))
    return _merged([entry for entry in found if _matches(entry, chosen)])


def days_of(entries: list[Entry]) -> list[Day]:
    return [Day(on, list(group)) for on, group in groupby(entries, key=lambda entry: entry.on)]


def _matches(entry: Entry, chosen: dict[str, Any]) -> bool:
    since, until = chosen.get("since"), chosen.get("until")
    if (since and entry.on < since) or (until and entry.on > until):
        return False
    # The text is encrypted; whoever may read the file may search it, here in memory.
    word = str(chosen.get("word", "")).casefold()
    return not word or word in " ".join([entry.title, entry.text, *entry.facts]).casefold()


def _contacts(case: Case) -> QuerySet[Contact]:
    return case.contacts.select_related("written_by")


def _events(case: Case) -> QuerySet[CaseEvent]:
    return CaseEvent.objects.filter(case=case).exclude(kind__in=UNTOLD).select_related("person")


def _merged(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.order, reverse=True)


def _contact(row: Contact) -> Entry:
    return Entry(
        on=row.occurred_on,
        order=(row.occurred_on, row.written_at, row.pk),
        title=row.get_kind_display(),
        icon=ICONS.get(ContactKind(row.kind), "account-circle"),
        by=row.written_by.display_name,
        facts=tuple(_facts(row)),
        text=row.text,
        is_contact=True,
    )


def _facts(row: Contact) -> list[str]:
    labels = dict(Domain.choices)
    facts = (
        [ngettext("%(n)d Minute", "%(n)d Minuten", row.minutes) % {"n": row.minutes}] if row.minutes else []
    )
    facts += [row.participants] if row.participants else []
    facts += [str(labels.get(domain, domain)) for domain in row.domains]
    if row.interpretation != Interpretation.NONE_NEEDED:
        facts.append(_("Sprachmittlung: %s") % row.get_interpretation_display())
    return facts


def _told(case: Case, events: list[CaseEvent]) -> list[Entry]:
    """The journal holds codes; what they mean is looked up where it is shown."""
    measures = {}
    if any("measure" in row.data for row in events):
        measures = {row.pk: str(row.get_type_display()) for row in case.measures.all()}
    programmes = {}
    if any("programme" in row.data for row in events):
        programmes = Programme.objects.names_in(case.kommune_id)
    return [_event(row, facts_of(row.data, measures, programmes)) for row in events]


def _event(row: CaseEvent, facts: tuple[str, ...]) -> Entry:
    moment = row.at.astimezone(clock.BERLIN)
    kind = row.kind if row.kind in EventKind else ""
    return Entry(
        on=moment.date(),
        order=(moment.date(), row.at, row.seq or 0),
        title=title_of(row),
        icon=EVENT_ICONS.get(EventKind(kind), "check") if kind else "check",
        by=row.person.display_name if row.person else _("System"),
        time=f"{moment:%H:%M}",
        facts=facts,
    )
