# SPDX-License-Identifier: AGPL-3.0-or-later
"""The situation of a client in groups of labels and words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from casemanagement.choices import RiskFlag, TargetGroup
from casemanagement.models import Case, ClientSituation, ResidenceChange
from casemanagement.residence import Direction, Stage, balance, history

COLOURS = {Direction.IMPROVED: "success", Direction.EXTENDED: "success", Direction.WORSENED: "warning"}

Group = tuple[str, list[tuple[str, object]]]


def situation_facts(row: ClientSituation) -> list[Group]:
    return [
        (
            _("Aufenthalt"),
            [
                (_("Staatsangehörigkeit"), row.nationality),
                (_("Aufenthaltsstatus"), row.get_residence_status_display()),
                (_("Aufenthalt gültig bis"), row.residence_valid_until),
                (_("Einreise am"), row.entry_on),
                (_("Zugang zum Integrationskurs"), row.get_course_entitlement_display()),
            ],
        ),
        (
            _("Leben"),
            [
                (_("Rechtskreis"), row.get_benefit_regime_display()),
                (_("Haushalt"), row.get_household_type_display()),
                (_("Wohnsituation"), row.get_housing_status_display()),
                (_("Deutschkenntnisse"), row.get_language_level_display()),
            ],
        ),
        (
            _("Zielgruppen, Gefährdungen, Gesundheit"),
            [
                (_("Zielgruppen"), _words(row.target_groups, TargetGroup)),
                (_("Gefährdungen"), _words(row.risk_flags, RiskFlag)),
                (_("Gesundheit"), row.health_notes),
            ],
        ),
    ]


@dataclass(frozen=True)
class StatusLine:
    """One line of the course of the residence status."""

    since: date | None
    status: str
    valid_until: date | None
    change: tuple[str, str]  # what it is beside the one before, and its colour
    milestone: str


@dataclass(frozen=True)
class StatusCourse:
    lines: list[StatusLine]
    sentence: str


def status_course(case: Case) -> StatusCourse:
    """The latest first, and in one sentence what has become of it since the beginning."""
    stages = history(ResidenceChange.objects.filter(case=case))
    return StatusCourse([_status_line(stage) for stage in reversed(stages)], _balance(stages))


def _status_line(stage: Stage) -> StatusLine:
    return StatusLine(
        stage.row.since,
        stage.row.get_status_display(),
        stage.row.valid_until,
        (str(stage.direction.label), COLOURS.get(stage.direction, "neutral")),
        str(stage.milestone.label) if stage.milestone else "",
    )


def _balance(stages: list[Stage]) -> str:
    match balance(stages):
        case Direction.IMPROVED:
            return _("Seit dem Anfang hat sich der Aufenthalt verbessert.")
        case Direction.WORSENED:
            return _("Seit dem Anfang hat sich der Aufenthalt verschlechtert.")
        case Direction.SAME:
            return _("Der Aufenthalt ist so sicher wie am Anfang.")
    return ""


def _words(codes: list[str], choices: type[TargetGroup] | type[RiskFlag]) -> str:
    labels = dict(choices.choices)
    return ", ".join(str(labels.get(code, code)) for code in codes)
