# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases and everything that hangs on them; one file per aggregate."""

from casemanagement.models.advice import BriefAdvice, OutsideReferral
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
    ResidenceChange,
)
from casemanagement.models.closure import Closure, ClosureReport
from casemanagement.models.conference import Conference, ConferenceParticipant, ConferenceTask
from casemanagement.models.consent import Consent, ConsentSignature, Representative
from casemanagement.models.contact import ConfidentialNote, Contact
from casemanagement.models.deadline import Deadline, DeadlineChange, DeadlineRule
from casemanagement.models.directory import Offer, OfferCheck
from casemanagement.models.disclosure import AuthorityRequest, Disclosure, DisclosureNote
from casemanagement.models.document import Document, DocumentContent
from casemanagement.models.emergency import EmergencyAccess
from casemanagement.models.entitlement import EntitlementRule
from casemanagement.models.event import CaseEvent, CaseProof, RemovedEvent
from casemanagement.models.handover import Handover, HandoverSheet
from casemanagement.models.imports import ImportRow, ImportRun
from casemanagement.models.job import Job
from casemanagement.models.notice import Notice
from casemanagement.models.opening import FileOpening
from casemanagement.models.overload import OverloadNotice
from casemanagement.models.peer import PeerComment, PeerDiscussion, PeerInvitation
from casemanagement.models.plan import Goal, Measure, Milestone, Review, SupportPlan
from casemanagement.models.programme import Programme
from casemanagement.models.referral import (
    ConflictDeclaration,
    OverlapCheck,
    Referral,
    ReferralText,
    Triage,
    TriageNote,
)
from casemanagement.models.register import Complaint, DataBreach
from casemanagement.models.request import ClientStatement, Rectification, Redaction, SubjectRequest
from casemanagement.models.retention import DeletionItem, DeletionRun, LegalHold, RetentionRule
from casemanagement.models.sample import Sample, SampledCase
from casemanagement.models.shield import AccessList, AvoidedPerson, NamedPerson, Restriction, RiskPerson
from casemanagement.models.structure import ChainStep, Finding, FindingAuthor, FindingCase, Theme, ThemeEntry
from casemanagement.models.supervision import SupervisionDecision, SupervisionRemark
from casemanagement.models.workitem import WorkItem

__all__ = [
    "AccessList",
    "Assessment",
    "Assignment",
    "AuthorityRequest",
    "AvoidedPerson",
    "BriefAdvice",
    "Case",
    "CaseEvent",
    "CaseProof",
    "ChainStep",
    "Client",
    "ClientIdentity",
    "ClientSituation",
    "ClientStatement",
    "Closure",
    "ClosureReport",
    "Complaint",
    "Conference",
    "ConferenceParticipant",
    "ConferenceTask",
    "ConfidentialNote",
    "ConflictDeclaration",
    "Consent",
    "ConsentSignature",
    "Contact",
    "DataBreach",
    "Deadline",
    "DeadlineChange",
    "DeadlineRule",
    "DeletionItem",
    "DeletionRun",
    "Disclosure",
    "DisclosureNote",
    "Document",
    "DocumentContent",
    "DomainRating",
    "EmergencyAccess",
    "EntitlementRule",
    "FileOpening",
    "Finding",
    "FindingAuthor",
    "FindingCase",
    "Goal",
    "Handover",
    "HandoverSheet",
    "HouseholdPerson",
    "IdentityToken",
    "ImportRow",
    "ImportRun",
    "Job",
    "LegalHold",
    "Measure",
    "Milestone",
    "NamedPerson",
    "Notice",
    "Offer",
    "OfferCheck",
    "OutsideReferral",
    "OverlapCheck",
    "OverloadNotice",
    "PeerComment",
    "PeerDiscussion",
    "PeerInvitation",
    "Programme",
    "ProtectedAddress",
    "Rectification",
    "Redaction",
    "Referral",
    "ReferralText",
    "RemovedEvent",
    "Representative",
    "ResidenceChange",
    "Restriction",
    "RetentionRule",
    "Review",
    "RiskPerson",
    "Sample",
    "SampledCase",
    "SubjectRequest",
    "SupervisionDecision",
    "SupervisionRemark",
    "SupportPlan",
    "Theme",
    "ThemeEntry",
    "Triage",
    "TriageNote",
    "WorkItem",
]
