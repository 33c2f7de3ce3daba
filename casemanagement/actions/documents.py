# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on papers: taken in only as what they really are, kept only encrypted."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from casemanagement.casework import deed, record_event, write
from casemanagement.choices import EventKind
from casemanagement.models import Case, Document, DocumentContent
from casemanagement.uploads import checked
from casemanagement.validators import content_type_of
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right

# Of one person in a day: far more than work brings, far less than fills a disk.
MOST_PAPERS, MOST_BYTES = 300, 500 * 1024**2
ONE_DAY = dt.timedelta(days=1)


@deed(Right.WRITE_FILE)
def add(case: Case, *, by: Actor, kind: str, title: str, file: UploadedFile[bytes]) -> Document:
    """Take in a paper that somebody uploads."""
    return keep(case, by=by, kind=kind, title=title or str(file.name), content=content_of_upload(file))


@deed(None)
def keep(case: Case, *, by: Actor, kind: str, title: str, content: bytes) -> Document:
    """Put bytes into the file, whoever made them."""
    _demand_room(by, len(content))
    try:
        content_type = content_type_of(content)
    except ValidationError as error:
        raise ValidationError({"file": error}) from None
    document = write(
        Document(case=case, uploaded_by=by.person, uploaded_at=clock.now()),
        kind=kind,
        title=title,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    DocumentContent.objects.create(case=case, document=document, content=content)
    record_event(case, EventKind.DOCUMENT_ADDED, by=by, kind=document.kind, document=document.pk)
    return document


def _demand_room(by: Actor, size: int) -> None:
    """Refuse what would go beyond a person's day; the system has no day."""
    if by.person is None:
        return
    today = Document.objects.filter(uploaded_by=by.person, uploaded_at__gt=clock.now() - ONE_DAY)
    kept = today.aggregate(papers=Count("pk"), bytes=Sum("size", default=0))
    if kept["papers"] >= MOST_PAPERS or kept["bytes"] + size > MOST_BYTES:
        sentence = _("Sie haben seit gestern so viele Papiere abgelegt, wie an einem Tag möglich sind.")
        raise ValidationError({"file": sentence})


def content_of(document: Document) -> bytes:
    """The paper itself, as it was taken in."""
    content: bytes = document.stored.content
    return content


def content_of_upload(file: UploadedFile[bytes]) -> bytes:
    """The bytes of an upload that passed the gate."""
    try:
        return checked(file)
    except ValidationError as error:
        raise ValidationError({"file": error}) from None
