# SPDX-License-Identifier: AGPL-3.0-or-later
"""The address of a step in each of the two hats that do steps."""

from django.urls import path

from workflows.views import StepView

app_name = "workflows"
urlpatterns = [
    path(
        "fallarbeit/aufgabe/<int:process_pk>/<int:task_pk>/",
        StepView.as_view(),
        name="case_step",
    ),
    path(
        "fachaufsicht/aufgabe/<int:process_pk>/<int:task_pk>/",
        StepView.as_view(),
        name="fach_step",
    ),
]
