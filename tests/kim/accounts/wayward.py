# SPDX-License-Identifier: AGPL-3.0-or-later
"""A provider that does what it is told, wrong things too; a server of its own, as a provider is."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

Claims = dict[str, Any]


class Wayward:
    """Signs whatever `change` makes of an honest answer, as `sign` signs it."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/realms/stadt"
        self.asked: dict[str, dict[str, str]] = {}
        self.change: Callable[[Claims], Claims] = lambda claims: claims
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.rotate("first")
        self.sign: Callable[[Claims], str] = self.signed
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def rotate(self, kid: str) -> None:
        """A new key; the former one is gone."""
        self.kid = kid
        self.keys = {kid: rsa.generate_private_key(public_exponent=65537, key_size=2048)}

    def signed(self, claims: Claims, typ: str = "JWT") -> str:
        return jwt.encode(claims, self.keys[self.kid], "RS256", headers={"kid": self.kid, "typ": typ})

    def answer(self, path: str, given: dict[str, str]) -> tuple[int, Any]:
        if path.endswith("openid-configuration"):
            names = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "certs"}
            ends = {name: f"{self.issuer}/{end}" for name, end in names.items()}
            return 200, {"issuer": self.issuer, "end_session_endpoint": f"{self.issuer}/logout", **ends}
        if path.endswith("/certs"):
            return 200, {"keys": [self._public(kid) for kid in self.keys]}
        if path.endswith("/auth"):
            code = f"code-{len(self.asked)}"
            self.asked[code] = given
            return 302, f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state']})}"
        return self._token(given)

    def _token(self, given: dict[str, str]) -> tuple[int, Any]:
        asked = self.asked.pop(given["code"])
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        # As a Keycloak realm sends them.
        honest = {
            "exp": now + 300,
            "iat": now,
            "auth_time": now,
            "jti": "8d2c5b2e",
            "iss": self.issuer,
            "aud": asked["client_id"],
            "azp": asked["client_id"],
            "sub": "f1b0c2d4-carla",
            "typ": "ID",
            "nonce": asked["nonce"],
            "sid": "a-session",
            "acr": "1",
            "amr": ["pwd", "otp", "mfa"],
            "preferred_username": "carla",
            "email": "carla@example.org",
            "email_verified": True,
        }
        return 200, {"token_type": "Bearer", "access_token": "x", "id_token": self.sign(self.change(honest))}

    def _public(self, kid: str) -> dict[str, Any]:
        raw: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(self.keys[kid].public_key()))
        return raw | {"kid": kid, "use": "sig", "alg": "RS256"}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._reply(dict(_pairs(urlsplit(self.path).query)))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self._reply(dict(_pairs(body.decode())))

            def _reply(self, given: dict[str, str]) -> None:
                status, content = provider.answer(urlsplit(self.path).path, given)
                self.send_response(status)
                if isinstance(content, str):
                    self.send_header("Location", content)
                self.end_headers()
                self.wfile.write(b"" if isinstance(content, str) else json.dumps(content).encode())

            def log_message(self, *_args: Any) -> None:
                """Nobody reads it."""

        return Handler


def _pairs(query: str) -> list[tuple[str, str]]:
    return [(name, values[0]) for name, values in parse_qs(query).items()]
