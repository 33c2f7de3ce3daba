# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree of the Dienstaufsicht."""

from django.urls import path

from casemanagement.views.employer import Absences, Contracts, EmployerToday, Staff

app_name = "employer"
urlpatterns = [
    path("", EmployerToday.as_view(), name="today"),
    path("team/", Staff.as_view(), name="staff"),
    path("vertraege/", Contracts.as_view(), name="contracts"),
    path("abwesenheiten/", Absences.as_view(), name="absences"),
]
