# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree of the Erstanlaufstelle."""

from django.urls import path

from casemanagement.views.desk import DeskToday, Register

app_name = "desk"
urlpatterns = [
    path("", DeskToday.as_view(), name="today"),
    path("meldung/", Register.as_view(), name="register"),
]
