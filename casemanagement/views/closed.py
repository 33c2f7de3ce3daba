# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why a part of a file is closed to a person who knows the case, and whom to ask."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from casemanagement.choices import AssignmentRole, ConsentKind
from casemanagement.models import Assignment, Case
from permissions import clock
from permissions.rights import Right

CONFIDENTIAL = (Right.READ_CONFIDENTIAL, Right.WRITE_CONFIDENTIAL)


def why_closed(case: Case, right: Right, rights: Iterable[Right]) -> str:
    """One sentence with the reason."""
    if case.is_restricted:
        return _("Die Verarbeitung dieses Falls ist eingeschränkt. Niemand liest oder ändert die Akte.")
    if Right.READ_FILE in rights:
        return _without_grant(right)
    core = case.consents.filter(kind=ConsentKind.C1).order_by("-pk").first()
    if core is None:
        return _("Die Einwilligung in die Verarbeitung (C1) fehlt.")
    if core.revoked_on:
        return _("Die Einwilligung in die Verarbeitung (C1) wurde am %(day)s widerrufen.") % {
            "day": f"{core.revoked_on:%d.%m.%Y}"
        }
    if core.valid_until and core.valid_until < clock.today():
        return _("Die Einwilligung in die Verarbeitung (C1) ist am %(day)s abgelaufen.") % {
            "day": f"{core.valid_until:%d.%m.%Y}"
        }
    return _("Die Akte ist Ihnen heute nicht geöffnet.")


def _without_grant(right: Right) -> str:
    if right in CONFIDENTIAL:
        return _("Vertrauliche Notizen liest und schreibt nur die Fallführung, auch die Vertretung nicht.")
    if right in (Right.READ_SENSITIVE, Right.WRITE_SENSITIVE):
        return _(
            "Angaben zur Lage sind besonders geschützt. Als Vertretung aus einem anderen Haus "
            "brauchen Sie dafür die Einwilligung „Vertretung“ (C4)."
        )
    if right is Right.START_HANDOVER:
        return _("Eine Übergabe beginnt nur die Fallführung.")
    return _("Dafür fehlt Ihnen an diesem Fall das Recht.")


def whom_to_ask(case: Case, assignments: Iterable[Assignment]) -> str:
    """Who can help: whoever leads the case, else the coordination."""
    if case.is_restricted:
        return _("Fragen Sie bitte die Koordination.")
    led_by = [row.person.display_name for row in assignments if row.role == AssignmentRole.RESPONSIBLE]
    if led_by:
        return _(
            "Die Fallführung (%(name)s) kann mit der Klientin oder dem Klienten sprechen; sonst hilft die Koordination."
        ) % {"name": led_by[0]}
    return _("Fragen Sie bitte die Koordination.")
