# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may: municipality, organisations, posts, people, duties, and the record of access."""

from permissions.models.access_event import AccessAction, AccessEvent, AccessSeal
from permissions.models.organisation import (
    Kommune,
    Organisation,
    OrganisationUserPermission,
    Post,
    valid_on,
)
from permissions.models.person import Absence, Credential, Membership, User

__all__ = [
    "Absence",
    "AccessAction",
    "AccessEvent",
    "AccessSeal",
    "Credential",
    "Kommune",
    "Membership",
    "Organisation",
    "OrganisationUserPermission",
    "Post",
    "User",
    "valid_on",
]
