# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of a page say in words what they show in colour, and keep what was asked for in their links."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from kim.charts import Bar, BarChart, LineChart, share
from kim.navigation import NAVIGATION, Group, links
from permissions import clock
from permissions.hats import Hat

SATURDAY = dt.date(2026, 11, 21)


def drawn(source: str, url: str = "/", **context: Any) -> str:
    """What a template makes of a context."""
    request = RequestFactory().get(url)
    html = Template("{% load kern %}" + source).render(Context({"request": request, **context}))
    return " ".join(html.split())


@pytest.mark.parametrize(
    ("days", "words", "kind"),
    [
        (-3, "überfällig seit 3 Tagen", "danger"),
        (-1, "überfällig seit 1 Tag", "danger"),
        (0, "heute", "warning"),
        (1, "morgen", "info"),
        (7, "in 7 Tagen", "info"),
        (8, "bis 29.11.2026", "neutral"),
    ],
)
def test_a_due_date_says_how_urgent_it_is(days: int, words: str, kind: str) -> None:
    with clock.at(SATURDAY):
        html = drawn("{% due_badge day %}", day=SATURDAY + dt.timedelta(days=days))

    assert words in html
    assert f"kern-badge--{kind}" in html


def test_no_date_draws_nothing() -> None:
    assert drawn("{% due_badge day %}", day=None) == ""


def test_the_phase_bar_marks_one_step_and_says_what_is_done() -> None:
    steps = [("a", "Zugang"), ("b", "Assessment"), ("c", "Abschluss")]
    html = drawn("{% phase_bar steps 'b' %}", steps=steps)

    assert html.count('aria-current="step"') == 1
    assert html.count("erledigt:") == 1
    assert drawn("{% phase_bar steps 'ended' %}", steps=steps).count("erledigt:") == 3


def test_a_paused_case_says_so_in_its_phase_bar() -> None:
    assert "ruht" in drawn("{% phase_bar steps 'a' paused=True %}", steps=[("a", "Zugang")])


@pytest.mark.parametrize(
    ("url", "link", "order"),
    [
        ("/?text=x&page=3", "?text=x&amp;sort=name", ""),
        ("/?sort=name", "?sort=-name", 'aria-sort="ascending"'),
        ("/?sort=-name", "?sort=name", 'aria-sort="descending"'),
    ],
)
def test_a_column_head_sorts_and_turns_the_order(url: str, link: str, order: str) -> None:
    html = drawn("{% sort_header 'Name' 'name' %}", url)

    assert link in html
    assert order in html


def test_pages_keep_the_filter() -> None:
    html = drawn("{% pagination page 'Fällen' %}", "/?phase=a&page=2", page=Paginator(range(112), 25).page(2))

    assert "26 bis 50 von 112 Fällen" in html
    assert 'href="?phase=a&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


class Filter(forms.Form):
    mark_optional = False
    text = forms.CharField(label="Name", required=False)
    phase = forms.MultipleChoiceField(label="Phase", required=False, choices=[("a", "Zugang"), ("b", "Ende")])
    due = forms.BooleanField(label="Nur mit Frist", required=False)


def test_each_chip_takes_away_exactly_one_filter() -> None:
    url = "/?text=ay&phase=a&phase=b&due=on&sort=name&page=2"
    html = drawn("{% filter_chips form %}", url, form=Filter(RequestFactory().get(url).GET))

    assert 'href="?phase=a&amp;phase=b&amp;due=on&amp;sort=name"' in html
    assert 'href="?text=ay&amp;phase=b&amp;due=on&amp;sort=name"' in html
    assert 'href="?text=ay&amp;phase=a&amp;phase=b&amp;sort=name"' in html
    assert "Phase: Zugang" in html


def test_no_filter_draws_no_chips() -> None:
    assert drawn("{% filter_chips form %}", form=Filter({})) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "Keine Angabe"),
        ("", "Keine Angabe"),
        (0, "0"),
        (False, "nein"),
        (SATURDAY, "21.11.2026"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_a_missing_value_is_named_and_zero_is_a_value(value: object, words: str) -> None:
    assert words in drawn("{{ value|given }}", value=value)


def test_an_empty_worklist_says_what_will_stand_there() -> None:
    assert "Nichts zu tun" in drawn('{% include "kern/work_items.html" with items=items %}', items=[])


def test_a_timeline_groups_entries_by_day() -> None:
    entries = [
        {"at": clock.now() - dt.timedelta(days=days), "title": f"Eintrag {days}", "text": "<i>"}
        for days in (0, 0, 2)
    ]
    html = drawn('{% include "kern/timeline.html" with entries=entries %}', entries=entries)

    assert html.count("<h3") == 2
    assert "&lt;i&gt;" in html


def test_a_conflict_shows_both_texts() -> None:
    typed = [("Notiz", "mein\nText", "ihr Text"), ("Dauer", "30", None)]
    html = drawn('{% include "kern/conflict.html" %}', typed=typed)

    assert "mein Text" in html
    assert "ihr Text" in html
    assert html.count("Das ist jetzt gespeichert") == 1


def test_bars_are_as_long_as_their_numbers_and_have_a_table() -> None:
    html = drawn("{% bar_chart chart %}", chart=BarChart("Fälle", [Bar("A", 10), Bar("B", 5)], limit=8))

    assert 'width="100.00"' in html
    assert 'width="50.00"' in html
    assert 'x1="80.00"' in html
    assert html.count("<td") == 2


def test_a_line_breaks_where_a_week_is_missing() -> None:
    chart = LineChart("Fälle", [("1", 4), ("2", 8), ("3", None), ("4", 8), ("5", 10)], target=5)

    assert chart.paths == ["M0.00 60.00 L25.00 20.00", "M75.00 20.00 L100.00 0.00"]
    assert chart.target_at == "50.00"
    assert ("3", "–") in chart.table
    assert "Als Tabelle" in drawn("{% line_chart chart %}", chart=chart)


def test_a_chart_without_numbers_says_so() -> None:
    assert "Noch keine Zahlen" in drawn("{% line_chart chart %}", chart=LineChart("Fälle", [("1", None)]))
    assert "Noch keine Zahlen" in drawn("{% bar_chart chart %}", chart=BarChart("Fälle", []))


@pytest.mark.parametrize(
    ("value", "whole", "length"), [(0, 0, "0"), (5, 10, "50.00"), (20, 10, "100.00"), (-1, 10, "0.00")]
)
def test_a_share_stays_within_its_bar(value: float, whole: float, length: str) -> None:
    assert share(value, whole) == length


@pytest.mark.parametrize(
    ("path", "label", "mark"),
    [
        ("/fallarbeit/", "Heute", "page"),
        ("/fallarbeit/faelle/", "Meine Fälle", "page"),
        ("/fallarbeit/fall/KIM-7Q2M4X/notiz/", "Meine Fälle", "true"),
        ("/fallarbeit/neu/erfassen/", "Neuer Fall", "true"),
    ],
)
def test_the_navigation_marks_the_entry_a_page_belongs_to(path: str, label: str, mark: str) -> None:
    marked = [(str(link.label), link.current) for link in links(Hat.CASE, path) if link.current]

    assert marked == [(label, mark)]


def test_a_page_inside_a_group_marks_the_group_as_well() -> None:
    group = next(link for link in links(Hat.DSB, "/datenschutz/loeschen/konzept/") if link.current)

    assert (str(group.label), group.current) == ("Akten", "true")
    assert [(str(link.label), link.current) for link in group.links] == [
        ("Alle Akten", ""),
        ("Löschen", "true"),
    ]


def test_every_entry_of_the_navigation_leads_to_a_page_of_its_hat() -> None:
    for hat, entries in NAVIGATION.items():
        wanted = [
            one for entry in entries for one in (entry.entries if isinstance(entry, Group) else (entry,))
        ]
        found = [one for link in links(hat, "/") for one in link.links or (link,)]
        assert [link.url.startswith(hat.prefix) for link in found] == [True] * len(wanted), hat


@pytest.mark.parametrize("hat", NAVIGATION)
def test_nobody_chooses_among_more_than_seven_words(hat: Hat) -> None:
    assert all(len(link.links) <= 7 for link in links(hat, "/"))
    assert len(links(hat, "/")) <= 7


@pytest.mark.parametrize("hat", [Hat.CASE, Hat.DESK, Hat.FACH, Hat.DIENST, Hat.DSB])
def test_complaints_and_where_there_are_any_requests_are_found_in_the_navigation(hat: Hat) -> None:
    addresses = {one.url for link in links(hat, "/") for one in link.links or (link,)}
    known = {"beschwerden/", "antraege/"} if hat in {Hat.CASE, Hat.FACH, Hat.DSB} else {"beschwerden/"}

    assert {hat.prefix + name for name in known} <= addresses


def test_a_group_opens_without_a_script() -> None:
    shell = SimpleNamespace(person=None, hat=Hat.DSB, hats=[], navigation=links(Hat.DSB, "/datenschutz/"))
    html = drawn('{% include "kern/header.html" %}', shell=shell)

    assert html.count("<summary") == 2
    assert '<summary class="app-nav__link" aria-current="true">Zugriffe</summary>' in html
    assert 'href="/datenschutz/" aria-current="page">Zugriffsprotokoll</a>' in " ".join(html.split())


def test_the_frame_shows_the_hat_and_offers_only_the_others_at_hand() -> None:
    shell = SimpleNamespace(
        person=SimpleNamespace(display_name="Aylin Yılmaz"),
        hat=Hat.CASE,
        hats=[Hat.CASE, Hat.DIENST],
        navigation=links(Hat.CASE, "/fallarbeit/"),
    )
    html = drawn('{% include "base.html" %}', shell=shell)

    assert 'data-hat="case"' in html
    assert html.count("app-menu__item") == 2 + sum(len(link.links) for link in shell.navigation)
    assert 'href="/dienstaufsicht/"' in html
    assert 'href="/fachaufsicht/"' not in html
    assert "style=" not in html
