# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on consents: given with a proof, taken back at once, and what follows for the case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import deadlines, working_days
from casemanagement.actions import documents, endings, workitems
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import (
    ConsentForm,
    ConsentKind,
    ContactKind,
    DeclineReason,
    DocumentKind,
    EventKind,
)
from casemanagement.models import Case, Consent, Contact, Document
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import Organisation
from permissions.rights import Right
from permissions.roles import Role

USUAL_MONTHS = 12
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
) -> list[Consent]:
    """The talk at intake: information handed out (C0), then each consent for itself, or none."""
    proof: dict[str, Any] = {"form": form, "language": language, "interpreter": interpreter}
    _add(case, by, ConsentKind.C0, **proof)
    if not is_given:
        endings.note_decline(case, by=by, reason=DeclineReason.NO_CONSENT)
        record_event(case, EventKind.CONSENT_REFUSED, by=by)
        return []
    if ConsentKind.C1 not in kinds:
        raise ValidationError({"kinds": _("Ohne C1 kann keine Akte geführt werden.")})
    proof["document"] = _proof(case, by, form, document, protocol)
    return [_add(case, by, kind, **proof, **_usual_recipient(case, kind)) for kind in kinds]


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
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
    language: str = "",
    interpreter: str = "",
    document: UploadedFile[bytes] | None = None,
    protocol: str = "",
) -> Consent:
    """One more consent: to whom, for what, until when, and how it can be proved."""
    if kind == ConsentKind.C5 and recipient_organisation is None:
        raise ValidationError({"recipient_organisation": _("An welche Organisation darf übergeben werden?")})
    if kind == ConsentKind.C6 and not (recipient_organisation or recipient_text):
        raise ValidationError({"recipient_text": _("Mit welcher Stelle darf gesprochen werden?")})
    paper = None
    if kind != ConsentKind.C0:
        paper = _proof(case, by, form, document, protocol)
    return _add(
        case,
        by,
        kind,
        form=form,
        recipient_organisation=recipient_organisation,
        recipient_text=recipient_text,
        purpose=purpose,
        valid_from=valid_from,
        valid_until=valid_until,
        language=language,
        interpreter=interpreter,
        document=paper,
    )


@deed(Right.RECORD_CONSENT)
def revoke(consent: Consent, *, by: Actor, revoked_on: dt.date, revoked_via: str) -> Consent:
    """Take a consent back. What was open because of it is closed with the next question."""
    if consent.kind == ConsentKind.C0:
        raise ValidationError(_("Die Information ist keine Einwilligung und kann nicht widerrufen werden."))
    if consent.revoked_on is not None:
        raise Conflict(_("Diese Einwilligung ist schon widerrufen."))
    if not consent.valid_from <= revoked_on <= clock.today():
        raise ValidationError(
            {"revoked_on": _("Der Widerruf liegt zwischen dem Tag der Einwilligung und heute.")}
        )
    write(consent, revoked_on=revoked_on, revoked_via=revoked_via)
    case = consent.case
    record_event(case, EventKind.CONSENT_REVOKED, by=by, kind=consent.kind, consent=consent.pk)
    if consent.kind == ConsentKind.C1 and not case.has_core_consent():
        _restrict(case, by)
    return consent


def _add(case: Case, by: Actor, kind: str, **facts: Any) -> Consent:
    """One row; usually valid for twelve months, the information without end."""
    begins = facts.pop("valid_from", None) or clock.today()
    ends = facts.pop("valid_until", None)
    if ends is None and kind != ConsentKind.C0:
        ends = working_days.add_months(begins, USUAL_MONTHS)
    if ends is not None and ends < begins:
        raise ValidationError({"valid_until": _("Das Ende liegt vor dem Anfang.")})
    consent = write(
        Consent(case=case, recorded_by=by.person, recorded_at=clock.now()),
        kind=kind,
        valid_from=begins,
        valid_until=ends,
        **facts,
    )
    if kind == ConsentKind.C1 and ends is not None:
        deadlines.cancel(case, "consent_expiry")
        deadlines.start(case, "consent_expiry", on=ends - dt.timedelta(days=REMIND_DAYS))
    record_event(case, EventKind.CONSENT_GIVEN, by=by, kind=kind, consent=consent.pk)
    return consent


def _proof(
    case: Case, by: Actor, form: str, document: UploadedFile[bytes] | None, protocol: str
) -> Document | None:
    """The signed paper, or the protocol of what was said."""
    if form == ConsentForm.ORAL_PROTOCOL:
        if not protocol.strip():
            raise ValidationError({"protocol": _("Eine mündliche Einwilligung braucht ein Protokoll.")})
        write(
            Contact(case=case, written_by=by.person, written_at=clock.now()),
            kind=ContactKind.DOCUMENTATION,
            occurred_on=clock.today(),
            text=protocol,
        )
        return None
    if document is None:
        raise ValidationError({"document": _("Bitte legen Sie die unterschriebene Einwilligung bei.")})
    try:
        content = documents.content_of_upload(document)
        title = stored(gettext_lazy("Unterschriebene Einwilligung"))
        return documents.keep(case, by=by, kind=DocumentKind.CONSENT, title=title, content=content)
    except ValidationError as error:
        raise ValidationError({"document": error.messages}) from None


def _usual_recipient(case: Case, kind: str) -> dict[str, Any]:
    """At intake the handover that is meant is the one to the city."""
    if kind != ConsentKind.C5:
        return {}
    cities = Organisation.objects.filter(
        kommune=case.kommune_id, kind=Organisation.Kind.CITY, memberships__role=Role.CASE_MANAGEMENT
    )
    city = cities.exclude(pk=case.organisation_id).first()
    if city is None:
        raise ValidationError(
            {"kinds": _("C5 nennt eine Organisation: bitte einzeln bei den Einwilligungen erfassen.")}
        )
    return {"recipient_organisation": city}


def _restrict(case: Case, by: Actor) -> None:
    """Without the core consent nobody works with the file any more, except to end it."""
    write(case, is_restricted=True)
    record_event(case, EventKind.RESTRICTED, by=by)
    workitems.ask(
        case,
        by=by,
        kind="consents.revoked",
        title=stored(gettext_lazy("Einwilligung C1 widerrufen: Verarbeitung ist eingeschränkt")),
        hat=Hat.FACH,
        due_on=clock.today(),
    )
