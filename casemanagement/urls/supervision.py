# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree of the Fachaufsicht."""

from django.urls import path

from casemanagement.views.supervision.approvals import Approvals
from casemanagement.views.supervision.case import SupervisedCasePage
from casemanagement.views.supervision.deeds import (
    DeputyEnd,
    DeputyPage,
    ExtensionPage,
    OpenFilePage,
)
from casemanagement.views.supervision.file import (
    FileAssessment,
    FileNotes,
    FilePerson,
    FilePlan,
    FileSituation,
)
from casemanagement.views.supervision.incoming import Incoming
from casemanagement.views.supervision.team import Team
from casemanagement.views.supervision.today import SupervisionToday
from casemanagement.views.supervision.uncovered import UncoveredPage

app_name = "supervision"
urlpatterns = [
    path("", SupervisionToday.as_view(), name="today"),
    path("eingang/", Incoming.as_view(), name="incoming"),
    path("freigaben/", Approvals.as_view(), name="approvals"),
    path("faelle/", Team.as_view(), name="team"),
    path("unversorgt/", UncoveredPage.as_view(), name="uncovered"),
    path("fall/<slug:number>/", SupervisedCasePage.as_view(), name="case"),
    path("fall/<slug:number>/oeffnen/", OpenFilePage.as_view(), name="open_file"),
    path("fall/<slug:number>/akte/", FilePerson.as_view(), name="file"),
    path("fall/<slug:number>/akte/lage/", FileSituation.as_view(), name="file_situation"),
    path("fall/<slug:number>/akte/assessment/", FileAssessment.as_view(), name="file_assessment"),
    path("fall/<slug:number>/akte/hilfeplan/", FilePlan.as_view(), name="file_plan"),
    path("fall/<slug:number>/akte/notizen/", FileNotes.as_view(), name="file_notes"),
    path("fall/<slug:number>/vertretung/", DeputyPage.as_view(), name="deputy"),
    path("fall/<slug:number>/vertretung/<int:pk>/beenden/", DeputyEnd.as_view(), name="deputy_end"),
    path("fall/<slug:number>/verlaengerung/", ExtensionPage.as_view(), name="extension"),
]
