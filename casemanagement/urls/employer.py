# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree of the Dienstaufsicht."""

from django.urls import path

from casemanagement.views import employer_deeds as deeds
from casemanagement.views.employer import Absences, Contracts, EmployerToday, Staff
from casemanagement.views.forecast import ForecastPage
from casemanagement.views.notices import Notices, NoticeSeen
from casemanagement.views.registers import ComplaintPage, Complaints

app_name = "employer"
urlpatterns = [
    path("", EmployerToday.as_view(), name="today"),
    path("team/", Staff.as_view(), name="staff"),
    path("vertraege/", Contracts.as_view(), name="contracts"),
    path("vertraege/stelle/neu/", deeds.PostNew.as_view(), name="post_new"),
    path("vertraege/stelle/<int:pk>/", deeds.PostChange.as_view(), name="post"),
    path("abwesenheiten/<int:pk>/", deeds.AbsenceChange.as_view(), name="absence"),
    path("abwesenheiten/<int:pk>/beenden/", deeds.AbsenceEnd.as_view(), name="absence_end"),
    path("vorschau/", ForecastPage.as_view(), name="forecast"),
    path("vereinbarung/", deeds.Agreement.as_view(), name="agreement"),
    path("ueberlastung/", deeds.Overloads.as_view(), name="overloads"),
    path("ueberlastung/<int:pk>/", deeds.OverloadAnswer.as_view(), name="overload"),
    path("abwesenheiten/", Absences.as_view(), name="absences"),
    path("mitteilungen/", Notices.as_view(), name="notices"),
    path("mitteilungen/<int:pk>/gesehen/", NoticeSeen.as_view(), name="notice_seen"),
    path("beschwerden/", Complaints.as_view(), name="complaints"),
    path("beschwerden/<int:pk>/", ComplaintPage.as_view(), name="complaint"),
]
