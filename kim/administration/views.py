# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of the technical administration: accounts and the state of the system, never a case."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.views.generic import ListView, TemplateView

from casemanagement.models import Job
from kim import system_state
from permissions import clock
from permissions.models import Membership, User


class Today(TemplateView):
    template_name = "administration/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            web=system_state.identity_here(),
            worker=system_state.worker_identity(),
            jobs=Job.objects.unfinished()[:50],
            **kwargs,
        )


class People(ListView):  # type: ignore[type-arg]  # generic only for the type checker
    template_name = "administration/people.html"
    context_object_name = "people"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[User]:
        living = Membership.objects.valid_on(clock.today()).select_related("organisation")
        return User.objects.prefetch_related(Prefetch("memberships", queryset=living, to_attr="tasks"))
