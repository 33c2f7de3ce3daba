# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a case to the Lenkungsgruppe and back: findings, their review, themes, and the answer to the author."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from casemanagement import nameless, structure_bodies
from casemanagement.actions import notices
from casemanagement.casework import Conflict, casework, record_event, write
from casemanagement.choices import EventKind, NoticeKind
from casemanagement.choices.chains import CHAIN_OF
from casemanagement.choices.structure import FindingState, ThemeState
from casemanagement.models import Case, Finding, FindingAuthor, FindingCase, Theme, ThemeEntry
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import Kommune, Organisation
from permissions.rights import Right

TEXTS = ("description", "proposal")
S = ThemeState
# Where a theme may go from where it stands.
NEXT: dict[ThemeState, tuple[ThemeState, ...]] = {
    S.GATHERED: (S.CASE_RECONSTRUCTION, S.SCHEDULED, S.CLOSED),
    S.CASE_RECONSTRUCTION: (S.SCHEDULED, S.CLOSED),
    S.SCHEDULED: (S.ACCEPTED, S.DEFERRED, S.DECLINED),
    S.ACCEPTED: (S.PROJECT_GROUP, S.IMPLEMENTED),
    S.DEFERRED: (S.SCHEDULED, S.CLOSED),
    S.DECLINED: (S.CLOSED,),
    S.PROJECT_GROUP: (S.IMPLEMENTED, S.SCHEDULED),
    S.IMPLEMENTED: (S.EFFECT_CHECKED,),
    S.EFFECT_CHECKED: (S.CLOSED, S.PROJECT_GROUP),
    S.CLOSED: (),
}
# What the Lenkungsgruppe decided is written down and answered.
DECIDED = {S.ACCEPTED, S.DEFERRED, S.DECLINED}
NEEDS_TEXT = DECIDED | {S.IMPLEMENTED, S.EFFECT_CHECKED, S.CLOSED}
NEEDS_ANSWER = DECIDED | {S.CLOSED}


# --- The author ---------------------------------------------------------------------------------


@transaction.atomic
def report(case: Case, *, by: Actor, **fields: Any) -> Finding:
    """Write a finding from a case; refused as long as its text tells whose case it is."""
    fields = _stepped(fields)
    with casework(case, by=by, right=Right.WRITE_FILE) as bound:
        nameless.refuse(
            {
                name: [*nameless.traces(bound, fields[name]), *nameless.general_traces(fields[name])]
                for name in TEXTS
                if fields.get(name)
            }
        )
        finding = _new(_kommune(bound.organisation), fields)
        # Its own row comes from the hat of the author; the database joins both at the end.
        FindingCase(case=bound, finding=finding, person=by.person).save(force_insert=True)
        # That one was written, and nothing by which it could be found again once the link is cut.
        record_event(bound, EventKind.FINDING_WRITTEN, by=by)
    _send(finding, by)
    return finding


@transaction.atomic
def report_without_case(*, by: Actor, **fields: Any) -> Finding:
    """Write a finding that comes from no single case."""
    fields = _stepped(fields)
    nameless.refuse({name: list(nameless.general_traces(fields[name])) for name in TEXTS if fields.get(name)})
    finding = _new(_kommune(_house(by)), fields)
    _send(finding, by)
    return finding


def _stepped(fields: dict[str, Any]) -> dict[str, Any]:
    """One answer of the form names the chain and its step."""
    chain, _dot, step = fields.pop("step", "").partition(".")
    known = CHAIN_OF.get(chain)
    if chain and (known is None or known.step(step) is None):
        raise ValidationError({"step": _("Diesen Schritt gibt es nicht.")})
    return fields | {"chain": chain, "chain_step": step}


def _new(kommune: Kommune, fields: dict[str, Any]) -> Finding:
    finding = Finding(kommune=kommune, written_on=clock.today(), **fields)
    finding.clean_fields(exclude={"kommune", "theme"})
    return finding


def _send(finding: Finding, by: Actor) -> None:
    house = _house(by)
    with acting_as(by):
        finding.save(force_insert=True)
        author = FindingAuthor(
            finding=finding, person=by.person, hat=by.hat, organisation=house, written_at=clock.now()
        )
        author.save(force_insert=True)
    if by.hat is not Hat.FACH:
        notices.tell(NoticeKind.FINDING_SUBMITTED, by=by, organisation=house, to_hat=Hat.FACH)


def _house(by: Actor) -> Organisation:
    house = organisations_of(by.person, by.hat).order_by("pk").first() if by.person else None
    if house is None or by.hat not in {Hat.CASE, Hat.FACH}:
        raise NotPermitted
    return house


def _kommune(house: Organisation) -> Kommune:
    return house.kommune


# --- The coordination ---------------------------------------------------------------------------


@transaction.atomic
def revise(finding: Finding, *, by: Actor, **fields: Any) -> Finding:
    """Take a finding into review and make its text safe; the words of the author are replaced, not kept."""
    _require_open(finding, by)
    for name in TEXTS:
        nameless.require_general(fields.get(name, ""), name)
    return write(finding, state=FindingState.IN_REVIEW, **fields)


@transaction.atomic
def merge(
    finding: Finding, *, by: Actor, theme: Theme | None = None, title: str = "", summary: str = ""
) -> Theme:
    """Release a finding to a theme, known or new; from here on nothing leads back to its case."""
    _require_open(finding, by)
    if theme is None:
        theme = open_theme(
            by=by,
            kommune=finding.kommune,
            title=title,
            summary=summary,
            field_of_action=finding.field_of_action,
        )
    if theme.state == ThemeState.CLOSED:
        raise Conflict(_("Dieses Thema ist abgeschlossen."))
    for name in TEXTS:
        nameless.require_general(getattr(finding, name), name)
    write(finding, state=FindingState.MERGED, theme=theme, decided_on=clock.today(), reason="")
    _tell_author(NoticeKind.FINDING_MERGED, finding, by)
    return theme


@transaction.atomic
def reject(finding: Finding, *, by: Actor, reason: str) -> Finding:
    """Not passed on; the author reads why."""
    _require_open(finding, by)
    if not reason.strip():
        raise ValidationError(
            {"reason": _("Bitte begründen Sie es; die Verfasserin oder der Verfasser liest das.")}
        )
    nameless.require_general(reason, "reason")
    write(finding, state=FindingState.REJECTED, reason=reason, decided_on=clock.today())
    _tell_author(NoticeKind.FINDING_REJECTED, finding, by)
    return finding


def _require_open(finding: Finding, by: Actor) -> None:
    if by.hat is not Hat.FACH:
        raise NotPermitted
    # Of two coordinators the first one counts; who is none finds no row to lock.
    locked = Finding.objects.select_for_update().filter(pk=finding.pk).first()
    if locked is None:
        raise NotPermitted
    if not locked.is_open:
        raise Conflict(_("Über diesen Hinweis ist schon entschieden."))


def _tell_author(kind: NoticeKind, finding: Finding, by: Actor) -> None:
    author = FindingAuthor.objects.select_related("person", "organisation").filter(finding=finding).first()
    if author is None or author.person == by.person:
        return
    notices.tell(
        kind, by=by, organisation=author.organisation, to_person=author.person, to_hat=Hat(author.hat)
    )


# --- The themes ---------------------------------------------------------------------------------


@transaction.atomic
def open_theme(*, by: Actor, kommune: Kommune, title: str, field_of_action: str, summary: str = "") -> Theme:
    """Begin a theme; by the coordination with the first finding, or by the Integrationszentrum."""
    if not title.strip():
        raise ValidationError({"title": _("Bitte geben Sie dem Thema einen Titel.")})
    for name, text in (("title", title), ("summary", summary)):
        nameless.require_general(text, name)
    theme = write(
        Theme(kommune=kommune, opened_on=clock.today()),
        title=title.strip(),
        summary=summary,
        field_of_action=field_of_action,
    )
    _log(theme, by, on=clock.today(), text="", answer="")
    return theme


@transaction.atomic
def describe(theme: Theme, *, by: Actor, **fields: Any) -> Theme:
    """Title, summary, who takes it up and for which goal."""
    for name in ("title", "summary"):
        nameless.require_general(fields.get(name, ""), name)
    _require_known_body(fields)
    return write(_locked(theme, by), **fields)


@transaction.atomic
def move(
    theme: Theme,
    *,
    by: Actor,
    state: str,
    on: dt.date,
    text: str = "",
    answer: str = "",
    lenkungsgruppe_on: dt.date | None = None,
) -> ThemeEntry:
    """Take a theme one step on: written into its log, and told to everybody who wrote to it."""
    theme = _locked(theme, by)
    wanted = ThemeState(state)
    if wanted not in NEXT[ThemeState(theme.state)]:
        raise Conflict(_("Von „%(here)s“ geht es nicht dorthin.") % {"here": theme.get_state_display()})
    _require_words(theme, wanted, text=text, answer=answer, day=lenkungsgruppe_on)
    write(
        theme,
        state=wanted,
        closed_on=clock.today() if wanted == ThemeState.CLOSED else None,
        lenkungsgruppe_on=lenkungsgruppe_on if wanted == ThemeState.SCHEDULED else theme.lenkungsgruppe_on,
    )
    entry = _log(theme, by, on=on, text=text, answer=answer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.tell_authors(%s, %s)", [theme.pk, theme.state])
    return entry


def _require_words(theme: Theme, wanted: ThemeState, *, text: str, answer: str, day: dt.date | None) -> None:
    missing = {}
    if wanted in NEEDS_TEXT and not text.strip():
        missing["text"] = _("Bitte halten Sie fest, was beschlossen oder festgestellt wurde.")
    if wanted in NEEDS_ANSWER and not answer.strip():
        missing["answer"] = _("Bitte schreiben Sie, was die Fallarbeit darüber wissen soll.")
    if wanted == ThemeState.SCHEDULED and day is None:
        missing["lenkungsgruppe_on"] = _("Bitte nennen Sie den Tag der Sitzung.")
    if wanted == ThemeState.PROJECT_GROUP and not theme.working_group:
        missing["state"] = _("Bitte wählen Sie zuerst die Arbeitsgruppe, die das Thema aufnimmt.")
    if missing:
        raise ValidationError(missing)
    for name, words in (("text", text), ("answer", answer)):
        nameless.require_general(words, name)


def _require_known_body(fields: dict[str, Any]) -> None:
    group, goal = fields.get("working_group", ""), fields.get("goal", "")
    if group and structure_bodies.group_of(group) is None:
        raise ValidationError({"working_group": _("Diese Arbeitsgruppe gibt es nicht.")})
    if goal and structure_bodies.goal_of(goal) is None:
        raise ValidationError({"goal": _("Dieses Ziel gibt es nicht.")})


def _locked(theme: Theme, by: Actor) -> Theme:
    """The theme as it is now; the database lets nobody lock what they may not change."""
    if by.hat is not Hat.READ:
        raise NotPermitted
    found = Theme.objects.select_for_update().filter(pk=theme.pk).first()
    if found is None:
        raise NotPermitted
    return found


def _log(theme: Theme, by: Actor, *, on: dt.date, text: str, answer: str) -> ThemeEntry:
    return write(
        ThemeEntry(kommune=theme.kommune, theme=theme, written_by=by.person, written_at=clock.now()),
        state=theme.state,
        on=on,
        text=text,
        answer=answer,
    )
