# SPDX-License-Identifier: AGPL-3.0-or-later
"""People from whom a client hides: they are told nothing, and every disclosure is preceded by their names."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement import blind_index
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import EventKind
from casemanagement.models import Case, RiskPerson
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right


@deed(Right.WRITE_FILE)
def add_risk_person(case: Case, *, by: Actor, words: str, relation: str = "") -> RiskPerson:
    """Somebody who must not learn where the client is, or that she is here at all."""
    row = write(
        RiskPerson(case=case, name_token=blind_index.token_of_words(words)),
        words=words,
        relation=relation,
        added_by=by.person,
        added_at=clock.now(),
    )
    record_event(case, EventKind.RISK_PERSON_ADDED, by=by)
    return row


@deed(Right.WRITE_FILE)
def strike_risk_person(row: RiskPerson, *, by: Actor) -> None:
    if row.ended_at is not None:
        raise Conflict(_("Dieser Eintrag ist schon gestrichen."))
    write(row, ended_at=clock.now())
    record_event(row.case, EventKind.RISK_PERSON_STRUCK, by=by)


def require_may_be_told(case: Case, name: str, *, field: str) -> None:
    """Whoever must not be told about a client is neither provider nor recipient in her case."""
    people = RiskPerson.objects.filter(case=case, ended_at__isnull=True)
    if any(_is_meant(row, name) for row in people):
        raise ValidationError(
            {
                field: _(
                    "Diese Person steht in diesem Fall unter „nicht informieren“. Bitte prüfen Sie zuerst den Eintrag."
                )
            }
        )


def _is_meant(row: RiskPerson, name: str) -> bool:
    """Either names the other: „Praxis Yusuf Haddad“ tells Yusuf Haddad, and so does „Yusuf Haddad“ alone."""
    hidden_from = blind_index.name_in(row.words)
    return blind_index.is_named_in(name, hidden_from) or blind_index.is_named_in(row.words, name)
