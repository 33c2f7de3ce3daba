# SPDX-License-Identifier: AGPL-3.0-or-later
"""Papers of a case. The bytes are encrypted and lie in the database, in the same barrier and backup."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import DocumentKind
from casemanagement.fields import EncryptedBinaryField, EncryptedTextField
from casemanagement.models.base import optional_person
from casemanagement.models.case import Case
from casemanagement.models.kept import KeptRow

# Papers of which only a copy is kept, and only as long as it is needed.
COPIES = (DocumentKind.IDENTITY, DocumentKind.DECISION, DocumentKind.MEDICAL)
# Papers of what goes along in every handover: the consents and the plan.
ALWAYS_ALONG = (DocumentKind.CONSENT, DocumentKind.SUPPORT_PLAN, DocumentKind.SIGNED_PLAN)
# What is taken in, and how a file of it is called that leaves the house.
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class Document(KeptRow):
    case = models.ForeignKey(Case, models.CASCADE, related_name="documents")
    kind = models.CharField(_("Art"), max_length=20, choices=DocumentKind)
    title = EncryptedTextField(_("Titel"), max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("Größe"))
    sha256 = models.CharField(max_length=64)
    # Nobody when the system made it.
    uploaded_by = optional_person(verbose_name=_("abgelegt von"))
    uploaded_at = models.DateTimeField(_("abgelegt am"))
    # From then on the paper itself is kept for the period of the schedule; that it was shown stays.
    purpose_reached_on = models.DateField(_("Zweck erreicht am"), null=True, blank=True)
    removed_at = models.DateTimeField(_("gelöscht am"), null=True, blank=True)

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
            "purpose_reached_on",
            "removed_at",
            "kept_by",
        )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-uploaded_at"], name="document_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class DocumentContent(KeptRow):
    """The bytes, apart from their description, so that no list drags them along."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="document_contents")
    document = models.OneToOneField(Document, models.CASCADE, related_name="stored")
    content = EncryptedBinaryField()

    class Data:
        file = ("case", "document", "content", "kept_by")

    def __str__(self) -> str:
        return f"Inhalt {self.document_id}"
