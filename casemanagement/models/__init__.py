# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases and everything that hangs on them; one file per aggregate."""

from casemanagement.models.assessment import Assessment, DomainRating
from casemanagement.models.assignment import Assignment
from casemanagement.models.case import Case
from casemanagement.models.client import (
    Client,
    ClientIdentity,
    ClientSituation,
    HouseholdPerson,
    IdentityToken,
    ProtectedAddress,
)
from casemanagement.models.closure import Closure, ClosureReport
from casemanagement.models.consent import Consent
from casemanagement.models.contact import ConfidentialNote, Contact
from casemanagement.models.deadline import Deadline, DeadlineRule
from casemanagement.models.document import Document, DocumentContent
from casemanagement.models.event import CaseEvent, CaseProof
from casemanagement.models.handover import Handover, HandoverSheet
from casemanagement.models.job import Job
from casemanagement.models.opening import FileOpening
from casemanagement.models.plan import Goal, Measure, Milestone, Review, SupportPlan
from casemanagement.models.referral import ConflictDeclaration, OverlapCheck, Referral, Triage
from casemanagement.models.workitem import WorkItem

__all__ = [
    "Assessment",
    "Assignment",
    "Case",
    "CaseEvent",
    "CaseProof",
    "Client",
    "ClientIdentity",
    "ClientSituation",
    "Closure",
    "ClosureReport",
    "ConfidentialNote",
    "ConflictDeclaration",
    "Consent",
    "Contact",
    "Deadline",
    "DeadlineRule",
    "Document",
    "DocumentContent",
    "DomainRating",
    "FileOpening",
    "Goal",
    "Handover",
    "HandoverSheet",
    "HouseholdPerson",
    "IdentityToken",
    "Job",
    "Measure",
    "Milestone",
    "OverlapCheck",
    "ProtectedAddress",
    "Referral",
    "Review",
    "SupportPlan",
    "Triage",
    "WorkItem",
]
