# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Angebote“: the directory of the town, for case work and coordination; no case stands in it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casemanagement import towns
from casemanagement.actions import directory
from casemanagement.forms.pages_directory import DirectoryFilter, Entry, WrongEntry
from casemanagement.models import EntitlementRule, Offer
from casemanagement.views.base import HatPage
from casemanagement.views.directory_rows import checked, facts, offer_rows, places, url_of
from casemanagement.views.registers import FormPage
from casemanagement.views.structure_rows import NAMESPACE
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import Kommune
from permissions.web import refuse

PER_PAGE = 25


def town_kept_by(actor: Actor) -> Kommune | None:
    """Whose directory this hat of the person keeps."""
    if actor.person is None or actor.hat is not Hat.FACH:
        return None
    return towns.coordinated(actor.person).first()


class Directory(HatPage):
    """What there is, narrowed by need, Stadtbezirk, language and places."""

    template_name = "directory/search.html"
    shows = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = DirectoryFilter(self.request.GET)
        rows = Offer.objects.seen_by(self.actor).there_on(clock.today())
        page = Paginator(filters.narrow(rows).with_checks(), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filters=filters,
            page=page,
            rows=offer_rows(page.object_list, self.actor),
            may_keep=town_kept_by(self.actor) is not None,
            entitlements_url=reverse(f"{NAMESPACE[self.actor.hat]}:entitlements"),
            directory_url=reverse(f"{NAMESPACE[self.actor.hat]}:directory"),
            **kwargs,
        )


class OfOffer(FormPage):
    """About one entry of the town."""

    shows = ""

    @cached_property
    def offer(self) -> Any:
        found = Offer.objects.seen_by(self.actor).with_checks().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise refuse(self.request, "frame")
        return found


class OfferPage(OfOffer):
    """One entry; whoever works with it says that it is right, or what is wrong with it."""

    template_name = "directory/offer.html"

    def form(self, data: Any = None) -> WrongEntry:
        return WrongEntry(data)

    def deed(self, **answers: Any) -> Any:
        directory.report_wrong(self.offer, by=self.actor, **answers)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "verified" not in request.POST:
            return super().post(request, *args, **kwargs)
        directory.verify(self.offer, by=self.actor)
        messages.success(request, _("Danke. Der Eintrag gilt als heute geprüft."))
        return redirect(request.path)

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Danke. Die Koordination sieht die Meldung am Eintrag."))
        return redirect(self.request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        space = NAMESPACE[self.actor.hat]
        keeps = town_kept_by(self.actor) is not None
        return super().get_context_data(
            offer=self.offer,
            facts=facts(self.offer),
            places=places(self.offer),
            checked=checked(self.offer),
            rules=[rule for rule in self._rules() if rule.counts_on(clock.today())],
            checks=self.offer.checks.select_related("checked_by")[:10],
            may_keep=keeps,
            may_check=keeps or self.actor.hat is Hat.CASE,
            page_url=url_of(self.offer, self.actor),
            breadcrumbs=[(_("Angebote"), reverse(f"{space}:directory")), (self.offer.title, "")],
            **kwargs,
        )

    def _rules(self) -> list[EntitlementRule]:
        """Who may attend, where the table says something about such a course."""
        if not self.offer.is_course:
            return []
        rows = EntitlementRule.objects.seen_by(self.actor).standing()
        return list(rows.filter(courses__contains=[self.offer.type]))


class OfCoordination(FormPage):
    """Pages on which the directory is kept; for whoever only stands in for the coordination there are none."""

    template_name = "directory/entry.html"
    shows = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if town_kept_by(self.actor) is None:
            raise refuse(self.request, "frame")
        return super().dispatch(request, *args, **kwargs)


class OfferNew(OfCoordination):
    def form(self, data: Any = None) -> Entry:
        return Entry(data)

    def deed(self, **answers: Any) -> Any:
        kommune: Any = town_kept_by(self.actor)
        self.offer = directory.add(kommune, by=self.actor, **answers)

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Das Angebot steht im Verzeichnis."))
        return redirect("supervision:directory_offer", pk=self.offer.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Angebot aufnehmen"), back=reverse("supervision:directory"), **kwargs
        )


class OfferChange(OfCoordination, OfOffer):
    def form(self, data: Any = None) -> Entry:
        return Entry.of(self.offer, data)

    def deed(self, **answers: Any) -> Any:
        directory.change(self.offer, by=self.actor, **answers)

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Gespeichert. Der Eintrag gilt als heute geprüft."))
        return redirect("supervision:directory_offer", pk=self.offer.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("supervision:directory_offer", args=[self.offer.pk])
        return super().get_context_data(heading=_("Angebot ändern"), back=back, **kwargs)
