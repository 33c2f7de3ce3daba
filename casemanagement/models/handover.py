# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handover of a case; before acceptance the receiver sees the sheet and nothing else."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import (
    ClientWord,
    Domain,
    Gender,
    HandoverReason,
    HandoverState,
    Intensity,
    NotesAlong,
    Stadtbezirk,
    Urgency,
)
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of, together
from casemanagement.validators import note_length
from permissions import clock
from permissions.querysets import PermittedQuerySet

LIVING = (HandoverState.DRAFT, HandoverState.OFFERED, HandoverState.ACCEPTED, HandoverState.APPROVED)


class HandoverQuerySet(PermittedQuerySet["Handover"]):
    def living(self) -> Self:
        """Neither answered with no, nor taken back, nor carried out."""
        return self.filter(state__in=LIVING)

    def looked_back_on(self, day: dt.date) -> Self:
        """Carried out, and whoever led the case before may still read up what is written until then."""
        return self.filter(state=HandoverState.SWITCHED, read_until__gte=day)


class Handover(CaseRow):
    case = models.ForeignKey(Case, models.CASCADE, related_name="handovers")
    reason = models.CharField(_("Grund"), max_length=30, choices=HandoverReason)
    from_organisation = models.ForeignKey("permissions.Organisation", models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(
        "permissions.Organisation", models.PROTECT, related_name="+", verbose_name=_("an Organisation")
    )
    to_person = optional_person(verbose_name=_("an Person"))
    state = models.CharField(_("Stand"), max_length=20, choices=HandoverState, default=HandoverState.DRAFT)
    requested_by = a_person(verbose_name=_("angeboten von"))
    requested_at = models.DateTimeField(_("angeboten am"))
    answered_by = optional_person(verbose_name=_("beantwortet von"))
    answered_at = models.DateTimeField(_("beantwortet am"), null=True, blank=True)
    answer_reason = EncryptedTextField(_("Begründung"), blank=True, validators=[note_length])
    approved_by = optional_person(verbose_name=_("freigegeben von"))
    approved_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True)
    switch_on = models.DateField(_("Wechsel am"), null=True, blank=True)
    # The Übergabegespräch, and what the client let go along to another house.
    talk_on = models.DateField(_("Übergabegespräch am"), null=True, blank=True)
    client_word = models.CharField(_("Antwort"), max_length=20, choices=ClientWord, blank=True, db_default="")
    notes_along = models.CharField(
        _("Notizen"),
        max_length=10,
        choices=NotesAlong,
        default=NotesAlong.LAST,
        db_default=NotesAlong.LAST,
    )
    documents_along = models.JSONField(_("Unterlagen"), null=True, blank=True)  # their ids
    confidential_along = models.BooleanField(_("vertrauliche Notizen"), default=False, db_default=False)
    may_look_back = models.BooleanField(_("Nachlesen erlaubt"), default=True, db_default=True)
    from_person = optional_person(verbose_name=_("von Person"))
    switched_at = models.DateTimeField(_("gewechselt am"), null=True, blank=True)
    read_until = models.DateField(_("Nachlesen bis"), null=True, blank=True)

    objects = HandoverQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = (
            "case",
            "reason",
            "from_organisation",
            "to_organisation",
            "to_person",
            "state",
            "requested_by",
            "requested_at",
            "answered_by",
            "answered_at",
            "answer_reason",
            "approved_by",
            "approved_at",
            "switch_on",
            "talk_on",
            "client_word",
            "notes_along",
            "documents_along",
            "confidential_along",
            "may_look_back",
            "from_person",
            "switched_at",
            "read_until",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], name="handover_one_living_per_case", condition=Q(state__in=LIVING)
            ),
            one_of("state", HandoverState),
            together("answered_by", "answered_at", name="handover_answered_by_and_at"),
            together("approved_by", "approved_at", name="handover_approved_by_and_at"),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[HandoverState.ACCEPTED, HandoverState.APPROVED, HandoverState.SWITCHED]
                )
                | Q(to_person__isnull=False, answered_at__isnull=False),
                name="handover_accepted_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandoverState.SWITCHED) | Q(switch_on__isnull=False),
                name="handover_switched_has_day",
            ),
            one_of("notes_along", NotesAlong),
            models.CheckConstraint(
                condition=Q(read_until__isnull=True)
                | Q(from_person__isnull=False, switched_at__isnull=False),
                name="handover_looked_back_on_by_a_person",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["to_organisation", "state"], name="handover_offered_to"),
            models.Index(fields=["from_person", "read_until"], name="handover_looked_back_on"),
        ]

    def __str__(self) -> str:
        return f"Übergabe {self.pk}"

    @property
    def crosses_organisations(self) -> bool:
        return self.from_organisation_id != self.to_organisation_id

    def needs_approval(self) -> bool:
        """Whether the Fachaufsicht has a word in it."""
        return self.crosses_organisations and self.approved_at is None

    def is_talked_over(self) -> bool:
        """Whether the client has heard of it and agreed; no handover is complete without."""
        return self.talk_on is not None

    def is_switch_due(self) -> bool:
        return self.switch_on is None or self.switch_on <= clock.today()

    def switch_moment(self) -> dt.datetime:
        """The first minute of the day of the switch."""
        day = self.switch_on or clock.today()
        return dt.datetime.combine(day, dt.time(0, 1), tzinfo=clock.BERLIN)


class HandoverSheet(CaseRow):
    """The minimal sheet: what a receiver needs to say yes or no, and nothing that names anybody."""

    handover = models.OneToOneField(Handover, models.CASCADE, related_name="sheet")
    case = models.ForeignKey(Case, models.CASCADE, related_name="handover_sheets")
    languages = models.JSONField(_("Sprachen"), default=list, blank=True)
    stadtbezirk = models.CharField(_("Stadtbezirk"), max_length=20, choices=Stadtbezirk)
    domains = models.JSONField(_("Lebensbereiche"), default=list, blank=True)
    urgency = models.CharField(_("Dringlichkeit"), max_length=10, choices=Urgency)
    intensity = models.CharField(_("Intensität"), max_length=10, choices=Intensity)
    gender_wish = models.CharField(
        _("Wunsch: Geschlecht der Fallführung"), max_length=20, choices=Gender, blank=True
    )

    class Data:
        frame = (
            "handover",
            "case",
            "languages",
            "stadtbezirk",
            "domains",
            "urgency",
            "intensity",
            "gender_wish",
        )

    def __str__(self) -> str:
        return f"Übergabeblatt {self.handover_id}"

    def lines(self) -> list[tuple[str, str]]:
        """The sheet as it is shown: label and value."""
        rows = [
            (_("Sprachen"), ", ".join(self.languages)),
            (_("Stadtbezirk"), self.get_stadtbezirk_display()),
            (_("Lebensbereiche mit Bedarf"), ", ".join(str(Domain(code).label) for code in self.domains)),
            (_("Dringlichkeit"), self.get_urgency_display()),
            (_("Intensität"), self.get_intensity_display()),
            (_("Wunsch: Geschlecht der Fallführung"), self.get_gender_wish_display()),
        ]
        return [(str(label), str(value)) for label, value in rows if value]
