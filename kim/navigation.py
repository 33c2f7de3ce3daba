# SPDX-License-Identifier: AGPL-3.0-or-later
"""The main navigation of each hat, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from permissions.hats import Hat

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Entry:
    """One word of the navigation and the page it opens."""

    label: _StrPromise
    url_name: str
    also: str = ""  # a folder of the hat that belongs to this entry, too


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it."""

    label: _StrPromise
    url: str
    current: str  # the value of aria-current: this page, or a page below it


NAVIGATION: dict[Hat, tuple[Entry, ...]] = {
    Hat.CASE: (
        Entry(_("Heute"), "cases:today"),
        Entry(_("Meine Fälle"), "cases:list", "fall/"),
        Entry(_("Neuer Fall"), "cases:search"),
        Entry(_("Übergaben"), "cases:offers"),
    ),
    Hat.FACH: (
        Entry(_("Heute"), "supervision:today"),
        Entry(_("Eingang"), "supervision:incoming"),
        Entry(_("Freigaben"), "supervision:approvals"),
        Entry(_("Team-Fälle"), "supervision:team", "fall/"),
        Entry(_("Dringend und unversorgt"), "supervision:uncovered"),
        Entry(_("Kennzahlen"), "indicators:week"),
    ),
    Hat.DIENST: (
        Entry(_("Überblick"), "employer:today"),
        Entry(_("Team"), "employer:staff"),
        Entry(_("Verträge"), "employer:contracts"),
        Entry(_("Abwesenheiten"), "employer:absences"),
    ),
    Hat.DSB: (
        Entry(_("Zugriffsprotokoll"), "dataprotection:journal"),
        Entry(_("Akten"), "dataprotection:cases"),
    ),
    Hat.CTR: (
        Entry(_("Kennzahlen"), "indicators:figures"),
        Entry(_("Ziele- und Maßnahmenplan"), "indicators:plan"),
    ),
    Hat.DESK: (
        Entry(_("Heute"), "desk:today"),
        Entry(_("Neue Meldung"), "desk:register"),
    ),
    Hat.ADMIN: (
        Entry(_("Überblick"), "administration:today"),
        Entry(_("Personen"), "administration:people"),
    ),
    Hat.READ: (Entry(_("Ziele- und Maßnahmenplan"), "reports:plan"),),
}


def links(hat: Hat, path: str) -> list[Link]:
    """The navigation of a hat, with the entry marked to which the present page belongs."""
    found = [(entry, url) for entry in NAVIGATION.get(hat, ()) if (url := _address(entry))]
    return [Link(entry.label, url, _mark(hat, entry, url, path)) for entry, url in found]


def _mark(hat: Hat, entry: Entry, url: str, path: str) -> str:
    if path == url:
        return "page"
    below = url != hat.prefix and path.startswith(url)
    belongs = bool(entry.also) and path.startswith(f"{hat.prefix}{entry.also}")
    return "true" if below or belongs else ""


def _address(entry: Entry) -> str:
    # An installation may be built without an app; its pages then have no place in the navigation.
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""
