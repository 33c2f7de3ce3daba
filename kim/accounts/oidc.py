# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in at the municipality's own provider (OpenID Connect: authorization code with PKCE).

The provider says who somebody is, never what she may do; and it must say that two factors were asked for.
"""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

import jwt
from django.conf import settings
from jwt import PyJWK, PyJWKClient
from jwt.exceptions import PyJWKClientConnectionError

from kim.accounts.provider import Provider

ALGORITHMS = (
    "RS256",
    "PS256",
    "ES256",
    "EdDSA",
)  # signed with a key of the provider; never "none", never shared
SKEW_SECONDS = 60
WAIT_SECONDS = 5
KNOWN_FOR_SECONDS = 300
ASK_AGAIN_SECONDS = 10  # at the soonest, for a key that nobody knows
FRESH_SECONDS = 300
# What a token of who somebody is may call itself; others are made for another purpose.
ID_TYPES = frozenset({"", "jwt"})
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


class Refused(Exception):
    """The provider's answer is not accepted; the text is a code for the log, without any value of it."""


@dataclass(frozen=True)
class Pending:
    """A sign-in that is under way at the provider; it lies in the session."""

    state: str
    nonce: str
    verifier: str
    back: str
    fresh: bool = False

    @classmethod
    def new(cls, back: str, *, fresh: bool) -> "Pending":
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, back, fresh)

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def provider() -> Provider | None:
    """The provider of this installation, if it has one."""
    known: Provider | None = settings.OIDC
    return known


def way_there(known: Provider, pending: Pending, redirect_uri: str) -> str:
    """The address at which the provider asks who somebody is."""
    query = {
        "response_type": "code",
        "client_id": known.client_id,
        "redirect_uri": redirect_uri,
        "scope": known.scope,
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge": pending.challenge,
        "code_challenge_method": "S256",
    }
    if known.mfa_acr:
        query["acr_values"] = " ".join(known.mfa_acr)
    if pending.fresh:
        query |= {"prompt": "login", "max_age": "0"}
    return f"{_endpoint(known, 'authorization_endpoint')}?{urlencode(query)}"


def claims_of(known: Provider, pending: Pending, *, code: str, redirect_uri: str) -> dict[str, Any]:
    """Exchange the code, and believe the answer only if everything about it fits."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": pending.verifier,
        "client_id": known.client_id,
    }
    answer = _ask(Request(_endpoint(known, "token_endpoint"), urlencode(form).encode(), _credentials(known)))  # noqa: S310  see _ask
    claims = _verified(known, str(answer.get("id_token", "")), ("exp", "nonce"), ID_TYPES)
    if claims.get("typ", "ID") != "ID":  # Keycloak says it in the body, too
        raise Refused("typ")
    if not secrets.compare_digest(str(claims["nonce"]), pending.nonce):
        raise Refused("nonce")
    if claims.get("azp", known.client_id) != known.client_id:
        raise Refused("azp")
    _require_two_factors(known, claims)
    if pending.fresh and time.time() - float(claims.get("auth_time", 0)) > FRESH_SECONDS + SKEW_SECONDS:
        raise Refused("auth_time")
    return claims


def subject_to_sign_out(known: Provider, token: str) -> str:
    """Whose sessions the provider wants to see ended (back-channel logout)."""
    claims = _verified(known, token, ("jti", "events"), known.logout_types)
    if _LOGOUT not in claims["events"] or "nonce" in claims:
        raise Refused("events")
    if time.time() - float(claims["iat"]) > FRESH_SECONDS:
        raise Refused("iat")  # an old one, sent again
    return str(claims["sub"])


def way_out(known: Provider, back: str) -> str:
    """Where the browser ends the session at the provider, too; empty if it offers none."""
    end = str(_document(known.issuer).get("end_session_endpoint", ""))
    query = urlencode({"client_id": known.client_id, "post_logout_redirect_uri": back})
    return f"{end}?{query}" if end else ""


def _require_two_factors(known: Provider, claims: dict[str, Any]) -> None:
    used = claims.get("amr") or []
    methods = {used} if isinstance(used, str) else set(used)
    if not methods & known.mfa_amr and claims.get("acr") not in known.mfa_acr:
        raise Refused("mfa")


def _verified(
    known: Provider, token: str, required: tuple[str, ...], types: frozenset[str]
) -> dict[str, Any]:
    try:
        if str(jwt.get_unverified_header(token).get("typ", "")).lower() not in {
            name.lower() for name in types
        }:
            raise Refused("typ")
        key = _key_of(token, _keys(_endpoint(known, "jwks_uri")))
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=ALGORITHMS,
            audience=known.client_id,
            issuer=known.issuer,
            leeway=SKEW_SECONDS,
            options={"require": ["iss", "sub", "aud", "iat", *required]},
        )
    except jwt.PyJWTError as error:
        raise Refused(type(error).__name__) from None
    return claims


def _key_of(token: str, keys: PyJWKClient) -> PyJWK:
    """The key the answer names; where there is one key only, it need not be named."""
    if kid := jwt.get_unverified_header(token).get("kid"):
        return keys.get_signing_key(kid)
    known = keys.get_signing_keys()
    if len(known) != 1:
        raise Refused("kid")
    return known[0]


def _credentials(known: Provider) -> dict[str, str]:
    if not known.client_secret:
        return {}
    pair = base64.b64encode(f"{known.client_id}:{known.client_secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def _endpoint(known: Provider, name: str) -> str:
    try:
        return _web(str(_document(known.issuer)[name]))
    except KeyError:
        raise Refused(f"no {name}") from None


def _web(address: str) -> str:
    """An address of the web; where TLS is asked for, with TLS. No file of ours, no other protocol."""
    if not address.startswith("https://" if settings.HTTPS else ("https://", "http://")):
        raise Refused("address")
    return address


_documents: dict[str, tuple[float, dict[str, Any]]] = {}


def _document(issuer: str) -> dict[str, Any]:
    """What the provider says about itself, asked again every few minutes."""
    asked, document = _documents.get(issuer, (0.0, {}))
    if time.monotonic() - asked > KNOWN_FOR_SECONDS or not document:
        document = _ask(Request(f"{issuer.rstrip('/')}/.well-known/openid-configuration"))  # noqa: S310  see _ask
        if document.get("issuer") != issuer:
            raise Refused("issuer of the document")
        _documents[issuer] = time.monotonic(), document
    return document


class _NoRedirect(HTTPRedirectHandler):
    """Whoever can bend an answer of the provider must not send us to a place inside the house."""

    def redirect_request(self, *_args: Any) -> None:
        return None


def _opener() -> OpenerDirector:
    return build_opener(_NoRedirect)


class _Keys(PyJWKClient):
    """The library's own, without its redirects."""

    def fetch_data(self) -> Any:
        try:
            found = _ask(Request(_web(self.uri)))  # noqa: S310  see _web
        except Refused as error:
            raise PyJWKClientConnectionError(str(error)) from None
        if self.jwk_set_cache is not None:
            self.jwk_set_cache.put(found)
        return found


@cache
def _keys(uri: str) -> PyJWKClient:
    """The provider's keys; an unknown key id makes it ask again, so they may change at any time."""
    return _Keys(uri, lifespan=KNOWN_FOR_SECONDS, timeout=WAIT_SECONDS, cooldown_duration=ASK_AGAIN_SECONDS)


def _ask(request: Request) -> dict[str, Any]:
    # Only addresses of the configured issuer and of its document come here; settings demand https.
    try:
        with _opener().open(request, timeout=WAIT_SECONDS) as response:
            answer = json.load(response)
    except (OSError, HTTPException, ValueError) as error:
        raise Refused(type(error).__name__) from None
    if not isinstance(answer, dict):
        raise Refused("no object")
    return answer
