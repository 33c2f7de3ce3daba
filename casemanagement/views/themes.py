# SPDX-License-Identifier: AGPL-3.0-or-later
"""Themes on their way to the Lenkungsgruppe: led by the Integrationszentrum, read by case work and coordination."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casemanagement.actions import structure
from casemanagement.choices.structure import ThemeState
from casemanagement.forms.pages_structure import DescribedTheme, ThemeFields, ThemeStep
from casemanagement.models import Finding, Theme
from casemanagement.views.base import HatPage
from casemanagement.views.registers import FormPage
from casemanagement.views.structure_rows import NAMESPACE, facts_of, log_of, theme_mark
from permissions import clock
from permissions.hats import Hat
from permissions.models import Kommune, Membership
from permissions.roles import Role
from permissions.web import refuse


def leads_themes(actor: Any) -> bool:
    """The Integrationszentrum does; whoever else wears its hat reads."""
    rows = Membership.objects.valid_on(clock.today()).filter(
        person=actor.person, role=Role.INTEGRATION_CENTRE
    )
    return actor.hat is Hat.READ and rows.exists()


class Themes(HatPage):
    """All themes by where they stand."""

    template_name = "structure/themes.html"
    shows = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        themes = list(Theme.objects.seen_by(self.actor).order_by("lenkungsgruppe_on", "title"))
        space = NAMESPACE[self.actor.hat]
        groups = [
            (
                state.label,
                [
                    (theme, reverse(f"{space}:theme", args=[theme.pk]))
                    for theme in themes
                    if theme.state == state
                ],
            )
            for state in ThemeState
        ]
        return super().get_context_data(
            groups=[(label, rows) for label, rows in groups if rows],
            is_leading=leads_themes(self.actor),
            **kwargs,
        )


class ThemePage(FormPage):
    """What it is about, the findings behind it, its log; and for whoever leads it the next step."""

    template_name = "structure/theme.html"
    shows = ""
    bound = "step"

    @cached_property
    def theme(self) -> Theme:
        rows = Theme.objects.seen_by(self.actor).select_related("kommune")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise refuse(self.request, "structure")
        return found

    @cached_property
    def is_leading(self) -> bool:
        return leads_themes(self.actor)

    def form(self, data: Any = None) -> Any:
        return ThemeStep(data, states=structure.NEXT[ThemeState(self.theme.state)], prefix="schritt")

    def deed(self, **answers: Any) -> Any:
        structure.move(self.theme, by=self.actor, **answers)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A theme that is not there is missing for everybody alike.
        if self.theme.pk and not self.is_leading:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Gespeichert. Wer Hinweise dazu geschrieben hat, ist unterrichtet."))
        return redirect("themes:theme", pk=self.theme.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theme, space = self.theme, NAMESPACE[self.actor.hat]
        forms = {"step": ThemePage.form(self), "description": DescribedTheme.of(theme)}
        if "form" in kwargs:
            forms[self.bound] = kwargs["form"]
        findings = Finding.objects.released_to(theme).order_by("-severity", "-written_on")
        return super().get_context_data(
            theme=theme,
            mark=theme_mark(theme),
            findings=[(finding, facts_of(finding)) for finding in findings],
            log=log_of(theme),
            is_leading=self.is_leading,
            can_move=self.is_leading and bool(structure.NEXT[ThemeState(theme.state)]),
            breadcrumbs=[(_("Themen"), reverse(f"{space}:themes")), (theme.title, "")],
            **forms,
            **kwargs,
        )


class ThemeDescription(ThemePage):
    """Title, summary, working group and goal."""

    bound = "description"

    def form(self, data: Any = None) -> Any:
        return DescribedTheme.of(self.theme, data)

    def deed(self, **answers: Any) -> Any:
        structure.describe(self.theme, by=self.actor, **answers)

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Gespeichert."))
        return redirect("themes:theme", pk=self.theme.pk)


class ThemeNew(FormPage):
    """A theme that the Integrationszentrum begins itself."""

    template_name = "structure/theme_new.html"
    shows = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.may_lead = leads_themes(self.actor)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_lead:
            raise refuse(self.request, "structure")
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> ThemeFields:
        return ThemeFields(data)

    def deed(self, **answers: Any) -> Any:
        self.theme = structure.open_theme(by=self.actor, kommune=_kommune(self.actor), **answers)

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Das Thema ist eröffnet."))
        return redirect("themes:theme", pk=self.theme.pk)


def _kommune(actor: Any) -> Kommune:
    member = Membership.objects.valid_on(clock.today()).filter(
        person=actor.person, role=Role.INTEGRATION_CENTRE
    )
    found: Kommune = member.select_related("organisation__kommune").order_by("pk")[0].organisation.kommune
    return found
