# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on papers: taken in only as what they really are, kept only encrypted."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from casemanagement.casework import deed, record_event, write
from casemanagement.choices import EventKind
from casemanagement.models import Case, Document, DocumentContent
from casemanagement.uploads import checked
from casemanagement.validators import content_type_of
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right


@deed(Right.WRITE_FILE)
def add(case: Case, *, by: Actor, kind: str, title: str, file: UploadedFile[bytes]) -> Document:
    """Take in a paper that somebody uploads."""
    return keep(case, by=by, kind=kind, title=title or str(file.name), content=content_of_upload(file))


@deed(None)
def keep(case: Case, *, by: Actor, kind: str, title: str, content: bytes) -> Document:
    """Put bytes into the file, whoever made them."""
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
