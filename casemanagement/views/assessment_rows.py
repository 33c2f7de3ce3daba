# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sixteen domains as a task list and as a profile beside the round before."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casemanagement import assessment_items
from casemanagement.assessment_items import Item
from casemanagement.choices import Domain, NeedLevel, RatingStanding
from casemanagement.models import Assessment, Case, DomainRating
from casemanagement.views.assessment_compared import changes

WHOLE = 4


@dataclass(frozen=True)
class DomainRow:
    """One domain in this round and in the one before."""

    domain: Domain
    rating: DomainRating | None
    former: DomainRating | None
    asked_on: dt.date

    @property
    def is_done(self) -> bool:
        return self.rating is not None

    @property
    def is_rated(self) -> bool:
        return self.rating is not None and self.rating.standing == RatingStanding.RATED

    @property
    def need_kind(self) -> str:
        """The colour of the bar; the number stands beside it."""
        need = self.rating.need if self.rating else None
        if need is None or need < NeedLevel.HIGH:
            return ""
        return "danger" if need == NeedLevel.ACUTE else "warning"

    @property
    def changes(self) -> list[str]:
        """What is another answer than the round before, in words; empty where nothing is or was."""
        return changes(self.former, self.rating)

    @property
    def change(self) -> str:
        if self.rating is None or self.former is None:
            return ""
        return ", ".join(self.changes) or _("unverändert")

    @property
    def can_take_over(self) -> bool:
        return self.former is not None and self.rating is None

    @property
    def item(self) -> Item | None:
        """The question: as it was answered, or as it would be asked."""
        if self.rating is not None:
            return assessment_items.item(self.domain, self.rating.item_version)
        return assessment_items.asked_on(self.domain, self.asked_on)

    @property
    def is_new_question(self) -> bool:
        """Whether the answer before was given to other words; of answers older than the catalogue nobody knows."""
        if self.former is None or self.item is None or self.former.item_version is None:
            return False
        return self.former.item_version != self.item.version

    @property
    def former_item(self) -> Item | None:
        return assessment_items.item(self.domain, self.former.item_version) if self.former else None


@dataclass(frozen=True)
class Round:
    """One assessment with all its domains."""

    assessment: Assessment
    rows: list[DomainRow]
    former: Assessment | None

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)

    @property
    def priorities(self) -> list[DomainRow]:
        ranked = [row for row in self.rows if row.rating and row.rating.client_priority]
        return sorted(ranked, key=lambda row: row.rating.client_priority or 0 if row.rating else 0)

    @property
    def rated(self) -> list[DomainRow]:
        return [row for row in self.rows if row.is_rated]

    def next_open(self, after: Domain) -> Domain | None:
        """The next domain nobody has rated yet, going round once."""
        order = list(Domain)
        start = order.index(after) + 1
        waiting = {row.domain for row in self.rows if not row.is_done}
        return next((domain for domain in [*order[start:], *order[:start]] if domain in waiting), None)


def rounds_of(case: Case) -> list[Assessment]:
    """All rounds, the latest first, with their ratings."""
    return list(case.assessments.prefetch_related("ratings").select_related("written_by").order_by("-number"))


def round_of(rounds: list[Assessment], number: int | None = None) -> Round | None:
    """The round of this number, or the latest, beside the one before it."""
    wanted = [place for place, row in enumerate(rounds) if number in (None, row.number)]
    if not wanted:
        return None
    assessment = rounds[wanted[0]]
    former = rounds[wanted[0] + 1] if wanted[0] + 1 < len(rounds) else None
    now, before = _by_domain(assessment), _by_domain(former)
    return Round(
        assessment,
        [DomainRow(domain, now.get(domain), before.get(domain), assessment.started_on) for domain in Domain],
        former,
    )


def profile(shown: Round) -> list[tuple[str, tuple[int, int], str, int | None]]:
    """Of each rated domain: name, need and resource, the colour, and the need in the round before."""
    return [
        (
            str(row.domain.label),
            (row.rating.need or 0, row.rating.resource or 0),
            row.need_kind,
            row.former.need if row.former else None,
        )
        for row in shown.rated
        if row.rating
    ]


def _by_domain(assessment: Assessment | None) -> dict[str, DomainRating]:
    return {row.domain: row for row in assessment.ratings.all()} if assessment else {}
