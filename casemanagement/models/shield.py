# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who must not see a case although a duty would show it: standing conflicts, and lists of named people."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import ListGround, RestrictionGround
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of, together
from casemanagement.validators import not_in_future, note_length

TOKEN_BYTES = 32


class AvoidedPerson(models.Model):
    """Somebody whose case a case manager must never see. The hashes work in silence; the words are hers alone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    words = EncryptedTextField(_("Name"), max_length=400)
    # casemanagement.blind_index: the whole name; with a birth date the two together.
    name_token = models.BinaryField(max_length=TOKEN_BYTES)
    birth_token = models.BinaryField(max_length=TOKEN_BYTES, null=True)
    added_at = models.DateTimeField(_("eingetragen am"))
    ended_at = models.DateTimeField(_("gestrichen am"), null=True, blank=True)

    objects: ClassVar[models.Manager["AvoidedPerson"]] = models.Manager()

    class Data:
        identity = ("person", "words", "name_token", "birth_token", "added_at", "ended_at")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name_token"], name="avoided_by_name"),
            models.Index(fields=["birth_token"], name="avoided_by_birth"),
        ]

    def __str__(self) -> str:
        return f"Befangenheit {self.pk}"


class AccessList(CaseRow):
    """While it stands, only named people see the case, whatever their duties are."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="access_lists")
    ground = models.CharField(_("Grund"), max_length=20, choices=ListGround)
    note = EncryptedTextField(_("Erläuterung"), blank=True, validators=[note_length])
    # Where the client works: nobody of that house is named.
    employer = models.ForeignKey(
        "permissions.Organisation",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("arbeitet bei"),
    )
    set_by = a_person()
    set_at = models.DateTimeField(_("gesetzt am"))
    ended_by = optional_person()
    ended_at = models.DateTimeField(_("aufgehoben am"), null=True, blank=True)

    class Data:
        frame = ("case", "ground", "note", "employer", "set_by", "set_at", "ended_by", "ended_at")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("ground", ListGround),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="one_access_list_at_a_time"
            ),
            together("ended_at", "ended_by", name="access_list_ended_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"Zugriffsliste {self.case_id}"


class NamedPerson(CaseRow):
    """Somebody who may see a case with a list."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="named_people")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_by = a_person()
    named_at = models.DateTimeField(_("benannt am"))
    ended_at = models.DateTimeField(_("gestrichen am"), null=True, blank=True)

    class Data:
        frame = ("case", "person", "named_by", "named_at", "ended_at")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(ended_at__isnull=True), name="named_once_per_case"
            ),
        ]

    def __str__(self) -> str:
        return f"Benannt {self.case_id}"


class RiskPerson(CaseRow):
    """Somebody from whom the client hides; must be told nothing, and may be a client as well."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="risk_people")
    words = EncryptedTextField(_("Name oder Beschreibung"), max_length=400)
    relation = EncryptedTextField(_("Beziehung zur Klientin oder zum Klienten"), max_length=200, blank=True)
    # casemanagement.blind_index: the name alone, so that a new referral under it asks the coordination first.
    name_token = models.BinaryField(max_length=TOKEN_BYTES, null=True, editable=False)
    added_by = a_person()
    added_at = models.DateTimeField(_("eingetragen am"))
    ended_at = models.DateTimeField(_("gestrichen am"), null=True, blank=True)

    class Data:
        protected = ("case", "words", "relation", "name_token", "added_by", "added_at", "ended_at")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name_token"], name="risk_person_by_name"),
        ]

    def __str__(self) -> str:
        return f"Nicht informieren {self.case_id}"


class Restriction(CaseRow):
    """Since when and why data are only kept (Art. 18), and when that ended; the case carries the mark."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="restrictions")
    ground = models.CharField(_("Grund"), max_length=20, choices=RestrictionGround)
    note = EncryptedTextField(_("Erläuterung"), blank=True, validators=[note_length])
    set_by = a_person()
    set_at = models.DateTimeField(_("eingeschränkt am"))
    # By which the client asked for it; empty where a deed elsewhere led here.
    request = models.ForeignKey(
        "casemanagement.SubjectRequest", models.SET_NULL, related_name="restrictions", null=True, blank=True
    )
    # Who asked for it hears before it is lifted (Art. 18 Abs. 3 DSGVO).
    announced_by = optional_person()
    announced_at = models.DateTimeField(_("Aufhebung angekündigt am"), null=True, blank=True)
    informed_by = optional_person()
    informed_on = models.DateField(
        _("Klient*in unterrichtet am"), null=True, blank=True, validators=[not_in_future]
    )
    lifted_by = optional_person()
    lifted_at = models.DateTimeField(_("aufgehoben am"), null=True, blank=True)
    lift_note = EncryptedTextField(_("Grund der Aufhebung"), blank=True, validators=[note_length])

    class Data:
        frame = (
            "case",
            "ground",
            "note",
            "set_by",
            "set_at",
            "request",
            "announced_by",
            "announced_at",
            "informed_by",
            "informed_on",
            "lifted_by",
            "lifted_at",
            "lift_note",
        )

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("ground", RestrictionGround),
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_at__isnull=True), name="one_restriction_at_a_time"
            ),
            together("lifted_at", "lifted_by", name="restriction_lifted_at_and_by"),
            together("announced_at", "announced_by", name="restriction_announced_at_and_by"),
            together("informed_on", "informed_by", name="restriction_informed_on_and_by"),
        ]

    def __str__(self) -> str:
        return f"Einschränkung {self.case_id}"
