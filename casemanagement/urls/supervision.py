# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree of the Fachaufsicht."""

from django.urls import path

from casemanagement.views.access_log import SupervisedAccessLog
from casemanagement.views.advice import AdviceTotals
from casemanagement.views.directory import Directory, OfferChange, OfferNew, OfferPage
from casemanagement.views.emergencies import EmergencyEnd, EmergencyLonger, EmergencyNew
from casemanagement.views.entitlements import Entitlements, RuleNew, RulePage
from casemanagement.views.forecast import ForecastPage
from casemanagement.views.notices import Notices, NoticeSeen
from casemanagement.views.registers import ComplaintPage, Complaints
from casemanagement.views.requests import RequestPage, Requests
from casemanagement.views.retention import (
    Certificate,
    Overview,
    ReleaseHold,
    RunPage,
    Schedule,
    SupervisedHoldPage,
)
from casemanagement.views.structure import FindingFree
from casemanagement.views.supervision import deadlines, findings, remarks
from casemanagement.views.supervision.approvals import Approvals
from casemanagement.views.supervision.case import SupervisedCasePage
from casemanagement.views.supervision.deeds import (
    CloseFile,
    DeputyEnd,
    DeputyPage,
    ExtensionPage,
    OpenFilePage,
)
from casemanagement.views.supervision.file import (
    FileAssessment,
    FileConfidential,
    FileNotes,
    FilePerson,
    FilePlan,
    FileReferral,
    FileSituation,
)
from casemanagement.views.supervision.imports import ImportErrors, ImportRunPage, Imports
from casemanagement.views.supervision.incoming import Incoming
from casemanagement.views.supervision.leaving import LeavingPeople, LeavingPerson
from casemanagement.views.supervision.outside import OutsidePage
from casemanagement.views.supervision.samples import Samples
from casemanagement.views.supervision.shields import (
    AssignPage,
    ConflictEnd,
    Conflicts,
    NamedPeople,
    NamedStrike,
    RestrictionPage,
)
from casemanagement.views.supervision.succession import SuccessionEnd, SuccessionPage
from casemanagement.views.supervision.team import Team
from casemanagement.views.supervision.today import SupervisionToday
from casemanagement.views.supervision.uncovered import UncoveredPage
from casemanagement.views.themes import ThemePage, Themes

app_name = "supervision"
urlpatterns = [
    path("", SupervisionToday.as_view(), name="today"),
    path("eingang/von-aussen/<slug:outside>/", OutsidePage.as_view(), name="outside"),
    path("kurzberatung/", AdviceTotals.as_view(), name="advice"),
    path("eingang/", Incoming.as_view(), name="incoming"),
    path("freigaben/", Approvals.as_view(), name="approvals"),
    path("faelle/", Team.as_view(), name="team"),
    path("unversorgt/", UncoveredPage.as_view(), name="uncovered"),
    path("nachfolge/", LeavingPeople.as_view(), name="leaving"),
    path("nachfolge/<int:pk>/", LeavingPerson.as_view(), name="leaving_person"),
    path("fall/<slug:number>/", SupervisedCasePage.as_view(), name="case"),
    path("fall/<slug:number>/oeffnen/", OpenFilePage.as_view(), name="open_file"),
    path("fall/<slug:number>/schliessen/", CloseFile.as_view(), name="close_file"),
    path("fall/<slug:number>/anliegen/", FileReferral.as_view(), name="file_referral"),
    path("fall/<slug:number>/akte/", FilePerson.as_view(), name="file"),
    path("fall/<slug:number>/akte/lage/", FileSituation.as_view(), name="file_situation"),
    path("fall/<slug:number>/akte/assessment/", FileAssessment.as_view(), name="file_assessment"),
    path("fall/<slug:number>/akte/hilfeplan/", FilePlan.as_view(), name="file_plan"),
    path("fall/<slug:number>/akte/notizen/", FileNotes.as_view(), name="file_notes"),
    path("fall/<slug:number>/vertretung/", DeputyPage.as_view(), name="deputy"),
    path("fall/<slug:number>/vertretung/<int:pk>/beenden/", DeputyEnd.as_view(), name="deputy_end"),
    path("fall/<slug:number>/hinweise/", remarks.Remarks.as_view(), name="remarks"),
    path("fall/<slug:number>/hinweise/neu/", remarks.RemarkNew.as_view(), name="remark_new"),
    path(
        "fall/<slug:number>/hinweise/<int:pk>/schliessen/", remarks.RemarkClose.as_view(), name="remark_close"
    ),
    path("fall/<slug:number>/warteliste/", remarks.PlacePage.as_view(), name="waiting_place"),
    path("fall/<slug:number>/ausnahme/", remarks.ExceptionPage.as_view(), name="exception"),
    path("fall/<slug:number>/stichprobe/<int:pk>/", remarks.SamplePage.as_view(), name="sample"),
    path("fall/<slug:number>/fallberatung/<int:pk>/", remarks.PeerSheet.as_view(), name="peer"),
    path("wer-entscheidet/", SuccessionPage.as_view(), name="succession"),
    path("wer-entscheidet/<int:pk>/beenden/", SuccessionEnd.as_view(), name="succession_end"),
    path("stichproben/", Samples.as_view(), name="samples"),
    path("fall/<slug:number>/verlaengerung/", ExtensionPage.as_view(), name="extension"),
    path("fall/<slug:number>/akte/vertraulich/", FileConfidential.as_view(), name="file_confidential"),
    path("befangenheit/", Conflicts.as_view(), name="conflicts"),
    path("fall/<slug:number>/befangen/<int:pk>/aufheben/", ConflictEnd.as_view(), name="conflict_end"),
    path("fall/<slug:number>/zuteilen/", AssignPage.as_view(), name="assign"),
    path("fall/<slug:number>/benannte/", NamedPeople.as_view(), name="named"),
    path("fall/<slug:number>/benannte/<int:pk>/streichen/", NamedStrike.as_view(), name="named_strike"),
    path("fall/<slug:number>/einschraenkung/", RestrictionPage.as_view(), name="restriction"),
    path("notfall/", EmergencyNew.as_view(), name="emergency"),
    path("notfall/<int:pk>/verlaengern/", EmergencyLonger.as_view(), name="emergency_longer"),
    path("notfall/<int:pk>/beenden/", EmergencyEnd.as_view(), name="emergency_end"),
    path("mitteilungen/", Notices.as_view(), name="notices"),
    path("mitteilungen/<int:pk>/gesehen/", NoticeSeen.as_view(), name="notice_seen"),
    path("fall/<slug:number>/zugriffe/", SupervisedAccessLog.as_view(), name="access_log"),
    path("beschwerden/", Complaints.as_view(), name="complaints"),
    path("beschwerden/<int:pk>/", ComplaintPage.as_view(), name="complaint"),
    path("antraege/", Requests.as_view(), name="requests"),
    path("antraege/<int:pk>/", RequestPage.as_view(), name="request"),
    path("loeschen/", Overview.as_view(), name="deletion"),
    path("loeschen/konzept/", Schedule.as_view(), name="deletion_schedule"),
    path("loeschen/<int:run>/", RunPage.as_view(), name="deletion_run"),
    path("loeschen/<int:run>/nachweis/", Certificate.as_view(), name="deletion_certificate"),
    path("loeschen/anhalten/<int:hold>/aufheben/", ReleaseHold.as_view(), name="hold_release"),
    path("fall/<slug:number>/anhalten/", SupervisedHoldPage.as_view(), name="hold"),
    path("uebernahme/", Imports.as_view(), name="imports"),
    path("uebernahme/<int:pk>/", ImportRunPage.as_view(), name="import"),
    path("uebernahme/<int:pk>/fehler/", ImportErrors.as_view(), name="import_errors"),
    path("fristen/", deadlines.SupervisedRules.as_view(), name="deadline_rules"),
    path("fristen/<int:pk>/", deadlines.RulePage.as_view(), name="deadline_rule"),
    path(
        "fall/<slug:number>/frist/<int:pk>/", deadlines.SupervisedMoreTime.as_view(), name="deadline_extend"
    ),
    path("angebote/", Directory.as_view(), name="directory"),
    path("angebote/berechtigung/", Entitlements.as_view(), name="entitlements"),
    path("angebote/berechtigung/neu/", RuleNew.as_view(), name="entitlement_new"),
    path("angebote/berechtigung/<int:pk>/", RulePage.as_view(), name="entitlement"),
    path("angebote/neu/", OfferNew.as_view(), name="offer_new"),
    path("angebote/<int:pk>/", OfferPage.as_view(), name="directory_offer"),
    path("angebote/<int:pk>/aendern/", OfferChange.as_view(), name="offer_change"),
    path("vorschau/", ForecastPage.as_view(), name="forecast"),
    path("strukturhinweise/", findings.Findings.as_view(), name="findings"),
    path("strukturhinweise/neu/", FindingFree.as_view(), name="finding_free"),
    path("strukturhinweise/<int:pk>/", findings.FindingPage.as_view(), name="finding"),
    path("strukturhinweise/<int:pk>/thema/", findings.FindingMerge.as_view(), name="finding_merge"),
    path("strukturhinweise/<int:pk>/ablehnen/", findings.FindingReject.as_view(), name="finding_reject"),
    path("themen/", Themes.as_view(), name="themes"),
    path("themen/<int:pk>/", ThemePage.as_view(), name="theme"),
]
