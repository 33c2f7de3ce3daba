# SPDX-License-Identifier: AGPL-3.0-or-later
"""The monthly sample of the Fachaufsicht: drawn by lot that anybody can draw again, checked by a list."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import SampleAnswer
from casemanagement.models.base import CaseRow, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import together


class Sample(models.Model):
    """One draw per municipality and month; the seed and the sizes of the strata make it repeatable."""

    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="+")
    month = models.DateField(_("Monat"))
    seed = models.CharField(_("Startwert"), max_length=32)
    # Short name of the organisation → open cases on the day of the draw.
    strata: Any = models.JSONField(_("offene Fälle je Organisation"), default=dict)
    drawn_at = models.DateTimeField(_("gezogen am"))
    drawn_by = optional_person(verbose_name=_("gezogen von"))

    objects: ClassVar[models.Manager["Sample"]] = models.Manager()

    class Data:
        frame = ("kommune", "month", "seed", "strata", "drawn_at", "drawn_by")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kommune", "month"], name="sample_once_a_month"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="sample_month_is_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"Stichprobe {self.month:%m.%Y}"


class SampledCase(CaseRow):
    """One drawn case and the answers of its checklist; the case manager sees them before anybody counts them."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="samples")
    sample = models.ForeignKey(Sample, models.PROTECT, related_name="cases")
    organisation = models.ForeignKey("permissions.Organisation", models.PROTECT, related_name="+")
    # SampleItem → SampleAnswer.
    answers: Any = models.JSONField(_("Prüfliste"), default=dict, blank=True)
    with_file = models.BooleanField(_("mit geöffneter Akte geprüft"), default=False)
    finished_at = models.DateTimeField(_("geprüft am"), null=True, blank=True)
    finished_by = optional_person(verbose_name=_("geprüft von"))
    # Until the evening before, the result is the case manager's alone.
    reported_on = models.DateField(_("gezählt ab"), null=True, blank=True)

    class Data:
        frame = (
            "case",
            "sample",
            "organisation",
            "answers",
            "with_file",
            "finished_at",
            "finished_by",
            "reported_on",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sample", "case"], name="sampled_once"),
            together("finished_at", "finished_by", name="sampled_finished_at_and_by"),
            together("finished_at", "reported_on", name="sampled_finished_and_reported"),
        ]

    def __str__(self) -> str:
        return f"Stichprobe {self.case_id}"

    @property
    def answers_in_words(self) -> dict[str, str]:
        return {item: str(SampleAnswer(answer).label) for item, answer in self.answers.items()}
