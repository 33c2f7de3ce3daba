# SPDX-License-Identifier: AGPL-3.0-or-later
"""All value lists with their German labels; codes are stored and never renamed."""

from casemanagement.choices.assessment import (
    FIELD_OF_DOMAIN,
    Domain,
    FieldOfAction,
    NeedLevel,
    RatingStanding,
    ResourceLevel,
)
from casemanagement.choices.case import (
    AssignmentRole,
    CaseState,
    Intensity,
    Leadership,
    PauseReason,
    Phase,
    Urgency,
    UrgentReason,
)
from casemanagement.choices.closure import (
    ClosureReason,
    HandoverReason,
    HandoverState,
    OutcomeLevel,
)
from casemanagement.choices.consents import (
    ConsentForm,
    ConsentKind,
    RevokedVia,
)
from casemanagement.choices.contacts import (
    ContactKind,
    DocumentKind,
    Interpretation,
)
from casemanagement.choices.events import (
    EventKind,
)
from casemanagement.choices.intake import (
    DeclineReason,
    OverlapAnswer,
    OverlapConsequence,
    OverlapService,
    OverlapSource,
    ReferralMode,
    ReferralSource,
    TriageDecision,
)
from casemanagement.choices.measures import (
    MeasureType,
)
from casemanagement.choices.person import (
    AddressGround,
    BenefitRegime,
    CourseEntitlement,
    Gender,
    HouseholdType,
    HousingStatus,
    LanguageLevel,
    Relation,
    ResidenceStatus,
    RiskFlag,
    TargetGroup,
)
from casemanagement.choices.places import (
    Stadtbezirk,
)
from casemanagement.choices.plan import (
    Agreement,
    DropoutReason,
    GoalLevel,
    GoalOwner,
    GoalState,
    MeasureState,
    MilestoneKind,
    PlanState,
    ReviewResult,
)
from casemanagement.choices.work import (
    DeadlineUnit,
    EscalateTo,
    JobState,
    OpeningReason,
    WorkState,
)

__all__ = [
    "FIELD_OF_DOMAIN",
    "AddressGround",
    "Agreement",
    "AssignmentRole",
    "BenefitRegime",
    "CaseState",
    "ClosureReason",
    "ConsentForm",
    "ConsentKind",
    "ContactKind",
    "CourseEntitlement",
    "DeadlineUnit",
    "DeclineReason",
    "DocumentKind",
    "Domain",
    "DropoutReason",
    "EscalateTo",
    "EventKind",
    "FieldOfAction",
    "Gender",
    "GoalLevel",
    "GoalOwner",
    "GoalState",
    "HandoverReason",
    "HandoverState",
    "HouseholdType",
    "HousingStatus",
    "Intensity",
    "Interpretation",
    "JobState",
    "LanguageLevel",
    "Leadership",
    "MeasureState",
    "MeasureType",
    "MilestoneKind",
    "NeedLevel",
    "OpeningReason",
    "OutcomeLevel",
    "OverlapAnswer",
    "OverlapConsequence",
    "OverlapService",
    "OverlapSource",
    "PauseReason",
    "Phase",
    "PlanState",
    "RatingStanding",
    "ReferralMode",
    "ReferralSource",
    "Relation",
    "ResidenceStatus",
    "ResourceLevel",
    "ReviewResult",
    "RevokedVia",
    "RiskFlag",
    "Stadtbezirk",
    "TargetGroup",
    "TriageDecision",
    "Urgency",
    "UrgentReason",
    "WorkState",
]
