# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pseudonyms of case, client and household: keyed, and gone for good with the last case behind them."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from casemanagement.keys import keys
from casemanagement.models import IdentityToken

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from casemanagement.models import Case, ClientIdentity


@dataclass(frozen=True)
class Pseudonyms:
    case: str
    client: str
    household: str


def pseudonyms_of(case: Any) -> Pseudonyms:
    """Needs the bound case, with its client's token: the database keeps a random number for each, which the key turns into these."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_secret, client_secret, household_secret FROM kim.fact_secrets(%s, %s)",
            [case.client_token, household_token(case)],
        )
        of_case, of_client, of_household = cursor.fetchone()
    return Pseudonyms(keyed("case", of_case), keyed("client", of_client), keyed("household", of_household))


def keyed(kind: str, secret: uuid.UUID) -> str:
    return hmac.new(keys().pseudonym, kind.encode() + secret.bytes, hashlib.sha256).hexdigest()


def client_tokens(case: Any) -> QuerySet[Any, Any]:
    """The blind index of name and birth date, by which a second file of a person is recognised."""
    rows = IdentityToken.objects.filter(case=case, kind=IdentityToken.Kind.NAME_BIRTH)
    return rows.order_by("pk").values("token")


def household_token(case: Case) -> bytes | None:
    """Family name and address; a protected address takes part in nothing."""
    try:
        identity: ClientIdentity = case.identity
    except ObjectDoesNotExist:
        return None
    parts = (identity.family_name, identity.street, identity.postcode)
    if not all(parts):
        return None
    written = "|".join(" ".join(str(part).casefold().split()) for part in parts)
    return hmac.new(keys().pseudonym, b"token" + written.encode(), hashlib.sha256).digest()
