# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree of the Erstanlaufstelle."""

from django.urls import path

from casemanagement.views.advice import Sheet, SheetTakenBack
from casemanagement.views.desk import DeskToday, Register
from casemanagement.views.registers import Complaints

app_name = "desk"
urlpatterns = [
    path("", DeskToday.as_view(), name="today"),
    path("meldung/", Register.as_view(), name="register"),
    path("kurzberatung/", Sheet.as_view(), name="advice"),
    path("kurzberatung/zuruecknehmen/", SheetTakenBack.as_view(), name="advice_undo"),
    path("beschwerden/", Complaints.as_view(), name="complaints"),
]
