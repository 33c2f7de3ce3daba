# SPDX-License-Identifier: AGPL-3.0-or-later
"""What begins without a file: a counted Kurzberatung, and a Meldung of somebody who has no account."""

import secrets
import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import FieldOfAction, Stadtbezirk, Urgency
from casemanagement.choices.advice import AdviceLanguage, AdviceOutcome, OutsideReason, OutsideState
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import optional_person
from casemanagement.models.constraints import between, one_of
from casemanagement.validators import note_length

# Nothing that is easily mixed up on the telephone.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NUMBER_LENGTH = 8
STEP, LONGEST = 5, 120  # minutes


def a_number() -> str:
    """For asking back; it is drawn, so it says nothing about anybody."""
    return "M-" + "".join(secrets.choice(SIGNS) for _sign in range(NUMBER_LENGTH))


def check_fields(values: Any) -> None:
    """At least one Handlungsfeld, none twice, none that the city does not know."""
    known = isinstance(values, list) and values and set(values) <= set(FieldOfAction.values)
    if not known or len(set(values)) != len(values):
        raise ValidationError(_now("Bitte wählen Sie mindestens ein Handlungsfeld."))


class BriefAdvice(models.Model):
    """One line of the counting sheet. There is no place in it for a person or a word about one."""

    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("permissions.Organisation", models.PROTECT, related_name="+")
    fields_of_action = models.JSONField(_("Handlungsfelder"), validators=[check_fields])
    stadtbezirk = models.CharField(
        _("Stadtbezirk"), max_length=20, choices=Stadtbezirk, default=Stadtbezirk.UNKNOWN
    )
    minutes = models.PositiveSmallIntegerField(_("Minuten"))
    language = models.CharField(_("Sprache"), max_length=10, choices=AdviceLanguage)
    outcome = models.CharField(_("Ergebnis"), max_length=20, choices=AdviceOutcome)
    counted_on = models.DateField(_("gezählt am"))
    # Only so that whoever wrote it may take it back the same day; forgotten the night after.
    counted_by = optional_person(verbose_name=_("gezählt von"))

    objects: ClassVar[models.Manager["BriefAdvice"]] = models.Manager()

    class Data:
        frame = (
            "kommune",
            "organisation",
            "fields_of_action",
            "stadtbezirk",
            "minutes",
            "language",
            "outcome",
            "counted_on",
            "counted_by",
        )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "counted_on"], name="brief_advice_of_day")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("outcome", AdviceOutcome),
            one_of("language", AdviceLanguage),
            one_of("stadtbezirk", Stadtbezirk),
            between("minutes", STEP, LONGEST, optional=False),
        ]

    def __str__(self) -> str:
        return f"Kurzberatung {self.counted_on:%d.%m.%Y}"


class OutsideReferral(models.Model):
    """A Meldung von außen, in a queue of its own: whoever sends it reads nothing back.

    The key is drawn by the program, because the database would tell its number to nobody who may not read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="+")
    number = models.CharField(_("Nummer"), max_length=12, unique=True, default=a_number)
    received_on = models.DateField(_("eingegangen am"))
    sender = EncryptedTextField(_("meldende Stelle"), max_length=200, blank=True)
    callback = EncryptedTextField(_("Rückfragen an"), max_length=200, blank=True)
    given_name = EncryptedTextField(_("Vorname"), max_length=200, blank=True)
    family_name = EncryptedTextField(_("Familienname"), max_length=200, blank=True)
    phone = EncryptedTextField(_("Telefon"), max_length=60, blank=True)
    email = EncryptedTextField(_("E-Mail"), max_length=200, blank=True)
    language = models.CharField(_("Sprache"), max_length=10, choices=AdviceLanguage)
    urgency = models.CharField(_("Dringlichkeit"), max_length=10, choices=Urgency)
    need = EncryptedTextField(_("Anliegen"), blank=True, validators=[note_length])
    client_consented = models.BooleanField(_("die Person ist einverstanden"))
    state = models.CharField(_("Stand"), max_length=20, choices=OutsideState, default=OutsideState.OPEN)
    reason = models.CharField(_("Grund"), max_length=20, choices=OutsideReason, blank=True)
    decided_by = optional_person(verbose_name=_("entschieden von"))
    decided_on = models.DateField(_("entschieden am"), null=True, blank=True)

    objects: ClassVar[models.Manager["OutsideReferral"]] = models.Manager()

    # What is emptied as soon as it is decided: the referral has it then, or nobody needs it.
    WORDS: ClassVar[tuple[str, ...]] = (
        "sender",
        "callback",
        "given_name",
        "family_name",
        "phone",
        "email",
        "need",
    )

    class Data:
        frame = (
            "kommune",
            "number",
            "received_on",
            "language",
            "urgency",
            "client_consented",
            "state",
            "reason",
            "decided_by",
            "decided_on",
        )
        identity = ("given_name", "family_name", "phone", "email")
        file = ("sender", "callback", "need")

    class Meta:
        ordering: ClassVar[list[str]] = ["-urgency", "received_on", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(client_consented=True), name="outside_referral_consented"),
            one_of("state", OutsideState),
            models.CheckConstraint(
                condition=Q(state=OutsideState.REJECTED) ^ Q(reason=""),
                name="outside_referral_rejected_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=OutsideState.OPEN, decided_by=None, decided_on=None)
                | (~Q(state=OutsideState.OPEN) & Q(decided_by__isnull=False, decided_on__isnull=False)),
                name="outside_referral_decided_by_and_on",
            ),
        ]

    def __str__(self) -> str:
        return self.number
