# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was talked about; notes entrusted to the case manager alone are a table of their own."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import ContactKind, Interpretation
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of
from casemanagement.models.kept import KeptQuerySet, KeptRow
from casemanagement.validators import minutes, not_in_future, note_length
from permissions.actor import Actor
from permissions.querysets import PermittedQuerySet
from permissions.rights import Right

WITH_CLIENT = (
    ContactKind.OFFICE,
    ContactKind.HOME_VISIT,
    ContactKind.SHELTER_VISIT,
    ContactKind.ACCOMPANIMENT,
    ContactKind.PHONE,
    ContactKind.VIDEO,
    ContactKind.EMAIL,
    ContactKind.LETTER,
    ContactKind.SECURE_MESSENGER,
    ContactKind.HELPER_CONFERENCE,
    ContactKind.HANDOVER_TALK,
)
IN_VAIN = (ContactKind.NO_SHOW, ContactKind.ATTEMPT_FAILED)
FIRST_ATTEMPTS = (*WITH_CLIENT, *IN_VAIN)


class ContactQuerySet(KeptQuerySet["Contact"]):
    def with_client(self) -> Self:
        return self.filter(kind__in=WITH_CLIENT)


class Contact(KeptRow):
    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts")
    kind = models.CharField(_("Kontaktart"), max_length=30, choices=ContactKind)
    occurred_on = models.DateField(_("am"), validators=[not_in_future])
    minutes = models.PositiveSmallIntegerField(_("Minuten"), default=0, validators=[minutes])
    participants = EncryptedTextField(_("Beteiligte"), max_length=300, blank=True)
    domains = models.JSONField(_("Lebensbereiche"), default=list, blank=True)
    language = models.CharField(_("Sprache"), max_length=40, blank=True)
    interpretation = models.CharField(
        _("Sprachmittlung"),
        max_length=20,
        choices=Interpretation,
        default=Interpretation.NONE_NEEDED,
    )
    text = EncryptedTextField(_("Notiz"), blank=True, validators=[note_length])
    written_by = a_person(verbose_name=_("geschrieben von"))
    written_at = models.DateTimeField(_("geschrieben am"))

    objects = ContactQuerySet.as_manager()  # type: ignore[misc]  # narrower than in KeptRow

    class Data:
        file = (
            "case",
            "kind",
            "occurred_on",
            "minutes",
            "participants",
            "domains",
            "language",
            "interpretation",
            "text",
            "written_by",
            "written_at",
            "kept_by",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [one_of("kind", ContactKind)]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-occurred_on"], name="contact_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_on:%d.%m.%Y}"


class ConfidentialNoteQuerySet(PermittedQuerySet["ConfidentialNote"]):
    def permitted(self, actor: Actor, right: Right) -> Self:
        """Whoever takes a case over takes over what was entrusted to somebody else with the client's word alone."""
        own = Q(written_by=actor.person) | Q(entrusted_to=actor.person)
        return super().permitted(actor, right).filter(own)


class ConfidentialNote(CaseRow):
    """Entrusted („nur für die Fallführung“): no deputy, no supervision; a handover with the client's word alone."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="confidential_notes")
    text = EncryptedTextField(_("vertrauliche Notiz"), validators=[note_length])
    written_by = a_person(verbose_name=_("geschrieben von"))
    written_at = models.DateTimeField(_("geschrieben am"))
    # Whom the client let have it with the case.
    entrusted_to = optional_person(verbose_name=_("weitergegeben an"))

    objects = ConfidentialNoteQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        confidential = ("case", "text", "written_by", "written_at", "entrusted_to")

    def __str__(self) -> str:
        return f"Vertrauliche Notiz {self.pk}"
