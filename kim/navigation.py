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


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it."""

    label: _StrPromise
    url: str
    current: bool


NAVIGATION: dict[Hat, tuple[Entry, ...]] = {
    Hat.CASE: (
        Entry(_("Heute"), "cases:today"),
        Entry(_("Meine Fälle"), "cases:list"),
        Entry(_("Neuer Fall"), "cases:search"),
        Entry(_("Übergaben"), "cases:offers"),
    ),
    Hat.FACH: (
        Entry(_("Heute"), "supervision:today"),
        Entry(_("Eingang"), "supervision:incoming"),
        Entry(_("Freigaben"), "supervision:approvals"),
        Entry(_("Team-Fälle"), "supervision:team"),
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
    """The navigation of a hat, with the entry nearest to the present page marked."""
    found = [(entry, url) for entry in NAVIGATION.get(hat, ()) if (url := _address(entry))]
    here = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return [Link(entry.label, url, url == here) for entry, url in found]


def _address(entry: Entry) -> str:
    # An installation may be built without an app; its pages then have no place in the navigation.
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""
