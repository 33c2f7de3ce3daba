# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which OpenID Connect provider an installation has; the settings read it from the environment."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Provider:
    """What the environment says about the provider."""

    issuer: str
    client_id: str
    client_secret: str = ""
    label: str = "Anmeldedienst"
    scope: str = "openid profile email"
    link_claim: str = "preferred_username"
    # One of these methods (amr), or one of these levels (acr), must stand in the provider's answer.
    mfa_amr: frozenset[str] = frozenset({"mfa", "otp", "hwk", "sc"})
    mfa_acr: tuple[str, ...] = ()
    # What a logout token calls itself in its header; older providers say only JWT.
    logout_types: frozenset[str] = frozenset({"logout+jwt"})

    @property
    def origin(self) -> str:
        """Where its pages live, for the Content-Security-Policy."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


def from_environment(env: environ.Env, *, https: bool) -> Provider | None:
    """The provider, or None where KIM_OIDC_ISSUER names none."""
    issuer: str = env.str("KIM_OIDC_ISSUER", default="")
    if not issuer:
        return None
    if https and not issuer.startswith("https://"):
        raise ImproperlyConfigured("KIM_OIDC_ISSUER muss mit https:// beginnen.")
    return Provider(
        issuer=issuer,
        client_id=env.str("KIM_OIDC_CLIENT_ID", default="kim"),
        client_secret=env.str("KIM_OIDC_CLIENT_SECRET", default=""),
        label=env.str("KIM_OIDC_LABEL", default=Provider.label),
        scope=env.str("KIM_OIDC_SCOPE", default=Provider.scope),
        link_claim=env.str("KIM_OIDC_LINK_CLAIM", default=Provider.link_claim),
        mfa_amr=frozenset(env.list("KIM_OIDC_MFA_AMR", default=sorted(Provider.mfa_amr))),
        mfa_acr=tuple(env.list("KIM_OIDC_MFA_ACR", default=[])),
        logout_types=frozenset(env.list("KIM_OIDC_LOGOUT_TYP", default=sorted(Provider.logout_types))),
    )
