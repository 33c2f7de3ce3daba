# SPDX-License-Identifier: AGPL-3.0-or-later
"""The addresses of the case work; a case is named by its meaningless number, a person never."""

from django.urls import include, path

from casemanagement.views import (
    assessment,
    caseload,
    closure,
    consents,
    contacts,
    documents,
    file,
    frame,
    handover,
    household,
    plan,
    search,
    today,
)

app_name = "cases"

of_case = [
    path("", file.File.as_view(), name="file"),
    path("verlauf/", file.Timeline.as_view(), name="timeline"),
    path("aufgabe/<int:pk>/erledigt/", file.WorkItemDone.as_view(), name="work_item_done"),
    path("notiz/", contacts.Note.as_view(), name="note"),
    path("vertraulich/", contacts.Confidential.as_view(), name="confidential"),
    path("person/", household.Household.as_view(), name="household"),
    path("person/aendern/", household.IdentityForm.as_view(), name="identity"),
    path("intensitaet/", frame.IntensityForm.as_view(), name="intensity"),
    path("stadtbezirk/", frame.LocationForm.as_view(), name="location"),
    path("schutz/", frame.ProtectedAddressForm.as_view(), name="protected_address"),
    path("krise/", frame.Crisis.as_view(), name="crisis"),
    path("haushalt/neu/", household.HouseholdPersonNew.as_view(), name="household_person_new"),
    path("haushalt/<int:pk>/", household.HouseholdPersonChange.as_view(), name="household_person"),
    path(
        "haushalt/<int:pk>/entfernen/",
        household.HouseholdPersonRemove.as_view(),
        name="household_person_remove",
    ),
    path("lage/", household.SituationPage.as_view(), name="situation"),
    path("lage/aendern/", household.SituationForm.as_view(), name="situation_change"),
    path("dokumente/", documents.Documents.as_view(), name="documents"),
    path("dokumente/neu/", documents.DocumentNew.as_view(), name="document_new"),
    path("dokumente/<int:pk>/", documents.DocumentFile.as_view(), name="document"),
    path("einwilligungen/", consents.Consents.as_view(), name="consents"),
    path("einwilligungen/neu/", consents.ConsentNew.as_view(), name="consent_new"),
    path("einwilligungen/<int:pk>/widerruf/", consents.ConsentRevoke.as_view(), name="consent_revoke"),
    path("assessment/", assessment.AssessmentPage.as_view(), name="assessment"),
    path("assessment/<slug:domain>/", assessment.DomainPage.as_view(), name="domain"),
    path("hilfeplan/", plan.PlanPage.as_view(), name="plan"),
    path("hilfeplan/pdf/", documents.PlanPdf.as_view(), name="plan_pdf"),
    path("hilfeplan/ziel/neu/", plan.GoalNew.as_view(), name="goal_new"),
    path("hilfeplan/ziel/<int:pk>/", plan.GoalPage.as_view(), name="goal"),
    path("hilfeplan/ziel/<int:pk>/massnahme/", plan.MeasureNew.as_view(), name="measure_new"),
    path("hilfeplan/massnahme/<int:pk>/", plan.MeasurePage.as_view(), name="measure"),
    path("hilfeplan/meilenstein/", plan.MilestoneNew.as_view(), name="milestone_new"),
    path("uebergabe/", handover.HandoverPage.as_view(), name="handover"),
    path("uebergabe/<int:pk>/zurueckziehen/", handover.HandoverWithdraw.as_view(), name="handover_withdraw"),
    path("abschluss/", closure.ClosurePage.as_view(), name="closure"),
]

urlpatterns = [
    path("", today.TodayPage.as_view(), name="today"),
    path("faelle/", caseload.Caseload.as_view(), name="list"),
    path("neu/", search.Search.as_view(), name="search"),
    path("neu/erfassen/", search.NewCase.as_view(), name="new"),
    path("uebergaben/", handover.Offers.as_view(), name="offers"),
    path("fall/<slug:number>/", include(of_case)),
]
