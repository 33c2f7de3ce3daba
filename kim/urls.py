# SPDX-License-Identifier: AGPL-3.0-or-later
"""All addresses: one tree for each hat, and the few pages before one is worn."""

from django.urls import URLPattern, URLResolver, include, path

from kim import access_page, health, outside, styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kim.accounts.urls")),
    path("zugriffskonzept/", access_page.AccessConcept.as_view(), name="access"),
    path("styleguide/", styleguide.page, name="styleguide"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("meldung/", outside.Outside.as_view(), name="outside"),
    path("meldung/angekommen/", outside.OutsideReceived.as_view(), name="outside_received"),
    path("fallarbeit/", include("casemanagement.urls.case")),
    path("fachaufsicht/", include("casemanagement.urls.supervision")),
    path("dienstaufsicht/", include("casemanagement.urls.employer")),
    path("datenschutz/", include("casemanagement.urls.dataprotection")),
    path("erstanlaufstelle/", include("casemanagement.urls.desk")),
    path("berichte/themen/", include("casemanagement.urls.themes")),
    path("verwaltung/", include("kim.administration.urls")),
    path("", include("kim.administration.urls_elsewhere")),
    path("", include("workflows.urls")),
    path("", include("indicators.urls")),
]
