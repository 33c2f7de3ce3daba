# SPDX-License-Identifier: AGPL-3.0-or-later
"""The operating figures of the coordinator (O01 to O30, the first nine of them)."""

import datetime as dt

from django.db.models import Case, DecimalField, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from casemanagement.caseload import WEIGHTS
from casemanagement.choices.case import CaseState, Intensity, Phase
from casemanagement.choices.intake import TriageDecision
from casemanagement.choices.plan import GoalState
from indicators.definition import Figure, Indicator, Kind
from indicators.models.fact import FactQuerySet
from indicators.snapshot import Snapshot

BEGIN = dt.date(2022, 1, 1)
SOURCE = "Betriebskennzahlen des Case Managements, wöchentlich"

FIRST_CONTACT_WORKING_DAYS = 5
START_WITHIN = dt.timedelta(weeks=8)
COHORT = dt.timedelta(weeks=13)

# How much of a full place a case takes; 40 points fill one full-time equivalent.
WEIGHT = Case(
    When(is_paused=True, then=Value(WEIGHTS["paused"])),
    When(phase=Phase.INTAKE, then=Value(WEIGHTS["entering"])),
    When(intensity=Intensity.HIGH, then=Value(WEIGHTS["high"])),
    When(intensity=Intensity.LOW, then=Value(WEIGHTS["low"])),
    default=Value(WEIGHTS["medium"]),
    output_field=DecimalField(max_digits=4, decimal_places=1),
)

# How long a phase should last at most: intake 10 working days, assessment 6 weeks, plan 4 weeks.
OVER_LIMIT = (
    Q(phase=Phase.INTAKE, days__gt=14)
    | Q(phase=Phase.ASSESSMENT, days__gt=42)
    | Q(phase=Phase.PLANNING, days__gt=28)
)
WITH_LIMIT = (Phase.INTAKE, Phase.ASSESSMENT, Phase.PLANNING)

GOALS_WITH_RESULT = (
    GoalState.ACHIEVED,
    GoalState.PARTIALLY_ACHIEVED,
    GoalState.NOT_ACHIEVED,
    GoalState.WITHDRAWN_BY_CLIENT,
)
NOT_TAKEN = (TriageDecision.DECLINED, TriageDecision.REFERRED_ON)
WAITING = Q(phase=Phase.INTAKE, is_assigned=True) & Q(state__in=[CaseState.OPEN, CaseState.WAITING])


def carried(snapshot: Snapshot) -> FactQuerySet:
    """Open cases, and referrals that already have somebody who leads them."""
    is_open = Q(accepted_on__lte=snapshot.week.sunday) & (
        Q(closed_on__isnull=True) | Q(closed_on__gt=snapshot.week.sunday)
    )
    return snapshot.facts.filter(is_open | WAITING)


O01 = Indicator(
    code="O01",
    title=_("Offene Fälle"),
    sentence=_(
        "Fälle, die aufgenommen und am Sonntag um 24 Uhr nicht abgeschlossen waren. Eine Meldung ist noch kein Fall."
    ),
    source=SOURCE,
    valid_from=BEGIN,
    figures=(
        Figure(
            code="open",
            title=_("offene Fälle"),
            kind=Kind.COUNT,
            population=lambda s: s.open_cases,
            unit=_("Fälle"),
            by=("phase", "organisation", "intensity", "stadtbezirk"),
        ),
    ),
)

O02 = Indicator(
    code="O02",
    title=_("Gewichtete Fälle je verfügbarer Vollzeitstelle"),
    sentence=_(
        "Summe der Gewichte (gering 0,5 · mittel 1 · hoch 2 · ruhend 0,1 · zugewiesen im Zugang 0,5) geteilt durch die "
        "Vollzeitstellen, die in der Woche besetzt und anwesend waren."
    ),
    source=SOURCE,
    valid_from=BEGIN,
    target=_("40 gewichtete Fälle je verfügbarer Vollzeitstelle; Plan 500-6"),
    target_number=40,
    figures=(
        Figure(
            code="load",
            title=_("gewichtete Fälle je VZÄ"),
            kind=Kind.LOAD,
            population=carried,
            amount=WEIGHT,
            unit=_("je VZÄ"),
            by=("organisation",),
        ),
    ),
)

O03 = Indicator(
    code="O03",
    title=_("Meldungen und Aufnahmen"),
    sentence=_("Meldungen, die in der Woche eingingen, und Entscheidungen, die in der Woche fielen."),
    source=SOURCE,
    valid_from=BEGIN,
    figures=(
        Figure(
            code="received",
            title=_("Meldungen eingegangen"),
            kind=Kind.COUNT,
            population=lambda s: s.facts.filter(received_on__range=s.days),
            unit=_("Meldungen"),
            by=("organisation", "stadtbezirk"),
        ),
        Figure(
            code="accepted",
            title=_("aufgenommen"),
            kind=Kind.COUNT,
            population=lambda s: s.facts.filter(accepted_on__range=s.days),
            unit=_("Fälle"),
            by=("organisation",),
        ),
        Figure(
            code="declined",
            title=_("nicht aufgenommen oder weiterverwiesen"),
            kind=Kind.COUNT,
            population=lambda s: s.facts.filter(decided_on__range=s.days, decision__in=NOT_TAKEN),
            unit=_("Meldungen"),
            by=("decline_reason",),
        ),
        Figure(
            code="rate",
            title=_("Anteil aufgenommen an entschieden"),
            kind=Kind.SHARE,
            population=lambda s: s.facts.filter(
                decided_on__range=s.days, decision__in=[TriageDecision.ACCEPTED, *NOT_TAKEN]
            ),
            counts=lambda s: Q(decision=TriageDecision.ACCEPTED),
            unit="%",
        ),
    ),
)

O05 = Indicator(
    code="O05",
    title=_("Zeit bis zum ersten Kontakt"),
    sentence=_(
        "Arbeitstage von der Meldung bis zum ersten Kontakt oder Kontaktversuch, für Erstkontakte dieser Woche."
    ),
    source=SOURCE,
    valid_from=BEGIN,
    target=_("innerhalb von 5 Arbeitstagen"),
    target_number=5,
    figures=(
        Figure(
            code="days",
            title=_("Arbeitstage bis zum ersten Kontakt"),
            kind=Kind.SPREAD,
            population=lambda s: s.facts.filter(first_contact_on__range=s.days),
            amount="first_contact_days",
            unit=_("Arbeitstage"),
            by=("organisation",),
        ),
        Figure(
            code="in_time",
            title=_("Anteil innerhalb von 5 Arbeitstagen"),
            kind=Kind.SHARE,
            population=lambda s: s.facts.filter(first_contact_on__range=s.days),
            counts=lambda s: Q(first_contact_days__lte=FIRST_CONTACT_WORKING_DAYS),
            unit="%",
            by=("organisation",),
        ),
    ),
)

O07 = Indicator(
    code="O07",
    title=_("Zeit in den Phasen"),
    sentence=_(
        "Tage, die ein Fall in einer Phase war, für Fälle, die sie in den letzten 13 Wochen verlassen haben. "
        "Grenzen: Zugang 14 Tage, Assessment 6 Wochen, Hilfeplanung 4 Wochen."
    ),
    source=SOURCE,
    valid_from=BEGIN,
    figures=(
        Figure(
            code="days",
            title=_("Tage in der Phase"),
            kind=Kind.SPREAD,
            population=lambda s: s.phases.filter(left_on__range=s.last_13_weeks),
            amount="days",
            unit=_("Tage"),
            by=("phase",),
        ),
        Figure(
            code="over_limit",
            title=_("Anteil über der Grenze"),
            kind=Kind.SHARE,
            population=lambda s: s.phases.filter(left_on__range=s.last_13_weeks, phase__in=WITH_LIMIT),
            counts=lambda s: OVER_LIMIT,
            unit="%",
            by=("phase",),
        ),
    ),
)

O13 = Indicator(
    code="O13",
    title=_("Zielerreichung"),
    sentence=_(
        "Ziele, die mit einem Ergebnis endeten, bis zum Ende der Woche. Überholte und übergebene Ziele zählen nicht."
    ),
    source=SOURCE,
    valid_from=BEGIN,
    figures=(
        Figure(
            code="attained",
            title=_("Anteil ganz oder teilweise erreicht"),
            kind=Kind.SHARE,
            population=lambda s: s.goals.filter(state__in=GOALS_WITH_RESULT),
            counts=lambda s: Q(state__in=[GoalState.ACHIEVED, GoalState.PARTIALLY_ACHIEVED]),
            unit="%",
            by=("organisation",),
        ),
        Figure(
            code="gas_client",
            title=_("mittlerer GAS-Wert aus Sicht der Klient*innen"),
            kind=Kind.MEAN,
            population=lambda s: s.goals.filter(state__in=GOALS_WITH_RESULT),
            amount="gas_client",
            unit=_("von −2 bis +2"),
        ),
        Figure(
            code="gas_case_manager",
            title=_("mittlerer GAS-Wert aus Sicht des Fallmanagements"),
            kind=Kind.MEAN,
            population=lambda s: s.goals.filter(state__in=GOALS_WITH_RESULT),
            amount="gas_case_manager",
            unit=_("von −2 bis +2"),
        ),
    ),
)

O14 = Indicator(
    code="O14",
    title=_("Abschlüsse"),
    sentence=_("Abgeschlossene Fälle nach Grund und Ergebnis, in der Woche und in den letzten 13 Wochen."),
    source=SOURCE,
    valid_from=BEGIN,
    figures=(
        Figure(
            code="week",
            title=_("Abschlüsse in der Woche"),
            kind=Kind.COUNT,
            population=lambda s: s.cases.filter(closed_on__range=s.days),
            unit=_("Fälle"),
            by=("closure_reason", "outcome_level"),
        ),
        Figure(
            code="quarter",
            title=_("Abschlüsse in 13 Wochen"),
            kind=Kind.COUNT,
            population=lambda s: s.cases.filter(closed_on__range=s.last_13_weeks),
            unit=_("Fälle"),
            by=("closure_reason", "outcome_level", "organisation"),
        ),
    ),
)

O16 = Indicator(
    code="O16",
    title=_("Anbindung an Angebote"),
    sentence=_(
        "Zuweisungen an Angebote in der Woche; und von den Zuweisungen, die vor 8 bis 21 Wochen verschickt wurden, der "
        "Anteil, der innerhalb von 8 Wochen begann."
    ),
    source=SOURCE,
    valid_from=BEGIN,
    figures=(
        Figure(
            code="sent",
            title=_("Zuweisungen verschickt"),
            kind=Kind.COUNT,
            population=lambda s: s.measures.filter(sent_on__range=s.days),
            unit=_("Zuweisungen"),
            by=("type",),
        ),
        Figure(
            code="started",
            title=_("Anteil innerhalb von 8 Wochen begonnen"),
            kind=Kind.SHARE,
            population=lambda s: s.measures.filter(
                sent_on__gt=s.week.sunday - START_WITHIN - COHORT,
                sent_on__lte=s.week.sunday - START_WITHIN,
            ),
            counts=lambda s: Q(started_on__lte=F("sent_on") + START_WITHIN),
            unit="%",
            by=("type",),
        ),
    ),
)

O19 = Indicator(
    code="O19",
    title=_("Meilensteine"),
    sentence=_("Meilensteine, die in der Woche erreicht wurden, und alle bis zum Ende der Woche."),
    source=SOURCE,
    valid_from=BEGIN,
    figures=(
        Figure(
            code="week",
            title=_("Meilensteine in der Woche"),
            kind=Kind.COUNT,
            population=lambda s: s.milestones.filter(reached_on__range=s.days),
            unit=_("Meilensteine"),
            by=("kind",),
        ),
        Figure(
            code="total",
            title=_("Meilensteine bisher"),
            kind=Kind.COUNT,
            population=lambda s: s.milestones.filter(reached_on__lte=s.week.sunday),
            unit=_("Meilensteine"),
            by=("kind", "stadtbezirk"),
        ),
    ),
)

OPERATIONS = (O01, O02, O03, O05, O07, O13, O14, O16, O19)
