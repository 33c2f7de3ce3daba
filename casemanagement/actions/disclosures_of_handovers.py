# SPDX-License-Identifier: AGPL-3.0-or-later
"""What another house learns in a handover stands in the client's log: the sheet, the talk, the file."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import disclosures, grounds
from casemanagement.actions.grounds import Ground
from casemanagement.choices import ConsentKind, DataCategory, Medium
from casemanagement.models import Case, Handover
from casemanagement.models.consent import ConsentQuerySet
from permissions import clock
from permissions.actor import Actor
from permissions.models import Organisation

# What stands on the sheet: languages, district, areas of life with a need.
SHEET = {DataCategory.EDUCATION.value, DataCategory.HOUSING.value, DataCategory.PLAN.value}
OFFERED_BY_SHEET = "handover_sheet"


def require_ground(case: Case, to: Organisation, ground: Ground | None) -> None:
    """Another house is another controller; within the house nothing is disclosed."""
    if case.organisation_id == to.pk:
        grounds.forbid(ground)
    elif (ground is None or not ground.is_named) and consents_to(case, to).first() is None:
        raise missing_consent(to)


def tell_sheet(handover: Handover, by: Actor, ground: Ground | None) -> None:
    """The sheet names nobody, but it speaks of somebody: it stands in the client's log."""
    told = SHEET
    if ground is not None and ground.consent is not None:
        told = SHEET & disclosures.covered(ground.consent) or SHEET
    grounds.leave(
        handover.case,
        grounds.without_categories(ground, *sorted(told)),
        by=by,
        purpose=gettext_lazy("Angebot der Übergabe, ohne Namen"),
        kinds=grounds.HANDOVER,
        recipient=handover.to_organisation,
        medium=Medium.SYSTEM,
        item=(OFFERED_BY_SHEET, handover.pk),
    )


def tell_talk(handover: Handover, by: Actor) -> None:
    """In the Übergabegespräch the other house hears who it is, on the ground that lets the file go."""
    _tell(handover, by, gettext_lazy("Übergabegespräch"), Medium.CONVERSATION, "handover_talk")


def tell_file(handover: Handover, by: Actor) -> None:
    """What the other house gets with the switch, on a ground that lives on this day."""
    _tell(handover, by, gettext_lazy("Übergabe des Falls"), Medium.SYSTEM, "handover")


def _tell(handover: Handover, by: Actor, purpose: Any, medium: Medium, item: str) -> None:
    grounds.leave(
        handover.case,
        ground_of_switch(handover),
        by=by,
        purpose=purpose,
        kinds=grounds.HANDOVER,
        recipient=handover.to_organisation,
        medium=medium,
        item=(item, handover.pk),
    )


def ground_of_switch(handover: Handover) -> Ground:
    """A living consent, or the statute of the offer. The consent may have been taken back since then."""
    case, house = handover.case, handover.to_organisation
    consent = consents_to(case, house).order_by("-pk").first()
    if consent is not None:
        told = tuple(sorted(disclosures.covered(consent)))
        return Ground(consent=consent, categories=told, warning_read=True)
    item = {"kind": OFFERED_BY_SHEET, "id": handover.pk}
    offered = case.disclosures.filter(items__contains=[item]).exclude(legal_basis="").first()
    if offered is None:
        raise missing_consent(house)
    return Ground(
        legal_basis=offered.legal_basis,
        note=offered.words.note,
        decided_by=offered.words.decided_by,
        categories=tuple(DataCategory.values),
        warning_read=True,
    )


def consents_to(case: Case, house: Organisation) -> ConsentQuerySet:
    living = case.consents.living(clock.today()).of_kind(ConsentKind.C5)
    return living.filter(recipient_organisation=house)


def missing_consent(house: Organisation) -> ValidationError:
    return ValidationError(
        {
            "to_organisation": _("Es fehlt die Einwilligung in die Übergabe an %(name)s (C5).")
            % {"name": house.short_name}
        }
    )
