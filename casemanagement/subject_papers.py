# SPDX-License-Identifier: AGPL-3.0-or-later
"""The documents in the client's copy: which of them go along, under which neutral name, and why one does not.

A document is withheld like a passage is blackened: one person proposes, a second confirms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.choices import DocumentKind
from casemanagement.choices.requests import RedactionReason
from casemanagement.models import Document, DocumentContent
from casemanagement.models.document import ENDINGS
from permissions import clock
from permissions.rights import Right

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from casemanagement.models import Case, Redaction, SubjectRequest
    from permissions.actor import Actor

# What a place names that means the document itself, not one of its columns.
CONTENT = "content"
FOLDER = "unterlagen"
REMOVED: _StrPromise = gettext_lazy("gelöscht, weil wir das Papier nicht mehr brauchten")
LATER: _StrPromise = gettext_lazy("erst nach der Durchsicht zu den Akten gekommen")
LOST: _StrPromise = gettext_lazy("von dieser Unterlage gibt es keine Datei")


@dataclass(frozen=True)
class Paper:
    """One document, as the list in the copy names it."""

    document: int
    kind: str
    filed_on: str
    name: str  # in the archive; nothing of it tells about anybody
    why_not: str = ""  # empty: it goes along


def papers_of(request: SubjectRequest) -> list[Paper]:
    """Every document of the file in its order, whether it goes along or not; no byte of it is read."""
    found = Document.objects.filter(case=request.case_id).order_by("pk")
    held = set(DocumentContent.objects.filter(case=request.case_id).values_list("document", flat=True))
    reasons = {row.row: row for row in withheld(request).filter(confirmed_at__isnull=False)}
    return [
        Paper(
            row.pk,
            str(row.get_kind_display()),
            f"{row.uploaded_at.astimezone(clock.BERLIN):%d.%m.%Y}",
            f"{FOLDER}/unterlage-{number:03d}.{ENDINGS.get(row.content_type, 'bin')}",
            _why_not(request, row, reasons.get(row.pk), is_there=row.pk in held),
        )
        for number, row in enumerate(found, start=1)
    ]


def withheld(request: SubjectRequest) -> QuerySet[Redaction]:
    """What is proposed to stay in the house as a whole, confirmed or not."""
    return request.redactions.filter(model=Document._meta.label, field=CONTENT)


def stays_here(request: SubjectRequest, document: int) -> bool:
    """Two people agreed that it does, or nobody has looked through it."""
    if withheld(request).filter(row=document, confirmed_at__isnull=False).exists():
        return True
    row = Document.objects.get(case=request.case_id, pk=document)
    return request.reviewed_at is not None and row.uploaded_at > request.reviewed_at


def place_of(document: int) -> str:
    return f"{Document._meta.label}:{document}:{CONTENT}"


def proposed(case: Case) -> Iterator[tuple[str, RedactionReason]]:
    """Papers that are about others by their nature; two people look before the client gets one."""
    rows = Document.objects.filter(case=case, kind=DocumentKind.CHILD_PROTECTION, removed_at=None)
    for row in rows.order_by("pk"):
        yield place_of(row.pk), RedactionReason.ENTRUSTED


def places(case: Case, by: Actor) -> list[tuple[str, str]]:
    """Documents of the case that could be withheld, by their titles, for whoever may read them."""
    rows = Document.objects.filter(case=case, removed_at=None).permitted(by, Right.READ_DOCUMENTS)
    return [
        (place_of(row.pk), _("Unterlage nicht herausgeben: %s") % row.title) for row in rows.order_by("pk")
    ]


def _why_not(request: SubjectRequest, row: Document, redaction: Redaction | None, *, is_there: bool) -> str:
    if row.removed_at is not None:
        return str(REMOVED)
    if redaction is not None:
        return str(redaction.get_reason_display())
    if request.reviewed_at is not None and row.uploaded_at > request.reviewed_at:
        return str(LATER)
    return "" if is_there else str(LOST)
