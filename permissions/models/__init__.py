# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may: municipality, organisations, posts, people, duties, and the record of access."""

from permissions.models.access_event import AccessAction, AccessEvent, AccessSeal
from permissions.models.anchor import JournalAnchor
from permissions.models.anomaly import Anomaly, AnomalyThreshold
from permissions.models.organisation import (
    Kommune,
    Organisation,
    OrganisationUserPermission,
    Post,
    valid_on,
)
from permissions.models.person import (
    Absence,
    ContractAlarm,
    Credential,
    Membership,
    Succession,
    User,
)
from permissions.models.proposal import POWERFUL, Decision, Proposal, ProposalKind
from permissions.models.security_event import SecurityEvent, SecurityEventKind, SecuritySeal
from permissions.models.session import Session
from permissions.models.sign_in import (
    Authenticator,
    FailedAttempt,
    ForeignAccount,
    Invitation,
    Passkey,
    RecoveryCode,
)

__all__ = [
    "POWERFUL",
    "Absence",
    "AccessAction",
    "AccessEvent",
    "AccessSeal",
    "Anomaly",
    "AnomalyThreshold",
    "Authenticator",
    "ContractAlarm",
    "Credential",
    "Decision",
    "FailedAttempt",
    "ForeignAccount",
    "Invitation",
    "JournalAnchor",
    "Kommune",
    "Membership",
    "Organisation",
    "OrganisationUserPermission",
    "Passkey",
    "Post",
    "Proposal",
    "ProposalKind",
    "RecoveryCode",
    "SecurityEvent",
    "SecurityEventKind",
    "SecuritySeal",
    "Session",
    "Succession",
    "User",
    "valid_on",
]
