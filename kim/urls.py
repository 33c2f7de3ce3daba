# SPDX-License-Identifier: AGPL-3.0-or-later
"""All addresses: one tree for each hat, and the few pages before one is worn."""

from importlib.util import find_spec

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path

from kim import accounts, health


def _tree(prefix: str, module: str) -> list[URLPattern | URLResolver]:
    parent, _, _name = module.rpartition(".")
    return [path(prefix, include(module))] if find_spec(parent) and find_spec(module) else []


urlpatterns: list[URLPattern | URLResolver] = [
    path("", accounts.home, name="home"),
    path("anmelden/", accounts.SignIn.as_view(), name="login"),
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
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    *_tree("fallarbeit/", "casemanagement.urls.case"),
    *_tree("fachaufsicht/", "casemanagement.urls.supervision"),
    *_tree("dienstaufsicht/", "casemanagement.urls.employer"),
    *_tree("datenschutz/", "casemanagement.urls.dataprotection"),
    *_tree("erstanlaufstelle/", "casemanagement.urls.desk"),
    *_tree("verwaltung/", "kim.administration.urls"),
    *_tree("", "workflows.urls"),
    *_tree("", "indicators.urls"),
]
