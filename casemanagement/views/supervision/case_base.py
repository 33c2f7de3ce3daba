# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every page of the Fachaufsicht about one case has in common: the number, and the hour of an open file."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import ContextMixin

from casemanagement import coded
from casemanagement.choices import AssignmentRole, ConsentKind
from casemanagement.models import Assignment, Case, EmergencyAccess, FileOpening
from casemanagement.views.base import CaseFormPage, CasePage
from casemanagement.views.case_header import Header, beyond, marks_of, phases_of, programme_of
from casemanagement.views.supervision.team import badges
from casemanagement.views.supervision.work import case_url
from casemanagement.views.words import Text
from permissions import accesslog, clock
from permissions.hats import Hat
from permissions.models import AccessAction
from permissions.rights import Right

# What codes, or an open file, add to the frame; one of the rights is enough to see the page.
PAGES: tuple[tuple[Text, str, tuple[Right, ...]], ...] = (
    (gettext_lazy("Fall"), "case", (Right.READ_FRAME,)),
    (gettext_lazy("Hinweise"), "remarks", (Right.READ_SUPERVISION,)),
    (gettext_lazy("Anliegen"), "file_referral", (Right.READ_REFERRAL,)),
    (gettext_lazy("Person"), "file", (Right.READ_IDENTITY,)),
    (gettext_lazy("Lage"), "file_situation", (Right.READ_SENSITIVE,)),
    (gettext_lazy("Assessment"), "file_assessment", (Right.READ_FILE, Right.READ_CODES)),
    (gettext_lazy("Hilfeplan"), "file_plan", (Right.READ_FILE, Right.READ_CODES)),
    (gettext_lazy("Notizen"), "file_notes", (Right.READ_FILE,)),
    (gettext_lazy("Vertrauliche Notizen"), "file_confidential", (Right.READ_CONFIDENTIAL,)),
)


BEYOND_SUPERVISION = (Right.READ_PROTECTED_ADDRESS, Right.READ_CONFIDENTIAL)


class SupervisedCase(CasePage):
    """The frame of a case without a name; blocks of the file only while it is open."""

    right: ClassVar[Right] = Right.READ_FRAME
    block: ClassVar[str] = ""
    coded_template: ClassVar[str] = ""

    @cached_property
    def header(self) -> Header:
        """The pseudonymised head: a number, and who is responsible."""
        case: Any = self.case  # with what standing_of found beside it
        rights = self.standing.rights
        today = clock.today()
        rows = list(case.assignments.valid_on(today).select_related("person").order_by("-role", "pk"))
        return Header(
            name=_("Fall"),
            number=case.number,
            badges=badges(case, in_handover=case.in_handover),
            facts=_facts(case, rows),
            deadline=(_("Nächste Frist"), case.next_due_on) if case.next_due_on else None,
            phases=phases_of(case),
            phase=case.phase,
            paused=case.is_paused,
            tabs=self._tabs(rights),
            assignments=rows,
        )

    @cached_property
    def opening(self) -> FileOpening | None:
        """The hour that runs, if one does and still opens anything."""
        if Right.READ_FILE not in self.standing.rights:
            return None
        rows = FileOpening.objects.filter(
            case=self.case, person=self.actor.person, valid_until__gt=clock.now()
        )
        return rows.order_by("-valid_until").first()

    @cached_property
    def emergency(self) -> EmergencyAccess | None:
        """The Notfallzugriff that runs; every page shows it above everything else."""
        own = EmergencyAccess.objects.running().filter(case=self.case, person=self.actor.person)
        return own.filter(hat=self.actor.hat.value).first()

    def _frame(self) -> dict[str, Any]:
        return super()._frame() | {"opening": self.opening, "minutes_left": self._minutes_left()}

    def _minutes_left(self) -> int:
        """Begun minutes count: the last one is not yet over."""
        if self.opening is None:
            return 0
        return -(-int((self.opening.valid_until - clock.now()).total_seconds()) // 60)

    def _tabs(self, rights: frozenset[Right]) -> list[tuple[Text, str, bool]]:
        hidden = {f"file_{name}" for name in beyond(self.case)}
        tabs: list[tuple[Text, str, bool]] = [
            (label, self.url(name), name == self.tab)
            for label, name, one_of in PAGES
            if rights.intersection(one_of)
            and name not in hidden
            and (name != "case" or self.actor.hat is Hat.FACH)
        ]
        return tabs if len(tabs) > 1 else []

    def note_reading(self) -> None:
        """As everywhere, and with the reason that was given for opening the file."""
        accesslog.record(
            self.actor,
            AccessAction.READ,
            case=self.case,
            block=self.shown_block(),
            grant=self.standing.reasons(self.shown_right())[:200],
            reason=self._stated(),
            page=self.tab,
        )

    def _stated(self) -> str:
        stated = self.opening or (self.emergency if Right.READ_FILE in self.standing.rights else None)
        return stated.reason if stated else ""

    def why_not(self, right: Right) -> str:
        if right in BEYOND_SUPERVISION:
            return _("Das gehört nicht zur Fachaufsicht.")
        return why_shut(self.case) or _("Die Akte ist nicht geöffnet; dafür fehlt nur ein Anlass.")

    def coded(self) -> HttpResponse:
        """The same without name and words: what a shut file lets through."""
        found = coded.of_case(self.case)
        response = render(
            self.request,
            self.coded_template,
            ContextMixin.get_context_data(self, **self._frame(), coded=found, why=why_shut(self.case)),
        )
        accesslog.record(
            self.actor,
            AccessAction.READ,
            case=self.case,
            block="codes",
            grant=self.standing.reasons(Right.READ_CODES)[:200],
            page=self.tab,
        )
        return response

    def closed(self) -> HttpResponse:
        """Codes where the page has them; else say why the file is shut and what opens it."""
        if self.coded_template and Right.READ_CODES in self.standing.rights:
            return self.coded()
        self.request.refused.append(self.block)
        context = ContextMixin.get_context_data(self, **self._frame(), why=self._why_shut())
        return render(self.request, "supervision/closed.html", context, status=403)

    def _why_shut(self) -> str:
        if self.actor.hat is Hat.DSB:
            return _(
                "Der Datenschutz liest eine Akte nur im Notfallzugriff, zu einer Beschwerde oder einem Vorfall."
            )
        return why_shut(self.case)

    def url(self, name: str, **kwargs: Any) -> str:
        if self.actor.hat is Hat.DSB:
            return reverse(f"dataprotection:{name}", kwargs={"number": self.case.number, **kwargs})
        return case_url(self.case.number, name, **kwargs)


class SupervisedForm(SupervisedCase, CaseFormPage):
    """A page of the Fachaufsicht with one form and one deed."""

    template_name = "supervision/form.html"
    back: ClassVar[str] = "case"


def why_shut(case: Case) -> str:
    """Why nobody may open the file of this case; empty where a reason is all that is missing."""
    if case.is_restricted:
        return _("Die Verarbeitung dieses Falls ist eingeschränkt. Die Akte bleibt geschlossen.")
    today = clock.today()
    rows = list(case.consents.of_kind(ConsentKind.C3).order_by("-pk"))
    if any(row.is_living(today) for row in rows):
        return ""
    if not rows:
        return _(
            "Die Klientin oder der Klient hat dem Lesen durch die Fachaufsicht (Einwilligung C3) nicht zugestimmt."
        )
    last = rows[0]
    if last.revoked_on:
        return _("Die Einwilligung C3 wurde am %(day)s widerrufen.") % {"day": f"{last.revoked_on:%d.%m.%Y}"}
    if last.valid_until and last.valid_until < today:
        return _("Die Einwilligung C3 ist am %(day)s abgelaufen.") % {"day": f"{last.valid_until:%d.%m.%Y}"}
    return _("Die Einwilligung C3 gilt erst ab dem %(day)s.") % {"day": f"{last.valid_from:%d.%m.%Y}"}


def _facts(case: Case, rows: list[Assignment]) -> list[tuple[Text, object]]:
    responsible = [row.person.display_name for row in rows if row.role == AssignmentRole.RESPONSIBLE]
    deputies = [row.person.display_name for row in rows if row.role == AssignmentRole.DEPUTY]
    client = getattr(case, "client", None)
    facts: list[tuple[Text, object]] = [
        (_("Organisation"), case.organisation.short_name),
        (_("Fallführung"), ", ".join(responsible) or _("niemand")),
    ]
    if deputies:
        facts.append((_("Vertretung"), ", ".join(deputies)))
    if client is not None and client.languages:
        facts.append((_("Sprachen"), ", ".join(client.languages)))
    return [
        *facts,
        *marks_of(case),
        *programme_of(case),
        (_("Stadtbezirk"), case.get_stadtbezirk_display()),
        (_("Intensität"), case.get_intensity_display()),
    ]
