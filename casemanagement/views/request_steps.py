# SPDX-License-Identifier: AGPL-3.0-or-later
"""An answer to a client in four steps: what comes next, in one sentence; and where a blackened entry stands."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from casemanagement.models import Redaction, SubjectRequest


def next_step(request: SubjectRequest, *, has_open_proposals: bool) -> str:
    """Who does what now, so that the copy gets into the hands of the person."""
    if not request.is_open:
        return ""
    if request.reviewed_at is None:
        return _(
            "Die Fallführung schlägt Schwärzungen vor und bestätigt dann, dass sie alles durchgesehen hat."
        )
    if has_open_proposals:
        return _("Eine zweite Person, Datenschutz oder Koordination, entscheidet über jede Schwärzung.")
    if request.released_at is None:
        return _("Eine zweite Person, Datenschutz oder Koordination, gibt die Auskunft frei.")
    return _(
        "Die Auskunft ausgeben und aushändigen; danach halten Datenschutz oder Koordination die Antwort fest."
    )


def place_of(proposal: Redaction) -> str:
    """The field as the pages call it; one of an earlier version by its stored name."""
    try:
        field = apps.get_model(proposal.model)._meta.get_field(proposal.field)
    except (FieldDoesNotExist, LookupError, ValueError):
        return proposal.field
    return str(getattr(field, "verbose_name", proposal.field))
