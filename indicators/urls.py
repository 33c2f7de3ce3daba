# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of figures and plan, in the trees of three hats."""

from django.urls import include, path

from indicators.views import figures, plan, structure

pages = [
    path("fachaufsicht/kennzahlen/", figures.CoordinatorWeek.as_view(), name="week"),
    path("fachaufsicht/luecken/", structure.CoordinatorGaps.as_view(), name="gaps"),
    path("fachaufsicht/ketten/", structure.CoordinatorChains.as_view(), name="chains"),
    path("controlling/luecken/", structure.ReadersGaps.as_view(), name="controlling_gaps"),
    path("controlling/", figures.ControllingFigures.as_view(), name="figures"),
    path("controlling/plan/", plan.ControllingPlan.as_view(), name="plan"),
    path("controlling/plan/<str:code>/", plan.MeasurePage.as_view(), name="measure"),
    path("controlling/plan/wert/<str:code>/", plan.EnterOwnerValue.as_view(), name="owner_value"),
]
reports = [
    path("berichte/", plan.ReadersPlan.as_view(), name="plan"),
    path("berichte/ketten/", structure.ProtectedChains.as_view(), name="chains"),
    path("berichte/luecken/", structure.ReadersGaps.as_view(), name="gaps"),
    path("berichte/plan/<str:code>/", plan.ReadersMeasure.as_view(), name="measure"),
]

urlpatterns = [
    path("", include((pages, "indicators"))),
    path("", include((reports, "reports"))),
]
