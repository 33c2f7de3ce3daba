# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree of the data protection officer."""

from django.urls import path

from casemanagement.views.dataprotection import Cases, Journal

app_name = "dataprotection"
urlpatterns = [
    path("", Journal.as_view(), name="journal"),
    path("akten/", Cases.as_view(), name="cases"),
]
