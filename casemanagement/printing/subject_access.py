# SPDX-License-Identifier: AGPL-3.0-or-later
"""The answer to „Was wissen Sie über mich?“: on paper in plain German, and as data for machines."""

import datetime as dt
import json
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.access_words import part_of_file
from casemanagement.choices.requests import SubjectRight
from casemanagement.models import Case
from casemanagement.printing.pdf import print_pdf
from casemanagement.subject_access import FORMAT, Access, Answer, Entry, Section
from casemanagement.subject_papers import Paper
from permissions import clock
from permissions.actor import Actor

# What stands on the paper, in this order; the rest is in the file for machines.
TITLES = {
    "casemanagement.ClientIdentity": gettext_lazy("Wer Sie sind"),
    "casemanagement.Client": gettext_lazy("Wie wir mit Ihnen sprechen"),
    "casemanagement.HouseholdPerson": gettext_lazy("Menschen in Ihrem Haushalt"),
    "casemanagement.ClientSituation": gettext_lazy("Ihre Lage"),
    "casemanagement.ResidenceChange": gettext_lazy("Ihr Aufenthalt im Lauf der Zeit"),
    "casemanagement.Referral": gettext_lazy("Wie Sie zu uns kamen"),
    "casemanagement.Case": gettext_lazy("Ihr Fall"),
    "casemanagement.Consent": gettext_lazy("Was Sie erlaubt haben"),
    "casemanagement.Contact": gettext_lazy("Gespräche und Kontakte"),
    "casemanagement.ConfidentialNote": gettext_lazy("Vertrauliche Notizen"),
    "casemanagement.Assessment": gettext_lazy("Ihr Assessment"),
    "casemanagement.DomainRating": gettext_lazy("Lebensbereiche"),
    "casemanagement.SupportPlan": gettext_lazy("Ihr Hilfeplan"),
    "casemanagement.Goal": gettext_lazy("Ihre Ziele"),
    "casemanagement.Measure": gettext_lazy("Schritte zu Ihren Zielen"),
    "casemanagement.Milestone": gettext_lazy("Was Sie erreicht haben"),
    "casemanagement.Review": gettext_lazy("Überprüfungen"),
    "casemanagement.Document": gettext_lazy("Ihre Unterlagen"),
    "casemanagement.Closure": gettext_lazy("Abschluss"),
    "casemanagement.ClosureReport": gettext_lazy("Abschlussbericht"),
    "casemanagement.SubjectRequest": gettext_lazy("Ihre Anträge"),
    "casemanagement.Rectification": gettext_lazy("Berichtigungen"),
    "casemanagement.ClientStatement": gettext_lazy("Ihre Darstellungen"),
}
INTERNAL = {"id", "case", "version", "data", "seal"}


def as_json(answer: Answer) -> str:
    """Every section, each value by its field's name."""
    content = {
        "format": FORMAT,
        "export": answer.export_id,
        "made_at": answer.made_at.isoformat(),
        "request": answer.request.kind,
        "recipients": answer.recipients,
        "accesses": [_access(access) for access in answer.accesses],
        "left_out": answer.left_out,
        "documents": [_paper(paper) for paper in answer.papers],
        "data": {section.label: [_plain(entry) for entry in section.entries] for section in answer.sections},
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=str)


def on_paper(answer: Answer, *, by: Actor) -> bytes:
    """The accessible PDF; each page carries who took it out, when, and as which export."""
    case, moment = answer.request.case, answer.made_at.astimezone(clock.BERLIN)
    known = {section.label: section for section in answer.sections}
    titles = _titles(known)
    data = {
        "person": _name(known),
        "number": case.number,
        "organisation": case.organisation.name,
        "received_on": _day(answer.request.received_on),
        "is_copy": answer.request.kind == SubjectRight.PORTABILITY,
        "export": answer.export_id,
        "made_at": f"{moment:%d.%m.%Y %H:%M}",
        "made_by": by.person.display_name if by.person else "",
        "recipients": answer.recipients,
        "storage": storage(case),
        "accesses": accesses_by_role(answer.accesses),
        "left_out": answer.left_out,
        "papers": [
            {
                "name": paper.name.rpartition("/")[2] if not paper.why_not else _("fehlt"),
                "what": ", ".join((paper.kind, *filter(None, [titles.get(paper.document, "")]))),
                "on": paper.filed_on,
                "why_not": paper.why_not,
            }
            for paper in answer.papers
        ],
        "sections": [
            {"title": str(title), "entries": [_facts(entry) for entry in known[label].entries]}
            for label, title in TITLES.items()
            if label in known and known[label].entries
        ],
    }
    return print_pdf("subject_access", data)


def storage(case: Case) -> str:
    """Until when, as far as it is known today."""
    if case.deletion_on:
        return _("Ihr Fall ist abgeschlossen. Wir löschen die Akte am %s.") % _day(case.deletion_on)
    return _(
        "Ihr Fall läuft. Sechs Monate nach seinem Ende sperren wir die Akte; drei Jahre nach Ende des "
        "Jahres, in dem er abgeschlossen wurde, löschen wir sie."
    )


def accesses_by_role(accesses: list[Access]) -> list[dict[str, str]]:
    """How often, from when until when, each role saw which part."""
    grouped: dict[tuple[str, str], list[dt.datetime]] = defaultdict(list)
    for access in accesses:
        grouped[access.role, str(part_of_file(access.block))].append(access.at)
    return [
        {
            "role": role,
            "part": part,
            "times": str(len(moments)),
            "first": _day(min(moments)),
            "last": _day(max(moments)),
        }
        for (role, part), moments in sorted(grouped.items())
    ]


def _access(access: Access) -> dict[str, str]:
    return {
        "at": access.at.isoformat(),
        "role": access.role,
        "action": access.what,
        "block": access.block,
        "grant": access.grant,
        "reason": access.reason,
    }


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "file": None if paper.why_not else paper.name,
        "row": paper.document,
        "kind": paper.kind,
        "withheld": paper.why_not or None,
    }


def _titles(known: dict[str, Section]) -> dict[int, str]:
    """As they may be read: a blackened title stays black."""
    section = known.get("casemanagement.Document")
    return {entry.row: str(entry.values["title"][1]) for entry in section.entries} if section else {}


def _plain(entry: Entry) -> dict[str, Any]:
    return {name: value for name, (_label, value) in entry.values.items()}


def _facts(entry: Entry) -> list[dict[str, str]]:
    return [
        {"label": label, "value": _words(value)}
        for name, (label, value) in entry.values.items()
        if name not in INTERNAL and _words(value)
    ]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("ja") if value else _("nein"))
    if isinstance(value, dt.date):
        return _day(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return "" if value in (None, "", {}) else str(value)


def _name(known: dict[str, Section]) -> str:
    entries = (
        known["casemanagement.ClientIdentity"].entries if "casemanagement.ClientIdentity" in known else []
    )
    names = [str(entry.values[name][1]) for entry in entries for name in ("given_name", "family_name")]
    return " ".join(names)


def _day(day: dt.date | None) -> str:
    if isinstance(day, dt.datetime):
        day = day.astimezone(clock.BERLIN)
    return f"{day:%d.%m.%Y}" if day else ""
