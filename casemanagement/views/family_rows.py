# SPDX-License-Identifier: AGPL-3.0-or-later
"""The family as the file shows it: who lives with the client, and which other cases of theirs this person may see.

No row links two cases. That a member of the household is a client elsewhere is found by keyed tokens among the cases
whose identity is open to whoever looks; of every other case there is not even a hint.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from casemanagement import blind_index
from casemanagement.models import Case, ClientIdentity, HouseholdPerson, IdentityToken
from casemanagement.views.case_header import Badge
from casemanagement.views.links import case_url
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right

NAME_BIRTH = IdentityToken.Kind.NAME_BIRTH


@dataclass(frozen=True)
class Member:
    """One person of the household."""

    person: HouseholdPerson
    name: str
    consent: Badge
    note: str
    case_number: str = ""
    case_url: str = ""


@dataclass(frozen=True)
class OtherCase:
    """A case in whose household the client lives."""

    number: str
    url: str
    relation: Any


def members(case: Case, actor: Actor) -> list[Member]:
    """Everybody who lives there; with her own case where the reader may see it."""
    people = list(case.household.order_by("pk"))
    known = _cases_of(people, case, actor)
    today = clock.today()
    return [_member(person, known.get(person.pk), today) for person in people]


def other_cases(case: Case, identity: ClientIdentity | None, actor: Actor) -> list[OtherCase]:
    """The other way round: files of this reader in which the client stands as somebody of the household."""
    if identity is None or identity.birth_date is None:
        return []
    own = set(_tokens(identity.given_name, identity.family_name, identity.birth_date))
    rows = HouseholdPerson.objects.permitted(actor, Right.READ_IDENTITY).exclude(case=case)
    # Names are sealed and compared here; one person leads some dozens of cases.
    found = [row for row in rows.select_related("case") if row.birth_date and own & set(_of(row))]
    return [
        OtherCase(row.case.number, case_url(row.case.number, "household"), row.get_relation_display())
        for row in found
    ]


def _cases_of(people: list[HouseholdPerson], case: Case, actor: Actor) -> dict[int, str]:
    """Person → the number of her own case, where it is open to the reader."""
    wanted = {value: person.pk for person in people if person.birth_date for value in _of(person)}
    if not wanted:
        return {}
    tokens = IdentityToken.objects.permitted(actor, Right.READ_IDENTITY).exclude(case=case)
    rows = tokens.filter(kind=NAME_BIRTH, token__in=list(wanted)).values_list("token", "case__number")
    return {wanted[bytes(token)]: number for token, number in rows}


def _of(person: HouseholdPerson) -> list[bytes]:
    return _tokens(person.given_name, person.family_name, person.birth_date)


def _tokens(given_name: str, family_name: str, birth_date: dt.date | None) -> list[bytes]:
    return blind_index.exact_tokens(given_name, family_name, birth_date) if birth_date else []


def _member(person: HouseholdPerson, number: str | None, today: dt.date) -> Member:
    url = case_url(number, "household") if number else ""
    name = person.full_name or _("ohne Namen")
    return Member(person, name, _consent(person, today), _when(person), number or "", url)


def _consent(person: HouseholdPerson, today: dt.date) -> Badge:
    if person.agrees_on(today):
        return _("eingewilligt"), "success"
    if person.has_consented:
        return _("Einwilligung abgelaufen"), "warning"
    if person.consent_revoked_on:
        return _("widerrufen"), "danger"
    return _("Einwilligung fehlt"), "warning"


def _when(person: HouseholdPerson) -> str:
    if person.consent_revoked_on:
        return _("am %(day)s") % {"day": f"{person.consent_revoked_on:%d.%m.%Y}"}
    if person.consent_until:
        return _("bis %(day)s") % {"day": f"{person.consent_until:%d.%m.%Y}"}
    return ""
