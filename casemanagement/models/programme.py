# SPDX-License-Identifier: AGPL-3.0-or-later
"""Programmes beside KIM: what a municipality configured of them, one row each; KIM itself needs none."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import Intensity, Phase, ReviewResult
from casemanagement.models.constraints import one_of
from permissions.duties import organisations_of

if TYPE_CHECKING:
    from permissions.actor import Actor
    from permissions.models import Kommune

KIM = "kim"


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def active(self) -> Self:
        """Those in which new cases begin."""
        return self.filter(is_active=True)

    def offered_to(self, actor: "Actor") -> list[tuple[str, str]]:
        """Code and name of what a case may belong to where this person works; nothing where there is no choice."""
        if actor.person is None:
            return []
        towns = organisations_of(actor.person, actor.hat).values("kommune")
        beside = self.active().filter(kommune__in=towns).values_list("code", "name")
        return [(KIM, "KIM"), *beside] if beside else []

    def names_in(self, kommune: "Kommune | int") -> dict[str, str]:
        """Of all that ever were, for what is history."""
        return {KIM: "KIM", **dict(self.filter(kommune=kommune).values_list("code", "name"))}

    def led_in(self, kommune: "Kommune | int", code: str) -> "Programme":
        """The programme of this code: KIM has every phase, others what was configured."""
        if code == KIM:
            return Programme(code=KIM, name="KIM")
        known = self.filter(kommune=kommune, code=code).first()
        return known or Programme(code=code, name=code)


class Programme(models.Model):
    """Written by `manage.py set_up` from the municipality's file, which is its history; the code is for ever."""

    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="programmes")
    code = models.SlugField(max_length=20)
    name = models.CharField(_("Programm"), max_length=60)
    # The measure of the plan for whose figures its cases count.
    measure = models.CharField(_("Maßnahme des Plans"), max_length=20, blank=True)
    without = models.JSONField(_("Phasen, die es nicht hat"), default=list, blank=True)
    # Rule → {amount, unit, remind_after, escalate_after, own_extensions}
    deadlines = models.JSONField(_("eigene Fristen"), default=dict, blank=True)
    # With which its cases begin; by their weight it says how many of them one post carries.
    intensity = models.CharField(
        _("Intensität zu Beginn"), max_length=10, choices=Intensity, default=Intensity.MEDIUM
    )
    is_active = models.BooleanField(_("nimmt Fälle auf"), default=True)

    objects: ClassVar[ProgrammeQuerySet] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Data:
        frame = ("kommune", "code", "name", "measure", "without", "deadlines", "intensity", "is_active")

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kommune", "code"], name="programme_once_in_a_town"),
            models.CheckConstraint(condition=~Q(code=KIM), name="programme_beside_kim"),
            one_of("intensity", Intensity),
        ]

    def __str__(self) -> str:
        return self.name

    def has(self, phase: Phase) -> bool:
        """Whether its cases go through this phase."""
        return phase not in self.without

    def review_results(self) -> list[ReviewResult]:
        """What a review may lead to: never into a phase that the programme does not have."""
        leads_to = {ReviewResult.CHANGE_PLAN: Phase.PLANNING, ReviewResult.REASSESS: Phase.ASSESSMENT}
        return [one for one in ReviewResult if one not in leads_to or self.has(leads_to[one])]
