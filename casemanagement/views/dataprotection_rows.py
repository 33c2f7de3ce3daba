# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rows behind the data protection officer's two lists, of the own organisation alone."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from casemanagement.access_words import occasion, part_of_file
from casemanagement.choices import CaseState, ConsentKind
from casemanagement.models import Case, Consent
from casemanagement.views.words import Text
from permissions import clock
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.models import AccessAction, AccessEvent, User
from permissions.rights import Right

PER_PAGE = 25
ENDS_SOON = dt.timedelta(days=30)
ENDED = [CaseState.CLOSED, CaseState.DECLINED, CaseState.REFERRED_ON]
COLUMNS = {"number": "number", "organisation": "organisation__short_name", "received": "received_on"}


@dataclass(frozen=True)
class Access:
    """One event in words."""

    event: AccessEvent
    person: Text
    number: str
    block: Text
    why: str
    is_refused: bool


@dataclass(frozen=True)
class CaseRow:
    """One file: its frame and its consents by kind."""

    case: Any
    living: list[Consent] = field(default_factory=list)
    ended: list[tuple[Consent, Text]] = field(default_factory=list)

    @property
    def core(self) -> Consent | None:
        return next((row for row in self.living if row.kind == ConsentKind.C1), None)


def journal(actor: Actor, chosen: dict[str, Any], number: str | None) -> Page[Any]:
    """The accesses, newest first."""
    person: Any = actor.person
    guarded = organisations_of(person, actor.hat).values("pk")
    events = _chosen(AccessEvent.objects.filter(organisation_id__in=guarded), actor, chosen)
    page: Page[Any] = Paginator(events.order_by("-at", "-pk"), PER_PAGE).get_page(number)
    found = list(page.object_list)
    page.object_list = _in_words(actor, found)
    return page


def cases(actor: Actor, chosen: dict[str, Any], *, sort: str, number: str | None) -> Page[Any]:
    """Files of the own organisation without names, with the consents of the page in one query."""
    rows = _consenting(_frames(actor, chosen), chosen.get("consent", ""))
    column = F(COLUMNS.get(sort.removeprefix("-"), "number"))
    order = column.desc() if sort.startswith("-") else column.asc()
    page: Page[Any] = Paginator(
        rows.select_related("organisation").order_by(order, "number"), PER_PAGE
    ).get_page(number)
    found = list(page.object_list)
    consents = Consent.objects.permitted(actor, Right.READ_CONSENTS).filter(
        case__in=[case.pk for case in found]
    )
    known: dict[int, list[Consent]] = {}
    for consent in consents.order_by("pk"):
        known.setdefault(consent.case_id, []).append(consent)
    page.object_list = [_case_row(case, known.get(case.pk, [])) for case in found]
    return page


def _chosen(events: QuerySet[AccessEvent], actor: Actor, chosen: dict[str, Any]) -> QuerySet[AccessEvent]:
    plain = {name: chosen[name] for name in ("action", "block", "hat") if name in chosen}
    events = events.filter(**plain)
    if number := chosen.get("number"):
        events = events.filter(case_id__in=_cases(actor).filter(number__icontains=number).values("pk"))
    if name := chosen.get("person"):
        events = events.filter(person_id__in=User.objects.filter(display_name__icontains=name).values("pk"))
    if since := chosen.get("since"):
        events = events.filter(at__gte=_midnight(since))
    if until := chosen.get("until"):
        events = events.filter(at__lt=_midnight(until + dt.timedelta(days=1)))
    return events


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=clock.BERLIN)


def _in_words(actor: Actor, events: list[AccessEvent]) -> list[Access]:
    people = User.objects.filter(pk__in={event.person_id for event in events})
    names = dict(people.values_list("pk", "display_name"))
    known = _cases(actor).filter(pk__in={event.case_id for event in events})
    numbers = dict(known.values_list("pk", "number"))
    return [_access(event, names, numbers) for event in events]


def _access(event: AccessEvent, names: dict[int, str], numbers: dict[int, str]) -> Access:
    missing = _("gelöscht") if event.case_id else ""
    reasons = [event.grant, str(occasion(event.reason))]
    return Access(
        event=event,
        person=names.get(event.person_id or 0, _("System")),
        number=numbers.get(event.case_id or 0, str(missing)),
        block=part_of_file(event.block),
        why=" · ".join(filter(None, reasons)),
        is_refused=event.action == AccessAction.REFUSE,
    )


def _cases(actor: Actor) -> QuerySet[Any]:
    return Case.objects.permitted(actor, Right.READ_FRAME)


def _frames(actor: Actor, chosen: dict[str, Any]) -> QuerySet[Any]:
    rows = _cases(actor)
    match chosen.get("state", ""):
        case "ended":
            rows = rows.filter(state__in=ENDED)
        case "restricted":
            rows = rows.filter(is_restricted=True)
        case _:
            rows = rows.exclude(state__in=ENDED)
    if number := chosen.get("number"):
        rows = rows.filter(number__icontains=number)
    return rows


def _consenting(rows: QuerySet[Any], wanted: str) -> QuerySet[Any]:
    today = clock.today()
    core = Consent.objects.filter(case=OuterRef("pk"), kind=ConsentKind.C1)
    match wanted:
        case "living":
            return rows.filter(Exists(core.living(today)))
        case "none":
            return rows.filter(~Exists(core.living(today)))
        case "revoked":
            return rows.filter(~Exists(core.living(today)), Exists(core.filter(revoked_on__isnull=False)))
        case "ending":
            return rows.filter(Exists(core.living(today).expiring(after=today, until=today + ENDS_SOON)))
    return rows


def _case_row(case: Any, consents: list[Consent]) -> CaseRow:
    today = clock.today()
    living = [row for row in consents if row.is_living(today)]
    kinds = {row.kind for row in living}
    # What was renewed meanwhile is no news; the last word on each kind is.
    ended = {row.kind: row for row in consents if not row.is_living(today) and row.kind not in kinds}
    return CaseRow(case, living, [(row, _state(row)) for row in ended.values()])


def _state(row: Consent) -> Text:
    return _("widerrufen") if row.revoked_on else _("abgelaufen")
