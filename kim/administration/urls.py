# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the technical administration."""

from django.urls import path

from kim.administration import views

app_name = "administration"
urlpatterns = [
    path("", views.Today.as_view(), name="today"),
    path("personen/", views.People.as_view(), name="people"),
]
