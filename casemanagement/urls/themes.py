# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the Integrationszentrum, in the tree of reports."""

from django.urls import path

from casemanagement.views import themes

app_name = "themes"
urlpatterns = [
    path("", themes.Themes.as_view(), name="themes"),
    path("neu/", themes.ThemeNew.as_view(), name="theme_new"),
    path("<int:pk>/", themes.ThemePage.as_view(), name="theme"),
    path("<int:pk>/beschreibung/", themes.ThemeDescription.as_view(), name="theme_description"),
]
