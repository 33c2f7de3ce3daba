# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers and targets as a reader meets them; a missing number is a dash, never a zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import choices
from indicators.definition import Figure, Kind
from indicators.disclosure import HIDE_BELOW
from indicators.models.plan import ComparatorChoices, KindChoices
from indicators.status_groups import StatusGroup

if TYPE_CHECKING:
    from decimal import Decimal

    from django.db.models import TextChoices
    from django.utils.functional import _StrPromise

    from indicators.disclosure import Percent, Published
    from indicators.models import PlanIndicator, WeeklyFigure

DASH = "–"
PARTS: dict[str, type[TextChoices]] = {
    "phase": choices.Phase,
    "intensity": choices.Intensity,
    "stadtbezirk": choices.Stadtbezirk,
    "decline_reason": choices.DeclineReason,
    "closure_reason": choices.ClosureReason,
    "outcome_level": choices.OutcomeLevel,
    "type": choices.MeasureType,
    "kind": choices.MilestoneKind,
    "status_group": StatusGroup,
    "housing_status": choices.HousingStatus,
}
OWN_ORDER = {"phase", "intensity", "stadtbezirk"}

BREAKDOWNS: dict[str, _StrPromise] = {
    "phase": gettext_lazy("nach Phase"),
    "organisation": gettext_lazy("nach Organisation"),
    "led_by": gettext_lazy("nach Haus, das die Phase führte"),
    "intensity": gettext_lazy("nach Intensität"),
    "stadtbezirk": gettext_lazy("nach Stadtbezirk"),
    "decline_reason": gettext_lazy("nach Grund"),
    "closure_reason": gettext_lazy("nach Abschlussgrund"),
    "outcome_level": gettext_lazy("nach Ergebnis"),
    "type": gettext_lazy("nach Maßnahme"),
    "kind": gettext_lazy("nach Meilenstein"),
    "status_group": gettext_lazy("nach Aufenthalt"),
    "housing_status": gettext_lazy("nach Wohnsituation"),
}


def plain(number: Decimal | float | None) -> str:
    """German, without a tail of zeros."""
    if number is None:
        return DASH
    written: str = number_format(number, use_l10n=True, force_grouping=True)
    if "," in written:
        written = written.rstrip("0").rstrip(",")
    return written


def reading(figure: Figure, stored: WeeklyFigure | None) -> str:
    """The number of a figure in a few words."""
    if stored is None or stored.value is None:
        return DASH
    match figure.kind:
        case Kind.SHARE:
            return _("%(value)s %% (%(part)s von %(whole)s)") % {
                "value": plain(stored.value),
                "part": plain(stored.numerator),
                "whole": plain(stored.denominator),
            }
        case Kind.SPREAD:
            return _("Median %(median)s, 90 %% bis %(p90)s (n = %(n)s)") % {
                "median": plain(stored.value),
                "p90": plain(float(stored.detail["p90"])),
                "n": plain(stored.denominator),
            }
        case Kind.MEAN:
            return _("%(mean)s (n = %(n)s)") % {
                "mean": plain(stored.value),
                "n": plain(stored.denominator),
            }
        case Kind.LOAD:
            return _("%(value)s (%(points)s Punkte, %(vzae)s VZÄ)") % {
                "value": plain(stored.value),
                "points": plain(stored.numerator),
                "vzae": plain(stored.denominator),
            }
    return plain(stored.value)


def part_order(breakdown: str, part: str, value: float) -> tuple[float, float]:
    """Phases, intensities and districts in their own order, everything else by size."""
    if breakdown in OWN_ORDER and part in PARTS[breakdown].values:
        return PARTS[breakdown].values.index(part), 0
    return 0, -value


def part_label(breakdown: str, part: str, organisations: dict[str, str]) -> str:
    if breakdown in {"organisation", "led_by"}:
        return organisations.get(part, part)
    labels: dict[str, Any] = dict(PARTS[breakdown].choices) if breakdown in PARTS else {}
    return str(labels.get(part) or part or _("ohne Angabe"))


def breakdown_label(breakdown: str) -> str:
    return str(BREAKDOWNS[breakdown])


def published(cell: Published) -> tuple[str, float | None]:
    """A protected count: rounded, or "unter 8"."""
    if cell.value is None:
        return _("unter %(bound)s") % {"bound": HIDE_BELOW}, None
    return _("rund %(value)s") % {"value": plain(cell.value)}, float(cell.value)


def published_share(share: Percent | None) -> tuple[str, float | None]:
    if share is None:
        return too_few(), None
    return _("rund %(value)s %%") % {"value": share.value}, float(share.value)


def too_few() -> str:
    return _("zu wenige Fälle")


def target(indicator: PlanIndicator) -> str:
    """The target of the plan: what, how much, by when."""
    if indicator.kind == KindChoices.MILESTONE:
        amount = _("erledigt")
    elif indicator.comparator == ComparatorChoices.NONE:
        amount = _("ohne Zielwert")
    else:
        amount = _amount(indicator)
    return " ".join(filter(None, [amount, str(indicator.get_per_display() if indicator.per else "")]))


def due(indicator: PlanIndicator) -> str:
    """By when, or in which period."""
    if indicator.due_on:
        return _("bis %(day)s") % {"day": _day(indicator.due_on)}
    if indicator.due_text:
        return indicator.due_text
    if indicator.period_from and indicator.period_until:
        return f"{_day(indicator.period_from)} {DASH} {_day(indicator.period_until)}"
    return _("ohne Frist")


def owner_reading(indicator: PlanIndicator, value: Decimal | None) -> str:
    """What the owner reports, with the unit of the indicator."""
    if value is None:
        return _("noch nicht gemeldet")
    if indicator.kind == KindChoices.MILESTONE:
        return _("erreicht") if value else _("noch nicht erreicht")
    return f"{plain(value)} {indicator.unit}".strip()


def _amount(indicator: PlanIndicator) -> str:
    number = plain(indicator.number) if indicator.number is not None else ""
    if indicator.number_max is not None:
        number = f"{number} {DASH} {plain(indicator.number_max)}"
    if indicator.comparator == ComparatorChoices.ALL:
        return _("alle (100 %)")
    word = str(indicator.get_comparator_display())
    amount = f"{number} {indicator.unit}".strip() if number else ""
    # Where the plan gives a bare number, the comparison is our reading and marked as such.
    written = f"{amount} ({word})" if indicator.implied and amount else f"{word} {amount}".strip()
    if indicator.alternative is not None:
        other = f"{plain(indicator.alternative)} {indicator.unit}".strip()
        written += " " + _("(andere Lesart: %(other)s)") % {"other": other}
    return written


def _day(day: Any) -> str:
    return str(date_format(day, "d.m.Y"))
