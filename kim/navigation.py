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
class Group:
    """Entries under one word: a menu that opens without a script. At the top stand about seven words."""

    label: _StrPromise
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it; a group has links of its own and no address."""

    label: _StrPromise
    url: str
    current: str  # the value of aria-current: this page, or a page below it
    links: tuple[Link, ...] = ()


NAVIGATION: dict[Hat, tuple[Entry | Group, ...]] = {
    Hat.CASE: (
        Entry(_("Heute"), "cases:today"),
        Entry(_("Meine Fälle"), "cases:list", "fall/"),
        Entry(_("Neuer Fall"), "cases:search"),
        Group(
            _("Übergabe und Vertretung"),
            (
                Entry(_("Übergaben"), "cases:offers"),
                Entry(_("Vertretung"), "cases:deputising"),
                Entry(_("Abwesenheit"), "cases:absences"),
            ),
        ),
        Group(
            _("Anträge und Anfragen"),
            (
                Entry(_("Anträge"), "cases:requests"),
                Entry(_("Beschwerden"), "cases:complaints"),
                Entry(_("Behördenanfragen"), "cases:authority_requests"),
            ),
        ),
        Group(
            _("Im Team"),
            (
                Entry(_("Fallberatungen"), "cases:invitations"),
                Entry(_("Befangenheit"), "cases:avoided"),
                Entry(_("Strukturhinweise"), "cases:findings", "themen/"),
                Entry(_("Angebote"), "cases:directory"),
                Entry(_("Was kommt"), "cases:forecast"),
                Entry(_("Fristen"), "cases:deadline_rules"),
                Entry(_("Überlastung"), "cases:overload"),
            ),
        ),
        Entry(_("Notfall"), "cases:emergency"),
    ),
    Hat.FACH: (
        Entry(_("Heute"), "supervision:today"),
        Entry(_("Eingang"), "supervision:incoming"),
        Entry(_("Freigaben"), "supervision:approvals"),
        Group(
            _("Fälle"),
            (
                Entry(_("Team-Fälle"), "supervision:team", "fall/"),
                Entry(_("Dringend und unversorgt"), "supervision:uncovered"),
                Entry(_("Vertragsende"), "supervision:leaving"),
                Entry(_("Fristen"), "supervision:deadline_rules"),
                Entry(_("Stichproben"), "supervision:samples"),
                Entry(_("Befangenheit"), "supervision:conflicts"),
                Entry(_("Fälle übernehmen"), "supervision:imports"),
            ),
        ),
        Group(
            _("Rechte und Register"),
            (
                Entry(_("Anträge"), "supervision:requests"),
                Entry(_("Beschwerden"), "supervision:complaints"),
                Entry(_("Angebote"), "supervision:directory"),
                Entry(_("Löschen"), "supervision:deletion"),
                Entry(_("Konten"), "accounts:propose_fach"),
            ),
        ),
        Group(
            _("Struktur und Zahlen"),
            (
                Entry(_("Strukturhinweise"), "supervision:findings"),
                Entry(_("Themen"), "supervision:themes"),
                Entry(_("Lücken"), "indicators:gaps"),
                Entry(_("Ketten"), "indicators:chains"),
                Entry(_("Kennzahlen"), "indicators:week"),
                Entry(_("Kurzberatung"), "supervision:advice"),
                Entry(_("Was kommt"), "supervision:forecast"),
            ),
        ),
        Entry(_("Notfall"), "supervision:emergency"),
    ),
    Hat.DIENST: (
        Entry(_("Überblick"), "employer:today"),
        Entry(_("Team"), "employer:staff"),
        Entry(_("Abwesenheiten"), "employer:absences"),
        Entry(_("Was kommt"), "employer:forecast"),
        Entry(_("Überlastung"), "employer:overloads"),
        Entry(_("Beschwerden"), "employer:complaints"),
        Group(
            _("Stellen und Verträge"),
            (
                Entry(_("Verträge"), "employer:contracts"),
                Entry(_("Vereinbarung"), "employer:agreement"),
                Entry(_("Konten"), "accounts:propose_dienst"),
            ),
        ),
    ),
    Hat.DSB: (
        Group(
            _("Zugriffe"),
            (
                Entry(_("Zugriffsprotokoll"), "dataprotection:journal"),
                Entry(_("Auffälligkeiten"), "dataprotection:anomalies"),
                Entry(_("Notfallzugriffe"), "dataprotection:emergencies"),
                Entry(_("Prüfanker"), "dataprotection:anchors"),
            ),
        ),
        Group(
            _("Akten"),
            (
                Entry(_("Alle Akten"), "dataprotection:cases", "fall/"),
                Entry(_("Löschen"), "dataprotection:deletion"),
            ),
        ),
        Entry(_("Anträge"), "dataprotection:requests"),
        Entry(_("Beschwerden"), "dataprotection:complaints"),
        Entry(_("Datenpannen"), "dataprotection:breaches"),
        Entry(_("Behördenanfragen"), "dataprotection:authority_requests"),
        Entry(_("Konten"), "accounts:events"),
    ),
    Hat.CTR: (
        Entry(_("Kennzahlen"), "indicators:figures"),
        Entry(_("Ziele- und Maßnahmenplan"), "indicators:plan"),
        Entry(_("Lücken"), "indicators:controlling_gaps"),
    ),
    Hat.DESK: (
        Entry(_("Heute"), "desk:today"),
        Entry(_("Kurzberatung"), "desk:advice"),
        Entry(_("Neue Meldung"), "desk:register"),
        Entry(_("Beschwerden"), "desk:complaints"),
    ),
    Hat.ADMIN: (
        Entry(_("Überblick"), "administration:today"),
        Entry(_("Personen"), "administration:people"),
        Entry(_("Freigaben"), "administration:approvals"),
        Entry(_("Ereignisse"), "administration:events"),
        Entry(_("Aufträge und Läufe"), "administration:runs"),
    ),
    Hat.READ: (
        Entry(_("Ziele- und Maßnahmenplan"), "reports:plan"),
        Entry(_("Themen"), "themes:themes"),
        Entry(_("Lücken"), "reports:gaps"),
    ),
}


def links(hat: Hat, path: str) -> list[Link]:
    """The navigation of a hat, with the entry marked to which the present page belongs, and its group."""
    return [link for entry in NAVIGATION.get(hat, ()) for link in _links(hat, entry, path)]


def _links(hat: Hat, entry: Entry | Group, path: str) -> list[Link]:
    """One, or none where an installation has no such page."""
    if isinstance(entry, Group):
        inside = tuple(link for one in entry.entries for link in _links(hat, one, path))
        current = "true" if any(link.current for link in inside) else ""
        return [Link(entry.label, "", current, inside)] if inside else []
    url = address_of(entry.url_name)
    return [Link(entry.label, url, _mark(hat, entry, url, path))] if url else []


def _mark(hat: Hat, entry: Entry, url: str, path: str) -> str:
    if path == url:
        return "page"
    below = url != hat.prefix and path.startswith(url)
    belongs = bool(entry.also) and path.startswith(f"{hat.prefix}{entry.also}")
    return "true" if below or belongs else ""


def address_of(url_name: str) -> str:
    # An installation may be built without an app; its pages then have no place in the navigation.
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
