# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on consents: given with a proof, renewed, taken back at once, and what follows for the case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import consequences, deadlines
from casemanagement.actions import consent_proofs, deputies, endings, handovers, restrictions, workitems
from casemanagement.actions.consent_proofs import Proof
from casemanagement.actions.consent_terms import (
    WITH_RECIPIENT,
    of_intake,
    on_paper,
    specific,
    ticked,
    usual_end,
)
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import (
    ConsentForm,
    ConsentKind,
    DeclineReason,
    EventKind,
    RestrictionGround,
    SignedBy,
    WorkState,
)
from casemanagement.consent_texts import GERMAN, text
from casemanagement.models import Case, Consent, Representative
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import Organisation
from permissions.rights import Right

REMIND_DAYS = 30


@deed(Right.RECORD_CONSENT)
def obtain(  # the talk at intake is one step
    case: Case,
    *,
    by: Actor,
    is_given: bool,
    kinds: list[str],
    form: str,
    language: str = "",
    interpreter: str = "",
    document: UploadedFile[bytes] | None = None,
    protocol: str = "",
    text_language: str = GERMAN,
    signed_name: str = "",
    signed_strokes: str = "",
    witnessed: bool = False,
    special_categories: Iterable[str] = (),
) -> list[Consent]:
    """The talk at intake: information handed out (C0), then each consent for itself, or none."""
    _add(case, by, ConsentKind.C0, form=form, language=language, interpreter=interpreter)
    if not is_given:
        endings.note_decline(case, by=by, reason=DeclineReason.NO_CONSENT)
        record_event(case, EventKind.CONSENT_REFUSED, by=by)
        return []
    if ConsentKind.C1 not in kinds:
        raise ValidationError({"kinds": _("Ohne C1 kann keine Akte geführt werden.")})
    proof = Proof(
        form,
        language,
        interpreter,
        document,
        protocol,
        text_language,
        signed_name,
        witnessed,
        signed_strokes=signed_strokes,
    )
    wanted = [of_intake(case, kind, special_categories) for kind in kinds]
    return _agree(case, by, wanted, proof)


@deed(Right.RECORD_CONSENT)
def give(  # a consent is specific or it is not valid
    case: Case,
    *,
    by: Actor,
    kind: str,
    form: str,
    recipient_organisation: Organisation | None = None,
    recipient_text: str = "",
    purpose: str = "",
    data_categories: Iterable[str] = (),
    direction: str = "",
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
    language: str = "",
    interpreter: str = "",
    document: UploadedFile[bytes] | None = None,
    protocol: str = "",
    text_language: str = GERMAN,
    signed_name: str = "",
    signed_strokes: str = "",
    witnessed: bool = False,
    signed_by: str = SignedBy.CLIENT,
    representative: Representative | None = None,
) -> Consent:
    """One more consent: to whom, for what, which data, until when, and how it can be proved."""
    terms = specific(kind, recipient_organisation, recipient_text, purpose, data_categories, direction) | {
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    proof = Proof(
        form,
        language,
        interpreter,
        document,
        protocol,
        text_language,
        signed_name,
        witnessed,
        signed_by,
        representative,
        signed_strokes,
    )
    return _agree(case, by, [terms], proof)[0]


@deed(None)
def take_over(
    case: Case,
    *,
    by: Actor,
    kinds: Iterable[str],
    form: str,
    valid_from: dt.date,
    valid_until: dt.date | None = None,
) -> list[Consent]:
    """Consents that were given before the case came here, on other words than ours; the paper is filed later."""
    return [
        _add(case, by, kind, form=form, valid_from=valid_from, valid_until=valid_until, template_version="")
        for kind in kinds
    ]


@deed(Right.RECORD_CONSENT)
def sign_on_screen(
    case: Case,
    *,
    by: Actor,
    kinds: Iterable[str],
    text_language: str,
    signed_name: str,
    witnessed: bool,
    signed_strokes: str = "",
    recipient_organisation: Organisation | None = None,
    recipient_text: str = "",
    purpose: str = "",
    data_categories: Iterable[str] = (),
    direction: str = "",
    interpreter: str = "",
    representative: Representative | None = None,
) -> list[Consent]:
    """What was read together on one screen, signed once: each consent for itself, one paper for all."""
    wanted = [
        specific(
            kind, recipient_organisation, recipient_text, purpose, ticked(kind, data_categories), direction
        )
        if kind in WITH_RECIPIENT
        else {"kind": kind, "data_categories": ticked(kind, data_categories)}
        for kind in kinds
    ]
    if not wanted:
        raise ValidationError({"kinds": _("Bitte kreuzen Sie an, worin eingewilligt wird.")})
    proof = Proof(
        ConsentForm.ELECTRONIC,
        text(text_language).name,
        interpreter,
        text_language=text_language,
        signed_name=signed_name,
        witnessed=witnessed,
        signed_by=SignedBy.REPRESENTATIVE if representative else SignedBy.CLIENT,
        representative=representative,
        signed_strokes=signed_strokes,
    )
    return _agree(case, by, wanted, proof)


@deed(Right.RECORD_CONSENT)
def renew(
    consent: Consent,
    *,
    by: Actor,
    form: str,
    language: str = "",
    interpreter: str = "",
    document: UploadedFile[bytes] | None = None,
    protocol: str = "",
    text_language: str = GERMAN,
    signed_name: str = "",
    signed_strokes: str = "",
    witnessed: bool = False,
) -> Consent:
    """The same terms for another twelve months, with a new proof."""
    if consent.kind == ConsentKind.C0 or consent.revoked_on is not None:
        raise Conflict(_("Diese Einwilligung kann nicht erneuert werden. Möglich ist eine neue."))
    if consent.renewals.filter(revoked_on__isnull=True).exists():
        raise Conflict(_("Diese Einwilligung ist schon erneuert."))
    terms = {
        name: getattr(consent, name)
        for name in (
            "kind",
            "recipient_organisation",
            "recipient_text",
            "purpose",
            "data_categories",
            "direction",
        )
    }
    proof = Proof(
        form,
        language or consent.language,
        interpreter,
        document,
        protocol,
        text_language,
        signed_name,
        witnessed,
        consent.signed_by or SignedBy.CLIENT,
        consent.representative,
        signed_strokes,
    )
    (renewed,) = _agree(consent.case, by, [terms | {"renews": consent}], proof)
    _end_reminder(consent, by)
    record_event(consent.case, EventKind.CONSENT_RENEWED, by=by, kind=consent.kind, consent=renewed.pk)
    return renewed


@deed(Right.RECORD_CONSENT)
def revoke(consent: Consent, *, by: Actor, revoked_on: dt.date, revoked_via: str) -> Consent:
    """Take a consent back, and each other to the same recipient. What leaned on it closes at once."""
    if consent.kind == ConsentKind.C0:
        raise ValidationError(_("Die Information ist keine Einwilligung und kann nicht widerrufen werden."))
    if consent.revoked_on is not None:
        raise Conflict(_("Diese Einwilligung ist schon widerrufen."))
    if not consent.valid_from <= revoked_on <= clock.today():
        raise ValidationError(
            {"revoked_on": _("Der Widerruf liegt zwischen dem Tag der Einwilligung und heute.")}
        )
    case = consent.case
    found = consequences.of(consent)
    for row in _same_terms(consent):
        write(
            row,
            revoked_on=max(revoked_on, row.valid_from),
            revoked_via=revoked_via,
            revoked_at=clock.now(),
            revocation_effect=sorted({one.code for one in found}),
        )
        row.disclosures.standing().filter(disclosed_on__gt=clock.today()).update(cancelled_at=clock.now())
        _end_reminder(row, by)
    consent.refresh_from_db()
    record_event(case, EventKind.CONSENT_REVOKED, by=by, kind=consent.kind, consent=consent.pk)
    _close(case, by, consent)
    _ask_for(case, by, consent, found)
    if consent.kind == ConsentKind.C1:
        _restrict(case, by)
    return consent


def _close(case: Case, by: Actor, consent: Consent) -> None:
    """What leaned on this consent alone: an offered handover, a deputy of another house."""
    if consent.kind == ConsentKind.C5:
        for handover in case.handovers.living().filter(to_organisation=consent.recipient_organisation_id):
            handovers.withdraw(handover, by=by)
    if consent.kind == ConsentKind.C4:
        deputies.end_those_of_other_houses(case, by=by)


def _agree(case: Case, by: Actor, wanted: list[dict[str, Any]], proof: Proof) -> list[Consent]:
    """The proof once, then a row for each."""
    facts: dict[str, Any] = {
        "form": proof.form,
        "language": proof.language,
        "interpreter": proof.interpreter,
    }
    if any(terms["kind"] != ConsentKind.C0 for terms in wanted):
        facts = consent_proofs.take(case, by, proof, [on_paper(terms) for terms in wanted])
    return [_add(case, by, **terms, **facts) for terms in wanted]


def _add(case: Case, by: Actor, kind: str, **facts: Any) -> Consent:
    """One row; usually valid for twelve months, the information without end."""
    begins = facts.pop("valid_from", None) or clock.today()
    ends = facts.pop("valid_until", None)
    if ends is None and kind != ConsentKind.C0:
        ends = usual_end(begins)
    if ends is not None and ends < begins:
        raise ValidationError({"valid_until": _("Das Ende liegt vor dem Anfang.")})
    consent = write(
        Consent(case=case, recorded_by=by.person, recorded_at=clock.now()),
        kind=kind,
        valid_from=begins,
        valid_until=ends,
        **facts,
    )
    if kind == ConsentKind.C1 and ends is not None and case.is_open:
        deadlines.cancel(case, "consent_expiry")
        deadlines.start(case, "consent_expiry", on=ends - dt.timedelta(days=REMIND_DAYS))
    record_event(case, EventKind.CONSENT_GIVEN, by=by, kind=kind, consent=consent.pk)
    return consent


def _same_terms(consent: Consent) -> list[Consent]:
    """What the client means when she takes it back: every living row to the same recipient, also a renewal."""
    rows = consent.case.consents.filter(kind=consent.kind, revoked_on__isnull=True)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=clock.today()) | Q(pk=consent.pk))
    if consent.kind in WITH_RECIPIENT:
        rows = rows.of_recipient(consent.recipient_organisation_id, consent.recipient_text)
    return list(rows)


def _ask_for(case: Case, by: Actor, consent: Consent, found: list[consequences.Consequence]) -> None:
    """Tasks for whoever can still do them: without the core consent that is the coordination."""
    to_fach = consent.kind == ConsentKind.C1 or by.hat is not Hat.CASE
    for one in found:
        workitems.ask(
            case,
            by=by,
            kind=f"consents.{one.code}",
            title=one.task,
            hat=Hat.FACH if to_fach else Hat.CASE,
            owner=None if to_fach else by.person,
            due_on=clock.today(),
        )


def _end_reminder(consent: Consent, by: Actor) -> None:
    """Nobody has to think of an expiry that will not come."""
    consent.case.work_items.open().filter(kind=f"consents.expiring.{consent.pk}").end(
        WorkState.CANCELLED, by=by.person
    )


def _restrict(case: Case, by: Actor) -> None:
    """Without the core consent nobody works with the file any more, except to end it."""
    restrictions.note_restriction(case, by=by, ground=RestrictionGround.REVOKED)
    workitems.ask(
        case,
        by=by,
        kind="consents.revoked",
        title=stored(gettext_lazy("Einwilligung C1 widerrufen: Verarbeitung ist eingeschränkt")),
        hat=Hat.FACH,
        due_on=clock.today(),
    )
