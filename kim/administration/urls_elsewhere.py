# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts in other hats: whoever proposes, and whoever watches."""

from django.urls import path

from kim.administration import proposals

app_name = "accounts"
urlpatterns = [
    path("fachaufsicht/konten/", proposals.Propose.as_view(), name="propose_fach"),
    path("dienstaufsicht/konten/", proposals.Propose.as_view(), name="propose_dienst"),
    path("datenschutz/konten/", proposals.Events.as_view(), name="events"),
    path("datenschutz/konten/freigaben/", proposals.Approvals.as_view(), name="approvals"),
]
