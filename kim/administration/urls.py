# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the technical administration."""

from django.urls import path

from casemanagement.views.notices import Notices, NoticeSeen
from kim.administration import people, proposals, views
from kim.administration.runs import RunsPage
from permissions.models import ProposalKind

app_name = "administration"
urlpatterns = [
    path("", views.Today.as_view(), name="today"),
    path("personen/", views.People.as_view(), name="people"),
    path("personen/neu/", people.NewPerson.as_view(), name="new_person"),
    path("personen/<int:pk>/", people.PersonPage.as_view(), name="person"),
    path("personen/<int:pk>/angaben/", people.ChangePerson.as_view(), name="change_person"),
    path("aufgaben/<int:pk>/beenden/", people.EndTask.as_view(), name="end_task"),
    path("personen/<int:pk>/einladen/", people.Invite.as_view(), name="invite"),
    path("personen/<int:pk>/entsperren/", people.Unlock.as_view(), name="unlock"),
    path("personen/<int:pk>/sitzungen/", people.EndSessions.as_view(), name="end_sessions"),
    path("personen/<int:pk>/schliessen/", people.CloseAccount.as_view(), name="close_account"),
    path(
        "personen/<int:pk>/oeffnen/",
        people.ProposeChange.as_view(kind=ProposalKind.REOPEN),
        name="reopen",
    ),
    path(
        "personen/<int:pk>/zuruecksetzen/",
        people.ProposeChange.as_view(kind=ProposalKind.RESET_SIGN_IN),
        name="reset_sign_in",
    ),
    path("freigaben/", proposals.Approvals.as_view(), name="approvals"),
    path("ereignisse/", proposals.Events.as_view(), name="events"),
    path("laeufe/", RunsPage.as_view(), name="runs"),
    path("mitteilungen/", Notices.as_view(), name="notices"),
    path("mitteilungen/<int:pk>/gesehen/", NoticeSeen.as_view(), name="notice_seen"),
]
