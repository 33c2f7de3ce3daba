# SPDX-License-Identifier: AGPL-3.0-or-later
"""Registers of an organisation: breaches of data protection, and complaints on their way to whom they concern."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices.requests import (
    BreachKind,
    BreachRisk,
    ComplaintAddressee,
    ComplaintState,
    ComplaintSubject,
)
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of, together
from casemanagement.validators import not_in_future, note_length
from permissions import clock
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.hats import Hat

REPORT_WITHIN = dt.timedelta(hours=72)
# Which complaints a hat answers, in the houses it reaches.
ANSWERED_BY = {
    Hat.FACH: (ComplaintAddressee.COORDINATION,),
    Hat.DIENST: (ComplaintAddressee.EMPLOYER, ComplaintAddressee.OFFICE),
    Hat.DSB: (ComplaintAddressee.OFFICE,),
}


class DataBreach(models.Model):
    """What went wrong with personal data; the clock of Art. 33 runs from the moment somebody knew."""

    organisation = models.ForeignKey("permissions.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(_("Was ist geschehen?"), max_length=20, choices=BreachKind)
    description = EncryptedTextField(_("Beschreibung"), validators=[note_length])
    happened_at = models.DateTimeField(_("geschehen am"), null=True, blank=True)
    known_at = models.DateTimeField(_("bekannt geworden am"))
    affected = models.PositiveIntegerField(_("betroffene Personen (geschätzt)"), null=True, blank=True)
    risk = models.CharField(_("Risiko"), max_length=10, choices=BreachRisk, default=BreachRisk.UNKNOWN)
    risk_reason = EncryptedTextField(_("Begründung"), blank=True, validators=[note_length])
    measures = EncryptedTextField(_("Maßnahmen"), blank=True, validators=[note_length])
    reported_at = models.DateTimeField(_("der Aufsichtsbehörde gemeldet am"), null=True, blank=True)
    delay_reason = EncryptedTextField(_("Grund der Verzögerung"), blank=True, validators=[note_length])
    informed_on = models.DateField(
        _("Betroffene unterrichtet am"), null=True, blank=True, validators=[not_in_future]
    )
    entered_by = a_person(verbose_name=_("eingetragen von"))
    entered_at = models.DateTimeField(_("eingetragen am"))
    closed_on = models.DateField(_("abgeschlossen am"), null=True, blank=True)

    objects: ClassVar[models.Manager["DataBreach"]] = models.Manager()

    class Data:
        frame = (
            "organisation",
            "kind",
            "description",
            "happened_at",
            "known_at",
            "affected",
            "risk",
            "risk_reason",
            "measures",
            "reported_at",
            "delay_reason",
            "informed_on",
            "entered_by",
            "entered_at",
            "closed_on",
        )

    class Meta:
        ordering: ClassVar[list[str]] = ["-known_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", BreachKind),
            one_of("risk", BreachRisk),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(risk="unknown"), name="breach_closed_is_assessed"
            ),
        ]

    def __str__(self) -> str:
        return f"Datenpanne {self.pk}"

    @property
    def report_by(self) -> dt.datetime:
        return self.known_at + REPORT_WITHIN

    @property
    def needs_report(self) -> bool:
        """Whether the clock still runs: not reported, and nobody has shown that there is no risk."""
        return self.reported_at is None and self.risk != BreachRisk.NONE

    @property
    def hours_left(self) -> int:
        """Full hours until the 72 are over; negative afterwards."""
        return int((self.report_by - clock.now()).total_seconds() // 3600)


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def for_answer_by(self, actor: Actor) -> Self:
        """Those that this person answers in this hat."""
        wanted = ANSWERED_BY.get(actor.hat, ())
        if actor.person is None or not wanted:
            return self.none()
        return self.filter(addressee__in=wanted, organisation__in=organisations_of(actor.person, actor.hat))

    def seen_by(self, actor: Actor) -> Self:
        """Those, and what the person took down itself."""
        mine = self.filter(entered_by=actor.person) if actor.person else self.none()
        return mine | self.for_answer_by(actor)


class Complaint(models.Model):
    """A complaint, and whom it is for; everybody else does not see it."""

    organisation = models.ForeignKey("permissions.Organisation", models.PROTECT, related_name="+")
    subject = models.CharField(_("Worüber?"), max_length=20, choices=ComplaintSubject)
    addressee = models.CharField(_("geht an"), max_length=20, choices=ComplaintAddressee)
    # Only where it is about the work in a case; an employer gets the complaint, never the file.
    case = models.ForeignKey(Case, models.CASCADE, related_name="complaints", null=True, blank=True)
    about = optional_person(verbose_name=_("über"))
    text = EncryptedTextField(_("Beschwerde"), validators=[note_length])
    contact = EncryptedTextField(_("Antwort an"), max_length=300, blank=True)
    received_on = models.DateField(_("eingegangen am"), validators=[not_in_future])
    entered_by = a_person(verbose_name=_("aufgenommen von"))
    entered_at = models.DateTimeField(_("aufgenommen am"))
    state = models.CharField(
        _("Stand"), max_length=20, choices=ComplaintState, default=ComplaintState.RECEIVED
    )
    answer = EncryptedTextField(_("Antwort"), blank=True, validators=[note_length])
    answered_by = optional_person(verbose_name=_("beantwortet von"))
    answered_at = models.DateTimeField(_("beantwortet am"), null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Data:
        frame = (
            "organisation",
            "subject",
            "addressee",
            "case",
            "about",
            "text",
            "contact",
            "received_on",
            "entered_by",
            "entered_at",
            "state",
            "answer",
            "answered_by",
            "answered_at",
        )

    class Meta:
        ordering: ClassVar[list[str]] = ["-received_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("subject", ComplaintSubject),
            one_of("state", ComplaintState),
            models.CheckConstraint(
                condition=Q(subject="content", addressee="coordination")
                | Q(subject="behaviour", addressee="employer", case__isnull=True)
                | Q(subject="coordination", addressee="office", case__isnull=True),
                name="complaint_goes_where_it_belongs",
            ),
            together("answered_by", "answered_at", name="complaint_answered_by_and_at"),
        ]

    def __str__(self) -> str:
        return f"Beschwerde {self.pk}"
