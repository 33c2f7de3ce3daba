# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the coordination does about shields: reassign after a conflict, name people, restrict."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import access_lists, conflicts, intake, restrictions
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_shields import NamedOnly, OneMore, Restricted, Unrestricted
from casemanagement.forms.pages_supervision import Responsible
from casemanagement.models import AccessList, Case, ConflictDeclaration, NamedPerson
from casemanagement.proposal import proposal_among
from casemanagement.views.base import HatPage
from casemanagement.views.supervision.case_base import SupervisedCase, SupervisedForm
from casemanagement.views.supervision.staff import staff_load
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import User
from permissions.rights import Right
from permissions.web import attempt

LONGEST_LIST = 100


@dataclass(frozen=True)
class Partial:
    """A case whose present case manager or deputy must not see it."""

    case: Case
    person: User


class Conflicts(HatPage):
    """Cases to be reassigned first, then every conflict that stands."""

    template_name = "supervision/conflicts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cases = Case.objects.permitted(self.actor, Right.ASSIGN)
        declared = ConflictDeclaration.objects.living().filter(has_conflict=True, case__in=cases)
        without = cases.unassigned(clock.today()).filter(pk__in=declared.values("case"))
        return super().get_context_data(
            partial=_partial(self.actor),
            unassigned=list(without.order_by("number")[:LONGEST_LIST]),
            declared=list(declared.select_related("case", "person").order_by("-pk")[:LONGEST_LIST]),
            **kwargs,
        )


def _partial(actor: Actor) -> list[Partial]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, person_id FROM kim.partial_leads()")
        found = cursor.fetchall()
    cases = Case.objects.permitted(actor, Right.ASSIGN).in_bulk([case for case, _person in found])
    people = User.objects.in_bulk([person for _case, person in found])
    return [Partial(cases[case], people[person]) for case, person in found if case in cases]


class ConflictEnd(SupervisedCase):
    right = Right.ASSIGN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = ConflictDeclaration.objects.permitted(self.actor, Right.ASSIGN)
        declared = get_object_or_404(rows, case=self.case, pk=kwargs["pk"])
        done = _("Die Befangenheit ist aufgehoben. Zugeteilt ist damit niemand.")
        deed = partial(conflicts.end, declared, by=self.actor)
        return attempt(request, deed, done, reverse("supervision:conflicts"))


class AssignPage(SupervisedForm):
    """Who leads the case from today; whoever must not is refused in one sentence that says nothing more."""

    right = Right.ASSIGN
    form_class = Responsible
    template_name = "supervision/assign.html"
    title = gettext_lazy("Fall neu zuteilen")
    submit = gettext_lazy("Zuteilen")

    def deed(self, form: EditForm, case: Case) -> Any:
        return intake.assign(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Der Fall ist zugeteilt."))
        return super().done(result)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        staff = staff_load(self.actor)
        return super().get_context_data(
            staff=staff, proposal=proposal_among(staff.people, self.case), **kwargs
        )


class NamedPeople(SupervisedForm):
    """Without a list the form begins one; with one it names another person."""

    right = Right.ASSIGN
    form_class = NamedOnly
    template_name = "supervision/named_people.html"
    title = gettext_lazy("Nur benannte Personen")
    submit = gettext_lazy("Speichern")
    lead = gettext_lazy(
        "Bekannte Personen, Beschäftigte der Stadt, der AWO oder des DRK, Bedrohte: Nur wer hier "
        "benannt ist, sieht den Fall. Alle anderen finden ihn nicht, auch die Vertretung der Koordination nicht."
    )

    def form(self, **kwargs: Any) -> EditForm:
        form_class = OneMore if self.access_list else NamedOnly
        return form_class(case=self.case, actor=self.actor, stored=None, **kwargs)

    @property
    def access_list(self) -> AccessList | None:
        return self.case.access_lists.filter(ended_at__isnull=True).first()

    def deed(self, form: EditForm, case: Case) -> Any:
        if isinstance(form, OneMore):
            return access_lists.name(
                case.access_lists.get(ended_at__isnull=True), by=self.actor, **form.deed()
            )
        return access_lists.begin(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        return redirect(self.url("named"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = self.case.named_people.filter(ended_at__isnull=True).select_related("person")
        return super().get_context_data(access_list=self.access_list, named=list(named), **kwargs)


class NamedStrike(SupervisedCase):
    """Strikes one person, or the whole list."""

    right = Right.ASSIGN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "end" in request.POST:
            rows = AccessList.objects.permitted(self.actor, Right.ASSIGN)
            listed = get_object_or_404(rows, case=self.case, ended_at__isnull=True)
            deed = partial(access_lists.end, listed, by=self.actor)
            return attempt(request, deed, _("Die Liste ist aufgehoben."), self.url("case"))
        named = NamedPerson.objects.permitted(self.actor, Right.ASSIGN)
        row = get_object_or_404(named, case=self.case, pk=kwargs["pk"], ended_at__isnull=True)
        if row.person_id == getattr(self.actor.person, "pk", None):
            messages.error(
                request, _("Sich selbst können Sie nicht streichen; das tut eine andere benannte Person.")
            )
            return redirect(self.url("named"))
        return attempt(request, partial(access_lists.strike, row, by=self.actor), "", self.url("named"))


class RestrictionPage(SupervisedForm):
    """Sets the restriction, or lifts the one that stands; the coordination and data protection do it."""

    right = Right.RESTRICT
    template_name = "supervision/restriction.html"
    title = gettext_lazy("Verarbeitung einschränken")
    form_class = Restricted

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.POST.get("do") != "announce":
            return super().post(request, *args, **kwargs)
        done = _("Die Fallführung ist gebeten, die Klientin oder den Klienten zu unterrichten.")
        deed = partial(restrictions.announce_lifting, self.case, by=self.actor)
        return attempt(request, deed, done, self.url("restriction"))

    def form(self, **kwargs: Any) -> EditForm:
        form_class = Unrestricted if self.case.is_restricted else Restricted
        return form_class(case=self.case, actor=self.actor, stored=None, **kwargs)

    def deed(self, form: EditForm, case: Case) -> Any:
        if isinstance(form, Unrestricted):
            return restrictions.lift(case, by=self.actor, **form.deed())
        return restrictions.restrict(case, by=self.actor, **form.deed())

    def back_url(self) -> str:
        return reverse("dataprotection:cases") if self.actor.hat is Hat.DSB else super().back_url()

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Gespeichert."))
        return redirect(self.url("restriction"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(self.case.restrictions.select_related("set_by", "lifted_by", "informed_by")[:10])
        standing = next((row for row in rows if row.lifted_at is None), None)
        word = _("Einschränkung aufheben") if self.case.is_restricted else _("Verarbeitung einschränken")
        return super().get_context_data(
            **(
                {
                    "restrictions": rows,
                    "standing": standing,
                    "owes_word": standing is not None and restrictions.owes_word(standing),
                    "submit": word,
                }
                | kwargs
            )
        )
