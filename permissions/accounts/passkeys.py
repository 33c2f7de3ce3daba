# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passkeys (WebAuthn): a key of the person's device answers a question that is asked once."""

import json
import secrets
from dataclasses import dataclass
from typing import Any

import webauthn
from cbor2 import CBORDecodeError
from django.db import transaction
from django.http import HttpRequest
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from permissions import clock
from permissions.accounts import events
from permissions.actor import Actor
from permissions.models import Passkey, SecurityEventKind, User

CHALLENGE_BYTES = 32
# What an answer can be, beside wrong.
UNREADABLE = (
    WebAuthnException,
    CBORDecodeError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)
_CHALLENGE = "passkey_challenge"


@dataclass(frozen=True)
class Site:
    """The place a passkey is bound to: it answers no other."""

    host: str
    origin: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Site":
        """The site as the browser knows it."""
        full = request.get_host()
        return cls(full.rsplit(":", 1)[0] if ":" in full else full, f"{request.scheme}://{full}")


def ask_new(request: HttpRequest, person: User) -> dict[str, Any]:
    """What the browser needs to make a passkey."""
    options = webauthn.generate_registration_options(
        rp_id=Site.of(request).host,
        rp_name="KIM",
        user_id=f"kim-{person.pk}".encode(),
        user_name=person.username,
        user_display_name=person.display_name,
        challenge=_new_challenge(request),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_known(person),
    )
    return _as_json(options)


def ask(request: HttpRequest, person: User) -> dict[str, Any]:
    """What the browser needs to answer with one of the person's passkeys."""
    options = webauthn.generate_authentication_options(
        rp_id=Site.of(request).host,
        challenge=_new_challenge(request),
        allow_credentials=_known(person),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _as_json(options)


@transaction.atomic
def add(request: HttpRequest, person: User, *, answer: str, name: str, by: Actor) -> bool:
    """Keep the public half of the passkey that answers the last question; False for any other answer."""
    site, challenge = Site.of(request), _taken_challenge(request)
    try:
        proved = webauthn.verify_registration_response(
            credential=json.loads(answer),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except UNREADABLE:
        return False
    if Passkey.objects.filter(credential_id=proved.credential_id).exists():
        return False
    Passkey.objects.create(
        person=person,
        name=name,
        credential_id=proved.credential_id,
        public_key=proved.credential_public_key,
        sign_count=proved.sign_count,
    )
    events.note(SecurityEventKind.FACTOR_ADDED, person=person, by=by, factor="passkey")
    return True


def accept(request: HttpRequest, person: User, answer: str) -> bool:
    """Whether one of the person's passkeys answers the last question."""
    with transaction.atomic():
        return _accept(request, person, answer)


def _accept(request: HttpRequest, person: User, answer: str) -> bool:
    site, challenge = Site.of(request), _taken_challenge(request)
    try:
        raw = json.loads(answer)
        wanted = base64url_to_bytes(raw["id"])
        known = Passkey.objects.select_for_update().filter(person=person, credential_id=wanted).first()
        if known is None:
            return False
        proved = webauthn.verify_authentication_response(
            credential=raw,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=bytes(known.public_key),
            credential_current_sign_count=known.sign_count,
        )
    except UNREADABLE:
        return False
    known.sign_count, known.last_used_at = proved.new_sign_count, clock.now()
    known.save(update_fields=["sign_count", "last_used_at"])
    return True


def _known(person: User) -> list[PublicKeyCredentialDescriptor]:
    ids = Passkey.objects.filter(person=person).values_list("credential_id", flat=True)
    return [PublicKeyCredentialDescriptor(id=bytes(known)) for known in ids]


def _as_json(options: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return plain


def _new_challenge(request: HttpRequest) -> bytes:
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    request.session[_CHALLENGE] = bytes_to_base64url(challenge)
    return challenge


def _taken_challenge(request: HttpRequest) -> bytes:
    """The last question; it counts once. Without one nothing can be the answer."""
    return base64url_to_bytes(request.session.pop(_CHALLENGE, "")) or secrets.token_bytes(CHALLENGE_BYTES)
