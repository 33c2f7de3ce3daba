# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Wer entscheidet“: the order for the days on which nobody of the Fachaufsicht is there."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from casemanagement import towns
from casemanagement.forms.pages_succession import SuccessionForm
from casemanagement.views.base import HatPage
from permissions import clock, staffing
from permissions.models import Membership, Succession, User, valid_on
from permissions.roles import Role
from permissions.stepup import FreshSignIn
from permissions.web import attempt


class SuccessionPage(FreshSignIn, HatPage):
    template_name = "supervision/succession.html"

    def needs_proof(self, request: HttpRequest) -> bool:
        return request.method == "POST"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kommune = get_object_or_404(self._kommunen())
        form = SuccessionForm(request.POST, kommune=kommune)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            staffing.name_successor(kommune, by=self.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("Die Reihenfolge ist ergänzt."))
        return redirect("supervision:succession")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kommune = self._kommunen().first()
        if "form" not in kwargs and kommune is not None:
            kwargs["form"] = SuccessionForm(kommune=kommune)
        rows = Succession.objects.filter(valid_until__gte=clock.today()).select_related("person")
        today = clock.today()
        appointed = Membership.objects.valid_on(today).filter(role=Role.EMERGENCY_DECISION)
        return super().get_context_data(
            rows=list(rows.order_by("place", "valid_from")),
            appointed=set(appointed.values_list("person", flat=True)),
            decides=_who_decides(),
            coordinators=_names(Role.FACHAUFSICHT),
            may_name=kommune is not None,
            **kwargs,
        )

    def _kommunen(self) -> Any:
        person: Any = self.actor.person
        return towns.coordinated(person)


class SuccessionEnd(SuccessionPage):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Succession.objects.filter(kommune__in=self._kommunen().values("pk"))
        deed = partial(staffing.end_successor, get_object_or_404(rows, pk=kwargs["pk"]), by=self.actor)
        return attempt(request, deed, _("Die Benennung ist beendet."), reverse("supervision:succession"))


def _who_decides() -> User | None:
    """Whoever stands in today; nobody while a coordinator is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.decider(id) FROM permissions_kommune ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    return User.objects.filter(pk=row[0]).first() if row and row[0] else None


def _names(role: Role) -> list[str]:
    members = Membership.objects.filter(valid_on(clock.today()), role=role, person__is_active=True)
    return sorted(set(members.values_list("person__display_name", flat=True)))
