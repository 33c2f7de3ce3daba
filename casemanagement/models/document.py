# SPDX-License-Identifier: AGPL-3.0-or-later
"""Papers of a case. The bytes are encrypted and lie in the database, in the same barrier and backup."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import DocumentKind
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, optional_person
from casemanagement.models.case import Case


class Document(CaseRow):
    case = models.ForeignKey(Case, models.CASCADE, related_name="documents")
    kind = models.CharField(_("Art"), max_length=20, choices=DocumentKind)
    title = EncryptedTextField(_("Titel"), max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("Größe"))
    sha256 = models.CharField(max_length=64)
    # Nobody when the system made it.
    uploaded_by = optional_person(verbose_name=_("abgelegt von"))
    uploaded_at = models.DateTimeField(_("abgelegt am"))

    class Data:
        file = (
            "case",
            "kind",
            "title",
            "content_type",
            "size",
            "sha256",
            "uploaded_by",
            "uploaded_at",
        )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-uploaded_at"], name="document_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class DocumentContent(CaseRow):
    """The bytes, apart from their description, so that no list drags them along."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="document_contents")
    document = models.OneToOneField(Document, models.CASCADE, related_name="stored")
    content = models.BinaryField()  # encrypted, see casemanagement.actions.documents

    class Data:
        file = ("case", "document", "content")

    def __str__(self) -> str:
        return f"Inhalt {self.document_id}"
