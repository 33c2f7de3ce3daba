# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the client gets when she asks what is known about her: every row of the person graph, without other people.

Runs inside a deed bound to the case. What is left out stands in LEFT_OUT with the reason, and on the paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import person_graph, subject_papers, subject_review
from casemanagement.choices import DataCategory
from casemanagement.choices.requests import RedactionReason
from casemanagement.data_blocks import blocks_of, reading
from casemanagement.models import ConfidentialNote, Disclosure, Document, HouseholdPerson
from casemanagement.subject_papers import Paper
from casemanagement.subject_review import PROVIDED
from casemanagement.words import PlainWords
from permissions import clock
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, acting_as
from permissions.database.roles import DEED
from permissions.hats import Hat
from permissions.models import AccessEvent, Membership, User
from permissions.rights import Right

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from casemanagement.models import Case, SubjectRequest

FORMAT = "kim-subject-access-1"
BLACK = "[geschwärzt: Angaben über andere Personen]"

LEFT_OUT: dict[str, _StrPromise] = {
    "casemanagement.ProtectedAddress": gettext_lazy(
        "Die geschützte Anschrift steht auf keinem Papier, das das Haus verlässt. Sie nennen wir Ihnen im Gespräch."
    ),
    "casemanagement.IdentityToken": gettext_lazy(
        "Prüfsummen, mit denen Ihr Name gefunden wird; aus ihnen lässt sich nichts lesen."
    ),
    "casemanagement.DocumentContent": gettext_lazy(
        "Ihre Unterlagen liegen als Dateien bei. Fehlt eine, nennt das Verzeichnis den Grund."
    ),
    "casemanagement.Redaction": gettext_lazy("Welche Stellen über andere Personen geschwärzt sind."),
}
# Rows that the deed itself cannot read: proofs and figures, which name nobody.
CLOSED = gettext_lazy("Technische Nachweise und Zahlen ohne Namen, die sich nicht lesen lassen.")
ENGINE = ("viewflow", "workflows", "indicators")
BEGINNING = 60  # so much of a text is enough to recognise it
# Columns that say nothing about the client.
MUTE = (models.BinaryField, models.UUIDField, PlainWords)


@dataclass(frozen=True)
class Entry:
    """One row: its number, and label and value of each field."""

    row: int
    values: dict[str, tuple[str, Any]]


@dataclass(frozen=True)
class Section:
    """One table."""

    model: type[models.Model]
    entries: list[Entry]

    @property
    def label(self) -> str:
        return self.model._meta.label


@dataclass(frozen=True)
class Access:
    """Who looked into the file, by role and house; a name of staff is no part of it."""

    at: dt.datetime
    role: str
    what: str
    block: str
    grant: str
    reason: str


@dataclass(frozen=True)
class Answer:
    """Everything that leaves the house."""

    request: SubjectRequest
    export_id: str
    made_at: dt.datetime
    sections: list[Section]
    recipients: list[dict[str, str]] = field(default_factory=list)
    accesses: list[Access] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)


def answer(request: SubjectRequest, export_id: str) -> Answer:
    """The whole graph, with what two people agreed to blacken."""
    hidden = {
        (row.model, row.row, row.field, row.passage)
        for row in request.redactions.filter(confirmed_at__isnull=False)
    }
    seen = subject_review.seen_by_review(request)
    looked_through = [subject_review.without_later(section, seen) for section in sections_of(request.case)]
    sections = [blackened(section, hidden) for section in looked_through]
    reasons = [str(reason) for reason in LEFT_OUT.values()] + [str(CLOSED)]
    reasons += subject_review.why_missing(sections)
    return Answer(
        request,
        export_id,
        clock.now(),
        sections,
        recipients_of(request),
        list(accesses_of(request.case)),
        reasons,
        subject_papers.papers_of(request),
    )


def provided_by(request: SubjectRequest, export_id: str) -> Answer:
    """What she provided herself, for another place to read."""
    sections = [section for section in sections_of(request.case) if section.label in PROVIDED]
    return Answer(request, export_id, clock.now(), sections)


def recipients_of(request: SubjectRequest) -> list[dict[str, str]]:
    """To whom something was told, from the log of disclosures, as it was looked through."""
    rows = (
        Disclosure.objects.filter(case=request.case_id)
        .standing()
        .select_related("recipient_organisation", "consent")
    )
    return [
        {
            "on": f"{row.disclosed_on:%d.%m.%Y}",
            "to": _recipient(request, row),
            "what": ", ".join(str(DataCategory(code).label) for code in row.data_categories),
            "ground": str(row.consent.get_kind_display() if row.consent else row.get_legal_basis_display()),
        }
        for row in rows.order_by("disclosed_on", "pk")
    ]


def _recipient(request: SubjectRequest, row: Disclosure) -> str:
    if row.recipient_organisation:
        return row.recipient_organisation.name
    return subject_review.LATER if subject_review.is_later(request, row) else row.recipient_text


def sections_of(case: Case, role: str = DEED) -> list[Section]:
    """Every table of the graph that the deed reads and that is not left out; for a hat those with typed texts."""
    shown = [
        table
        for table in person_graph.tables()
        if table.is_open_to(role)
        and table.model._meta.label not in LEFT_OUT
        and table.model is not AccessEvent
        and (role == DEED or _texts(table.model))
    ]
    filled = shown if role == DEED else _filled(shown, case)
    return [
        Section(table.model, [_entry(row) for row in table.find(case).order_by("pk")]) for table in filled
    ]


def _filled(tables: list[person_graph.Table], case: Case) -> list[person_graph.Table]:
    """Those that hold anything of the case; one question, as most hold nothing."""
    asked = [
        table.find(case)
        .order_by()
        .annotate(number_of_table=models.Value(place))
        .values_list("number_of_table")
        for place, table in enumerate(tables)
    ]
    held = {place for (place,) in asked[0].union(*asked[1:])} if asked else set()
    return [table for place, table in enumerate(tables) if place in held]


def accesses_of(case: Case) -> Iterator[Access]:
    """Readings, searches and exports, newest first."""
    events = AccessEvent.objects.filter(case_id=case.pk).order_by("-at", "-pk")
    houses = _houses({event.person_id for event in events if event.person_id})
    for event in events:
        role = str(Hat(event.hat).label)
        house = houses.get(event.person_id or 0, "")
        yield Access(
            event.at,
            f"{role}, {house}" if house else role,
            str(event.get_action_display()),
            event.block,
            event.grant,
            event.reason,
        )


def blackened(section: Section, hidden: set[tuple[str, int, str, str]]) -> Section:
    """The section without the passages, and without whole fields where no passage is named."""
    entries = []
    for entry in section.entries:
        values = dict(entry.values)
        for model, row, name, passage in hidden:
            if (model, row) == (section.label, entry.row) and name in values:
                label, value = values[name]
                values[name] = (label, str(value).replace(passage, BLACK) if passage else BLACK)
        entries.append(Entry(entry.row, values))
    return Section(section.model, entries)


# --- Places ------------------------------------------------------------------------------------


def of_others(case: Case) -> Iterator[tuple[str, RedactionReason]]:
    """What is proposed by itself: people of the household who did not agree, and what was entrusted."""
    for person in HouseholdPerson.objects.filter(case=case, has_consented=False).order_by("pk"):
        for name in ("given_name", "family_name", "birth_date"):
            if getattr(person, name):
                yield place_of(person, name), RedactionReason.HOUSEHOLD
    for note in ConfidentialNote.objects.filter(case=case).order_by("pk"):
        yield place_of(note, "text"), RedactionReason.ENTRUSTED
    yield from subject_papers.proposed(case)


def place_of(row: models.Model, name: str) -> str:
    return f"{row._meta.label}:{row.pk}:{name}"


def split(place: str) -> tuple[type[models.Model], int, str]:
    """The model, the row and the field that a place names."""
    try:
        label, row, name = place.split(":")
        model = apps.get_model(label)
        if not (model is Document and name == subject_papers.CONTENT):
            model._meta.get_field(name)
        return model, int(row), name
    except (LookupError, ValueError):
        raise ValidationError({"place": _("Diese Stelle gibt es nicht.")}) from None


def is_legible(case: Case, place: str, by: Actor) -> bool:
    """Whether this person may read what stands there; who may not learns not even whether a word does."""
    model, _row, name = split(place)
    with acting_as(by):  # a deed on the case reads none of the facts that rights rest on
        rights = CASE_ACCESS.rights(by, case)
    if name == subject_papers.CONTENT:
        return Right.READ_DOCUMENTS in rights
    return name in blocks_of(model) and reading(model, name) in rights


def text_at(case: Case, place: str) -> str:
    """What stands there, in this case; of a document nothing, as it is withheld only as a whole."""
    model, row, name = split(place)
    found = person_graph.rows(model, case).filter(pk=row).first()
    if found is None:
        raise ValidationError({"place": _("Diese Stelle gibt es nicht.")})
    return str(getattr(found, name, "") or "")


def legible_places(case: Case, by: Actor) -> list[tuple[str, str]]:
    """Texts of the file that whoever looks may read and in which somebody else may be spoken of."""
    rights = CASE_ACCESS.rights(by, case)
    return [
        (f"{section.label}:{entry.row}:{name}", f"{column.verbose_name}: {_short(text)}")
        for section in sections_of(case, by.hat.role)
        for name, column in _texts(section.model)
        if reading(section.model, name) in rights
        for entry in section.entries
        if (text := str(entry.values[name][1] or ""))
    ]


def _short(text: str) -> str:
    return f"{text[:BEGINNING]}…" if len(text) > BEGINNING else text


def _texts(model: type[models.Model]) -> list[tuple[str, Any]]:
    from casemanagement.fields import EncryptedTextField  # noqa: PLC0415  # fields load before models

    return [
        (column.name, column) for column in model._meta.local_fields if isinstance(column, EncryptedTextField)
    ]


def _entry(row: Any) -> Entry:
    values = {
        column.name: (str(column.verbose_name), _value(row, column))
        for column in row._meta.concrete_fields
        if not isinstance(column, MUTE) and not _is_staff(column)
    }
    return Entry(row.pk, values)


def _is_staff(column: Any) -> bool:
    """Who of the staff did it is told by role, in the list of accesses."""
    return column.is_relation and column.related_model is User


def _value(row: Any, column: Any) -> Any:
    if column.is_relation:
        return getattr(row, column.attname)
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    return getattr(row, column.attname)


def _houses(people: set[int]) -> dict[int, str]:
    rows = Membership.objects.filter(person__in=people).order_by("valid_from")
    return dict(rows.values_list("person", "organisation__short_name"))
