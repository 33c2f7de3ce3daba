# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Wer hat in diese Akte gesehen?“: by role and house, for whoever leads the case and for the coordination."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from casemanagement.access_words import occasion, part_of_file
from casemanagement.models import Case
from casemanagement.views.base import CasePage
from casemanagement.views.supervision.case_base import SupervisedCase
from permissions.hats import Hat
from permissions.models import AccessEvent, Membership
from permissions.rights import Right

PER_PAGE = 25


class AccessLog(CasePage):
    right = Right.READ_ACCESS_LOG
    block = "access_log"
    tab = "file"
    title = gettext_lazy("Wer hat in diese Akte gesehen?")
    template_name = "casemanagement/access_log.html"

    def events(self) -> QuerySet[AccessEvent]:
        return AccessEvent.objects.filter(case_id=self.case.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.events().order_by("-at", "-pk")
        page: Any = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        page.object_list = in_words(list(page.object_list), self.case)
        return super().get_context_data(page=page, **kwargs)


class SupervisedAccessLog(AccessLog, SupervisedCase):
    """What others read; the coordinator's own readings are no part of her page."""

    title = gettext_lazy("Wer hat in diese Akte gesehen?")
    template_name = "supervision/access_log.html"

    def events(self) -> QuerySet[AccessEvent]:
        return super().events().exclude(person_id=self.actor.person.pk if self.actor.person else None)


def in_words(events: list[AccessEvent], case: Case) -> list[dict[str, Any]]:
    """Role and house, never a name: it is about the file, not about the people at work."""
    people = {event.person_id for event in events if event.person_id}
    members = Membership.objects.filter(person__in=people).order_by("valid_from")
    houses = dict(members.values_list("person", "organisation__short_name"))
    return [
        {
            "at": event.at,
            "role": Hat(event.hat).label,
            "house": houses.get(event.person_id or 0, ""),
            "what": event.get_action_display(),
            "block": part_of_file(event.block),
            "grant": event.grant,
            "reason": occasion(event.reason),
            "is_refused": event.action == "refuse",
        }
        for event in events
    ]
