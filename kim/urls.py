# SPDX-License-Identifier: AGPL-3.0-or-later
"""All addresses: one tree for each hat, and the few pages before one is worn."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path

from kim import accounts, health, styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("", accounts.home, name="home"),
    path("anmelden/", accounts.SignIn.as_view(), name="login"),
    path("passwort/", accounts.ChangePassword.as_view(), name="password"),
    path("sprache/", accounts.ChooseLanguage.as_view(), name="language"),
    path("abmelden/", LogoutView.as_view(), name="logout"),
    path(
        "barrierefreiheit/",
        accounts.Statement.as_view(template_name="kim/accessibility.html"),
        name="accessibility",
    ),
    path(
        "datenschutzhinweise/",
        accounts.Statement.as_view(template_name="kim/privacy.html"),
        name="privacy",
    ),
    path("impressum/", accounts.Statement.as_view(template_name="kim/imprint.html"), name="imprint"),
    path("styleguide/", styleguide.page, name="styleguide"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("fallarbeit/", include("casemanagement.urls.case")),
    path("fachaufsicht/", include("casemanagement.urls.supervision")),
    path("dienstaufsicht/", include("casemanagement.urls.employer")),
    path("datenschutz/", include("casemanagement.urls.dataprotection")),
    path("erstanlaufstelle/", include("casemanagement.urls.desk")),
    path("verwaltung/", include("kim.administration.urls")),
    path("", include("workflows.urls")),
    path("", include("indicators.urls")),
]
