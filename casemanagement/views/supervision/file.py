# SPDX-License-Identifier: AGPL-3.0-or-later
"""An opened file, block by block: each page shows one and is journalled with the reason that was given."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.choices import GoalState
from casemanagement.models import (
    Assessment,
    ClientIdentity,
    ClientSituation,
    ConfidentialNote,
    Goal,
    ProtectedAddress,
    ReferralText,
)
from casemanagement.views.situation_rows import situation_facts, status_course
from casemanagement.views.supervision.case_base import SupervisedCase
from casemanagement.views.timeline_rows import days_of, entries_of
from permissions.rights import Right

PER_PAGE = 25


class FilePerson(SupervisedCase):
    """Name and ways to reach the person; a protected address in an emergency alone."""

    right = Right.READ_IDENTITY
    block = "identity"
    tab = "file"
    title = gettext_lazy("Person")
    template_name = "supervision/file_person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        identity = ClientIdentity.objects.filter(case=self.case).first()
        hidden = Right.READ_PROTECTED_ADDRESS in self.standing.rights
        return super().get_context_data(
            protected=ProtectedAddress.objects.filter(case=self.case).first() if hidden else None,
            person=_person(identity) if identity else [],
            people=list(self.case.household.order_by("pk")),
            **kwargs,
        )


class FileReferral(SupervisedCase):
    """What was asked for: until somebody leads the case, or in an open file."""

    right = Right.READ_REFERRAL
    block = "referral"
    tab = "file_referral"
    title = gettext_lazy("Anliegen")
    template_name = "supervision/file_referral.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = ReferralText.objects.filter(case=self.case).select_related("referral").first()
        facts = [] if words is None else _referral(words)
        return super().get_context_data(words=words, facts=facts, **kwargs)


class FileSituation(SupervisedCase):
    right = Right.READ_SENSITIVE
    block = "sensitive"
    tab = "file_situation"
    title = gettext_lazy("Lage")
    template_name = "supervision/file_situation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        situation = ClientSituation.objects.filter(case=self.case).first()
        return super().get_context_data(
            groups=situation_facts(situation) if situation else [], course=status_course(self.case), **kwargs
        )


class FileAssessment(SupervisedCase):
    right = Right.READ_FILE
    block = "file"
    tab = "file_assessment"
    title = gettext_lazy("Assessment")
    template_name = "supervision/file_assessment.html"
    coded_template = "supervision/coded_assessment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assessment = self.case.current_assessment()
        ratings = list(assessment.ratings.order_by("pk")) if assessment else []
        earlier = Assessment.objects.filter(case=self.case).count() - 1
        return super().get_context_data(
            assessment=assessment, ratings=ratings, earlier=max(earlier, 0), **kwargs
        )


class FilePlan(SupervisedCase):
    right = Right.READ_FILE
    block = "file"
    tab = "file_plan"
    title = gettext_lazy("Hilfeplan")
    template_name = "supervision/file_plan.html"
    coded_template = "supervision/coded_plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.case.current_plan()
        goals = Goal.objects.filter(plan=plan).prefetch_related("measures").order_by("-weight", "pk")
        reviews = list(self.case.reviews.select_related("held_by").order_by("-held_on", "-pk")[:10])
        return super().get_context_data(
            plan=plan, goals=[_goal(goal) for goal in goals] if plan else [], reviews=reviews, **kwargs
        )


class FileNotes(SupervisedCase):
    """Notes of contacts; confidential ones are nobody's but the case manager's."""

    right = Right.READ_FILE
    block = "file"
    tab = "file_notes"
    title = gettext_lazy("Notizen")
    template_name = "supervision/file_notes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = entries_of(self.case, {"what": "contacts"})
        page = Paginator(entries, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, days=days_of(list(page.object_list)), **kwargs)


def _referral(words: ReferralText) -> list[tuple[str, object]]:
    return [
        (_("Zugangsweg"), words.referral.get_source_display()),
        (_("Art der Meldung"), words.referral.get_mode_display()),
        (_("Meldung am"), words.referral.received_on),
        (_("Meldende Stelle oder Person"), words.referrer),
    ]


class FileConfidential(SupervisedCase):
    """What was entrusted to one person; nobody but her reads it, save in an emergency."""

    right = Right.READ_CONFIDENTIAL
    block = "confidential"
    tab = "file_confidential"
    title = gettext_lazy("Vertrauliche Notizen")
    template_name = "supervision/file_confidential.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ConfidentialNote.objects.filter(case=self.case).select_related("written_by").order_by("-pk")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **kwargs)


def _person(identity: ClientIdentity) -> list[tuple[str, object]]:
    place = " ".join(filter(None, [identity.postcode, identity.city]))
    return [
        (_("Vorname"), identity.given_name),
        (_("Familienname"), identity.family_name),
        (_("Geburtsdatum"), identity.birth_date),
        (_("Telefon"), identity.phone),
        (_("E-Mail"), identity.email),
        (_("Anschrift"), ", ".join(filter(None, [identity.street, place]))),
    ]


STATES = {
    GoalState.ACHIEVED: "success",
    GoalState.PARTIALLY_ACHIEVED: "success",
    GoalState.NOT_ACHIEVED: "warning",
}


def _goal(goal: Goal) -> dict[str, Any]:
    """As the goal card shows it."""
    measures = list(goal.measures.all())
    ended = [measure for measure in measures if measure.has_ended]
    return {
        "area": goal.get_domain_display(),
        "title": goal.text,
        "state": goal.get_state_display(),
        "kind": STATES.get(GoalState(goal.state), "info"),
        "due_on": goal.target_on,
        "sign": goal.sign,
        "done": len(ended),
        "total": len(measures),
        "steps": [
            {
                "title": measure.title,
                "who": measure.provider,
                "due_on": None if measure.has_ended else measure.due_on,
                "done": measure.has_ended,
                "state": measure.get_state_display(),
            }
            for measure in measures
        ],
    }
