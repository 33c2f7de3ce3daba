# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rows behind the pages about deletion, of the organisations a hat decides for."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casemanagement.choices.retention import RetentionClass
from casemanagement.models import DeletionItem, DeletionRun, LegalHold, RetentionRule
from casemanagement.views.words import Text
from permissions import clock
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.rights import Right

PER_PAGE, LATEST = 50, 25
MONTHS_OF_YEAR = 12


@dataclass(frozen=True)
class Run:
    """A run in a list."""

    run: DeletionRun
    counts: list[tuple[str, int]]
    state: Text
    kind: str


@dataclass(frozen=True)
class Held:
    """A file that is held; its review may be overdue."""

    hold: LegalHold
    is_due: bool


def permitted_runs(actor: Actor) -> QuerySet[DeletionRun]:
    person: Any = actor.person
    runs = DeletionRun.objects.filter(organisation__in=organisations_of(person, actor.hat).values("pk"))
    return runs.select_related("organisation", "supervised_by", "protected_by", "withdrawn_by")


def runs(actor: Actor) -> list[Run]:
    """The newest first, with the classes of each in one question."""
    found = list(permitted_runs(actor).order_by("-pk")[:LATEST])
    numbers = DeletionItem.objects.filter(run__in=found).values_list("run", "rule").annotate(Count("pk"))
    by_run: dict[int, Counter[str]] = {}
    for run, rule, number in numbers.order_by():
        by_run.setdefault(run or 0, Counter())[rule] = number
    return [Run(run, _in_words(by_run.get(run.pk, Counter())), *_state(run)) for run in found]


def counts(run: DeletionRun) -> list[tuple[str, int]]:
    return _in_words(Counter(run.items.values_list("rule", flat=True)))


def items(run: DeletionRun, number: str | None) -> Page[Any]:
    return Paginator(run.items.order_by("due_on", "pk"), PER_PAGE).get_page(number)


def holds(actor: Actor) -> list[Held]:
    """What is held now, the next to be reviewed first."""
    found = LegalHold.objects.permitted(actor, Right.HOLD).living()
    today = clock.today()
    rows = found.select_related("case__organisation", "placed_by").order_by("review_on", "pk")
    return [Held(hold, hold.review_on <= today) for hold in rows]


def rule_in_words(rule: RetentionRule) -> dict[str, Any]:
    return {
        "what": rule.get_code_display(),
        "start": _("31.12. des Jahres: %(start)s") % {"start": rule.get_start_display()}
        if rule.from_year_end
        else rule.get_start_display(),
        "period": _period(rule),
        "action": rule.get_action_display(),
        "legal_basis": rule.legal_basis,
        "exceptions": rule.exceptions,
        "valid_from": rule.valid_from,
    }


def _period(rule: RetentionRule) -> str:
    if rule.days is not None:
        return ngettext("%(n)d Tag", "%(n)d Tage", rule.days) % {"n": rule.days}
    if rule.months is None:
        return _("keine Frist")
    if rule.months == 0:
        return _("sofort")
    if rule.months % MONTHS_OF_YEAR == 0 and rule.months > MONTHS_OF_YEAR:
        years = rule.months // MONTHS_OF_YEAR
        return ngettext("%(n)d Jahr", "%(n)d Jahre", years) % {"n": years}
    return ngettext("%(n)d Monat", "%(n)d Monate", rule.months) % {"n": rule.months}


def _in_words(numbers: Counter[str]) -> list[tuple[str, int]]:
    return [(str(RetentionClass(code).label), numbers[code]) for code in RetentionClass if numbers[code]]


def _state(run: DeletionRun) -> tuple[Text, str]:
    if run.withdrawn_at:
        return _("zurückgezogen"), "neutral"
    if run.finished_at:
        return _("ausgeführt"), "success"
    if run.is_approved and run.final_on:
        return _("wird gelöscht ab %(day)s") % {"day": f"{run.final_on:%d.%m.%Y}"}, "danger"
    missing = int(run.supervised_at is None) + int(run.protected_at is None)
    return ngettext("%(n)d Zustimmung fehlt", "%(n)d Zustimmungen fehlen", missing) % {
        "n": missing
    }, "warning"
