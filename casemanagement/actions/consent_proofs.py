# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a consent is proved: a signed paper, a name typed on the screen before a witness, or a protocol."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import drawings
from casemanagement.actions import documents
from casemanagement.casework import write
from casemanagement.choices import ConsentForm, ContactKind, DocumentKind, SignedBy
from casemanagement.consent_texts import CURRENT, GERMAN, text
from casemanagement.models import Case, ConsentSignature, Contact, Representative
from casemanagement.printing.consent import Sheet, Signing, Terms, print_consent, statement
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor

SCAN = gettext_lazy("Unterschriebene Einwilligung")
SCREEN = gettext_lazy("Auf dem Bildschirm unterschriebene Einwilligung")


@dataclass(frozen=True)
class Proof:
    """What somebody has in hand to prove that the client agreed."""

    form: str
    language: str = ""
    interpreter: str = ""
    document: UploadedFile[bytes] | None = None
    protocol: str = ""
    # On the screen: which words were read, the typed name, and whether the case manager saw it.
    text_language: str = GERMAN
    signed_name: str = ""
    witnessed: bool = False
    signed_by: str = SignedBy.CLIENT
    representative: Representative | None = None
    # Drawn beside the typed name, as casemanagement.drawings reads it; empty where nobody drew.
    signed_strokes: str = ""


def take(case: Case, by: Actor, proof: Proof, terms: Iterable[Terms]) -> dict[str, Any]:
    """Keep the proof of these terms; what follows from it for each consent."""
    if proof.signed_by != SignedBy.CLIENT and proof.representative is None:
        raise ValidationError({"representative": _("Bitte wählen Sie die Vertretungsperson.")})
    facts = {
        "form": proof.form,
        "language": proof.language,
        "interpreter": proof.interpreter,
        "signed_by": proof.signed_by,
        "representative": proof.representative,
    }
    match proof.form:
        case ConsentForm.ORAL_PROTOCOL:
            _keep_protocol(case, by, proof.protocol)
            return facts
        case ConsentForm.ELECTRONIC if proof.document is None:
            return facts | _sign(case, by, proof, tuple(terms))
    return facts | {"document": _keep_scan(case, by, proof.document)}


def words_shown(language: str) -> dict[str, str]:
    """Which version was read, so that a later dispute finds the same words."""
    found = text(language)
    return {
        "template_version": CURRENT,
        "template_language": found.language,
        "template_sha256": found.sha256,
    }


def _keep_protocol(case: Case, by: Actor, protocol: str) -> None:
    if not protocol.strip():
        raise ValidationError({"protocol": _("Eine mündliche Einwilligung braucht ein Protokoll.")})
    write(
        Contact(case=case, written_by=by.person, written_at=clock.now()),
        kind=ContactKind.DOCUMENTATION,
        occurred_on=clock.today(),
        text=protocol,
    )


def _keep_scan(case: Case, by: Actor, document: UploadedFile[bytes] | None) -> Any:
    if document is None:
        raise ValidationError({"document": _("Bitte legen Sie die unterschriebene Einwilligung bei.")})
    try:
        content = documents.content_of_upload(document)
        return documents.keep(case, by=by, kind=DocumentKind.CONSENT, title=stored(SCAN), content=content)
    except ValidationError as error:
        raise ValidationError({"document": error.messages}) from None


def _sign(case: Case, by: Actor, proof: Proof, terms: tuple[Terms, ...]) -> dict[str, Any]:
    """A simple electronic signature: name, moment, witness and the sum of what was read, on one paper."""
    if not proof.signed_name.strip():
        raise ValidationError({"signed_name": _("Bitte den Namen der unterschreibenden Person eingeben.")})
    if not proof.witnessed or by.person is None:
        raise ValidationError(
            {"witnessed": _("Bitte bestätigen Sie, dass Sie die Unterschrift gesehen haben.")}
        )
    strokes = _drawn(proof.signed_strokes)
    sheet = Sheet(
        case,
        terms,
        proof.text_language,
        proof.interpreter,
        proof.representative.name if proof.representative else "",
    )
    signed_at = clock.now()
    digest = hashlib.sha256(statement(sheet).encode()).hexdigest()
    signature = write(
        ConsentSignature(case=case, witnessed_by=by.person),
        name=proof.signed_name.strip(),
        signed_by=proof.signed_by,
        signed_at=signed_at,
        strokes=strokes,
        statement_sha256=digest,
    )
    drawing = drawings.picture(strokes)
    signing = Signing(signature.name, signed_at, by.person.display_name, digest, drawing)
    paper = documents.keep(
        case,
        by=by,
        kind=DocumentKind.CONSENT,
        title=stored(SCREEN),
        content=print_consent(replace(sheet, signing=signing)),
    )
    shown = words_shown(proof.text_language)
    return {"document": paper, "signature": signature} | shown


def _drawn(sent: str) -> list[drawings.Stroke] | None:
    if not sent:
        return None
    try:
        return drawings.read(sent)
    except ValidationError as error:
        raise ValidationError({"signed_strokes": error.messages}) from None
