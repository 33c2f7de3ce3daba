# SPDX-License-Identifier: AGPL-3.0-or-later
"""With whom invented clients let their case managers talk: each assignment of the demo rests on such a consent."""

from casemanagement.actions import consents
from casemanagement.actions.grounds import Ground
from casemanagement.choices import ConsentForm, ConsentKind, DataCategory, Direction, Domain
from casemanagement.models import Case
from permissions.actor import Actor

PROVIDERS: dict[str, str] = {
    Domain.LANGUAGE: "Sprachkursträger",
    Domain.HOUSING: "Wohnungsgesellschaft",
    Domain.EMPLOYMENT: "Jobcenter",
    Domain.FAMILY_CHILDREN: "Kita im Quartier",
    Domain.RESIDENCE_LAW: "Flüchtlingsberatung",
    Domain.QUALIFICATION_RECOGNITION: "Anerkennungsberatung",
    Domain.HEALTH: "Hausarztpraxis",
}


def agreed_exchange(case: Case, provider: str, *, by: Actor) -> Ground:
    """The client agrees in a talk, and the ground for what is told then."""
    consent = consents.give(
        case,
        by=by,
        kind=ConsentKind.C6,
        form=ConsentForm.ORAL_PROTOCOL,
        protocol="Austausch besprochen und gewollt.",
        recipient_text=provider,
        purpose="Anmeldung",
        data_categories=[DataCategory.IDENTITY, DataCategory.EDUCATION],
        direction=Direction.BOTH,
    )
    return Ground(consent=consent, warning_read=True)
