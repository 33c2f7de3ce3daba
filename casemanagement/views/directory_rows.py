# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entries of the directory as lists and pages show them: places, waiting, and how fresh the entry is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casemanagement.models import Offer
from casemanagement.views.structure_rows import NAMESPACE
from permissions import clock
from permissions.actor import Actor

STALE_DAYS = 90  # after that an entry asks for a look
Badge = tuple[str, str]


@dataclass(frozen=True)
class OfferRow:
    offer: Offer
    url: str
    places: Badge
    checked: Badge


def offer_rows(offers: Any, actor: Actor) -> list[OfferRow]:
    return [OfferRow(offer, url_of(offer, actor), places(offer), checked(offer)) for offer in offers]


def url_of(offer: Offer, actor: Actor) -> str:
    return reverse(f"{NAMESPACE[actor.hat]}:directory_offer", args=[offer.pk])


def places(offer: Offer) -> Badge:
    """Free, waiting, full, or nobody knows."""
    if offer.free_places:
        free = ngettext("%(n)d Platz frei", "%(n)d Plätze frei", offer.free_places)
        return free % {"n": offer.free_places}, "success"
    if offer.waiting_weeks:
        weeks = ngettext("%(n)d Woche Wartezeit", "%(n)d Wochen Wartezeit", offer.waiting_weeks)
        return weeks % {"n": offer.waiting_weeks}, "warning"
    if offer.waiting:
        return _("Warteliste: %(n)d") % {"n": offer.waiting}, "warning"
    if offer.free_places == 0:
        return _("voll"), "warning"
    return _("Plätze nicht bekannt"), "neutral"


def checked(offer: Any) -> Badge:
    """Needs the annotations of with_checks."""
    if (offer.wrong_row or 0) > (offer.verified_row or 0):
        return _("als falsch gemeldet"), "danger"
    if offer.verified_at is None:
        return _("nie geprüft"), "warning"
    day = offer.verified_at.astimezone(clock.BERLIN).date()
    words = _("geprüft am %(day)s") % {"day": f"{day:%d.%m.%Y}"}
    is_stale = clock.today() - day > dt.timedelta(days=STALE_DAYS)
    return words, "warning" if is_stale else "neutral"


def facts(offer: Offer) -> list[tuple[str, object]]:
    """What a page says about one entry."""
    rows: list[tuple[str, object]] = [
        (_("Anbieter"), offer.provider),
        (_("Art"), offer.get_type_display()),
        (_("Handlungsfelder"), ", ".join(offer.field_names)),
        (_("Stadtbezirk"), offer.district),
        (_("Sprachen"), ", ".join(offer.language_names)),
        (_("Anschrift und Kontakt der Stelle"), offer.contact),
        (_("Plätze"), offer.capacity),
        (_("davon frei"), offer.free_places),
        (_("Personen auf der Warteliste"), offer.waiting),
        (_("Wartezeit in Wochen"), offer.waiting_weeks),
    ]
    if offer.is_course:
        rows += [(_("Niveau"), offer.get_level_display()), (_("nächster Beginn"), offer.starts_on)]
    if offer.ended_on:
        rows.append((_("gibt es nicht mehr ab"), offer.ended_on))
    return rows
