# SPDX-License-Identifier: AGPL-3.0-or-later
"""Up to four rounds of the assessment side by side; what is different is said in words, not by colour alone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from casemanagement.choices import Domain, RatingStanding
from casemanagement.models import Assessment, DomainRating

MOST = 4


@dataclass(frozen=True)
class Cell:
    """One domain in one round, and what is other than in the column before."""

    rating: DomainRating | None
    changes: list[str]
    kind: str = "neutral"
    is_other_question: bool = False

    @property
    def is_rated(self) -> bool:
        return self.rating is not None and self.rating.standing == RatingStanding.RATED


@dataclass(frozen=True)
class ComparedRow:
    domain: Domain
    cells: list[Cell]

    @property
    def is_different(self) -> bool:
        return any(cell.changes for cell in self.cells)


@dataclass(frozen=True)
class Comparison:
    """The columns are rounds, the oldest first."""

    rounds: list[Assessment]
    rows: list[ComparedRow]
    only_differences: bool
    left_out: int

    @property
    def same(self) -> int:
        """Domains in which nothing has changed, whether they are shown or not."""
        return sum(not row.is_different for row in self.rows)

    @property
    def shown(self) -> list[ComparedRow]:
        return [row for row in self.rows if row.is_different or not self.only_differences]


def compare(rounds: list[Assessment], until: Assessment, *, only_differences: bool) -> Comparison | None:
    """The round shown beside those before it; of more than four, the first and the last three."""
    known = sorted((one for one in rounds if one.number <= until.number), key=lambda one: one.number)
    if len(known) == 1:
        return None
    chosen = known if len(known) <= MOST else [known[0], *known[1 - MOST :]]
    answers = [{row.domain: row for row in one.ratings.all()} for one in chosen]
    rows = [
        ComparedRow(domain, _cells([answer.get(domain.value) for answer in answers])) for domain in Domain
    ]
    return Comparison(chosen, rows, only_differences, len(known) - len(chosen))


def changes(before: DomainRating | None, now: DomainRating | None) -> list[str]:
    """What is different between two answers to the same domain."""
    if before is None or now is None:
        return []
    if before.standing != now.standing:
        return [_("vorher: %(standing)s") % {"standing": before.get_standing_display()}]
    found = [
        _step(before.need, now.need, _("%(step)s Bedarf")),
        _step(before.resource, now.resource, _("%(step)s Ressource")),
        _rank(before.client_priority, now.client_priority),
    ]
    return [words for words in found if words]


def _cells(ratings: list[DomainRating | None]) -> list[Cell]:
    cells: list[Cell] = []
    before: DomainRating | None = None
    for rating in ratings:
        cells.append(_cell(before, rating))
        before = rating or before
    return cells


def _cell(before: DomainRating | None, rating: DomainRating | None) -> Cell:
    if before is None or rating is None:
        return Cell(rating, [])
    return Cell(
        rating,
        changes(before, rating),
        _direction(before, rating),
        # Of answers that are older than the catalogue nobody knows.
        is_other_question=before.item_version is not None and before.item_version != rating.item_version,
    )


def _direction(before: DomainRating, now: DomainRating) -> str:
    """Less need is better; the sign and the words beside it say the same."""
    if before.need is None or now.need is None or before.need == now.need:
        return "neutral"
    return "success" if now.need < before.need else "warning"


def _step(before: int | None, now: int | None, words: str) -> str:
    if before is None or now is None or before == now:
        return ""
    return words % {"step": f"{now - before:+d}".replace("-", "−")}


def _rank(before: int | None, now: int | None) -> str:
    if before == now:
        return ""
    if now is None:
        return _("kein Rang mehr")
    return _("Rang %(now)d statt %(before)s") % {"now": now, "before": before or _("keinem")}
