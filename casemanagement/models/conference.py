# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fallkonferenz: named people of other places talk about a case, with the client's word or by a statute."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import Attendance, ClientThere, ConferenceKind, ConferenceState
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of
from casemanagement.models.disclosure import Disclosure
from casemanagement.models.workitem import WorkItem
from casemanagement.validators import note_length, plausible_day
from permissions import clock


class Conference(CaseRow):
    """One meeting: what it is for, and once it was held what was decided."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="conferences")
    held_on = models.DateField(_("Tag"), validators=[plausible_day])
    kind = models.CharField(_("Art"), max_length=10, choices=ConferenceKind)
    place = EncryptedTextField(_("Ort"), max_length=200, blank=True)
    occasion = EncryptedTextField(_("Anlass"), validators=[note_length])
    state = models.CharField(
        _("Stand"), max_length=12, choices=ConferenceState, default=ConferenceState.PLANNED
    )
    client_there = models.CharField(
        _("Klientin oder Klient war dabei"), max_length=12, choices=ClientThere, blank=True
    )
    decisions = EncryptedTextField(_("Beschlüsse"), blank=True, validators=[note_length])
    planned_by = a_person(verbose_name=_("geplant von"))
    planned_at = models.DateTimeField(_("geplant am"))
    recorded_by = optional_person(verbose_name=_("festgehalten von"))
    recorded_at = models.DateTimeField(_("festgehalten am"), null=True, blank=True)

    class Data:
        file = (
            "case",
            "held_on",
            "kind",
            "place",
            "occasion",
            "state",
            "client_there",
            "decisions",
            "planned_by",
            "planned_at",
            "recorded_by",
            "recorded_at",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("kind", ConferenceKind),
            one_of("state", ConferenceState),
            one_of("client_there", ClientThere, blank=True),
            models.CheckConstraint(
                condition=~Q(state=ConferenceState.HELD)
                | (Q(recorded_at__isnull=False) & ~Q(client_there="")),
                name="conference_held_is_recorded",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-held_on"], name="conference_of_case"),
        ]

    def __str__(self) -> str:
        return f"Fallkonferenz {self.pk}"

    @property
    def is_planned(self) -> bool:
        return self.state == ConferenceState.PLANNED

    @property
    def is_held(self) -> bool:
        return self.state == ConferenceState.HELD

    def can_be_recorded(self) -> bool:
        """Nobody writes down what was decided before one has met."""
        return self.is_planned and self.held_on <= clock.today()


class ConferenceParticipant(CaseRow):
    """Somebody of another place. The disclosure says which place, and on what ground it hears of the client."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="conference_participants")
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="participants")
    disclosure = models.OneToOneField(Disclosure, models.CASCADE, related_name="participant")
    function = EncryptedTextField(_("Funktion"), max_length=200)
    name = EncryptedTextField(_("Name"), max_length=200, blank=True)
    attendance = models.CharField(
        _("Teilnahme"), max_length=10, choices=Attendance, default=Attendance.INVITED
    )

    class Data:
        file = ("case", "conference", "disclosure", "function", "name", "attendance")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [one_of("attendance", Attendance)]

    def __str__(self) -> str:
        return f"Teilnahme {self.pk}"

    @property
    def organisation(self) -> str:
        """The place, as the log of disclosures names it."""
        house = self.disclosure.recipient_organisation
        return house.name if house else self.disclosure.recipient_text


class ConferenceTask(CaseRow):
    """What follows from a conference: who does what until when. The case manager's own list has it, too."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="conference_tasks")
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="tasks")
    work_item = models.OneToOneField(WorkItem, models.CASCADE, related_name="conference_task")
    who = EncryptedTextField(_("Wer"), max_length=200)

    class Data:
        file = ("case", "conference", "work_item", "who")

    def __str__(self) -> str:
        return f"Aufgabe {self.pk}"
