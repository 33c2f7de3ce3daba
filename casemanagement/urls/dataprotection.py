# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree of the data protection officer."""

from django.urls import path

from casemanagement.views.anchors import AnchorFile, Anchors
from casemanagement.views.anomalies import Anomalies, AnomaliesExport
from casemanagement.views.authority_requests import GuardedRequestNew, GuardedRequests, RequestDecision
from casemanagement.views.dataprotection import Cases, Journal
from casemanagement.views.emergencies import (
    EmergencyEnd,
    EmergencyLonger,
    EmergencyNew,
    EmergencyRegister,
    EmergencyReviewPage,
)
from casemanagement.views.notices import Notices, NoticeSeen
from casemanagement.views.registers import Breaches, BreachPage, ComplaintPage, Complaints
from casemanagement.views.requests import ExportPage, RequestPage, Requests
from casemanagement.views.retention import (
    Certificate,
    Overview,
    ProtectedHoldPage,
    ReleaseHold,
    RunPage,
    Schedule,
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
from casemanagement.views.supervision.shields import RestrictionPage

app_name = "dataprotection"
urlpatterns = [
    path("", Journal.as_view(), name="journal"),
    path("akten/", Cases.as_view(), name="cases"),
    path("notfallzugriffe/", EmergencyRegister.as_view(), name="emergencies"),
    path("notfallzugriffe/<int:pk>/pruefen/", EmergencyReviewPage.as_view(), name="emergency_review"),
    path("notfall/", EmergencyNew.as_view(), name="emergency"),
    path("notfall/<int:pk>/verlaengern/", EmergencyLonger.as_view(), name="emergency_longer"),
    path("notfall/<int:pk>/beenden/", EmergencyEnd.as_view(), name="emergency_end"),
    path("fall/<slug:number>/akte/", FilePerson.as_view(), name="file"),
    path("fall/<slug:number>/akte/anliegen/", FileReferral.as_view(), name="file_referral"),
    path("fall/<slug:number>/akte/lage/", FileSituation.as_view(), name="file_situation"),
    path("fall/<slug:number>/akte/assessment/", FileAssessment.as_view(), name="file_assessment"),
    path("fall/<slug:number>/akte/hilfeplan/", FilePlan.as_view(), name="file_plan"),
    path("fall/<slug:number>/akte/notizen/", FileNotes.as_view(), name="file_notes"),
    path("fall/<slug:number>/akte/vertraulich/", FileConfidential.as_view(), name="file_confidential"),
    path("fall/<slug:number>/einschraenkung/", RestrictionPage.as_view(), name="restriction"),
    path("mitteilungen/", Notices.as_view(), name="notices"),
    path("mitteilungen/<int:pk>/gesehen/", NoticeSeen.as_view(), name="notice_seen"),
    path("anker/", Anchors.as_view(), name="anchors"),
    path("anker/<int:pk>/datei/", AnchorFile.as_view(), name="anchor_file"),
    path("auffaelligkeiten/", Anomalies.as_view(), name="anomalies"),
    path("auffaelligkeiten/ausgabe/", AnomaliesExport.as_view(), name="anomalies_export"),
    path("datenpannen/", Breaches.as_view(), name="breaches"),
    path("datenpannen/<int:pk>/", BreachPage.as_view(), name="breach"),
    path("beschwerden/", Complaints.as_view(), name="complaints"),
    path("beschwerden/<int:pk>/", ComplaintPage.as_view(), name="complaint"),
    path("antraege/", Requests.as_view(), name="requests"),
    path("antraege/<int:pk>/", RequestPage.as_view(), name="request"),
    path("antraege/<int:pk>/ausgabe/", ExportPage.as_view(), name="request_export"),
    path("loeschen/", Overview.as_view(), name="deletion"),
    path("loeschen/konzept/", Schedule.as_view(), name="deletion_schedule"),
    path("loeschen/<int:run>/", RunPage.as_view(), name="deletion_run"),
    path("loeschen/<int:run>/nachweis/", Certificate.as_view(), name="deletion_certificate"),
    path("loeschen/anhalten/<int:hold>/aufheben/", ReleaseHold.as_view(), name="hold_release"),
    path("akten/<slug:number>/anhalten/", ProtectedHoldPage.as_view(), name="hold"),
    path("anfragen/", GuardedRequests.as_view(), name="authority_requests"),
    path("anfragen/neu/", GuardedRequestNew.as_view(), name="authority_request_new"),
    path("anfragen/<int:pk>/", RequestDecision.as_view(), name="authority_request"),
]
