# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts pages are built from; each is one template in templates/kern/."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kim import charts, forms
from permissions import clock

register = template.Library()

ICON_OF_KIND = {"info": "info", "success": "success", "warning": "warning", "danger": "danger"}
SOON = 7  # days within which a due date wears a badge


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A symbol of KERN; without a label it is decoration."""
    classes = f"kern-icon kern-icon--{name}" + (f" kern-icon--{size}" if size else "")
    drawn = format_html('<span class="{}" aria-hidden="true"></span>', classes)
    return format_html('{}<span class="kern-sr-only">{}</span>', drawn, label) if label else drawn


@register.inclusion_tag("kern/badge.html")
def badge(text: object, kind: str = "neutral", icon: str | None = None) -> dict[str, Any]:
    """A mark; the symbol says the same as the colour."""
    return {"text": text, "kind": kind, "icon": ICON_OF_KIND.get(kind, "") if icon is None else icon}


@register.inclusion_tag("kern/badge.html")
def due_badge(day: dt.date | dt.datetime | None) -> dict[str, Any]:
    """How urgent a date is, in words and colour; nothing for no date."""
    if day is None:
        return {"text": ""}
    if isinstance(day, dt.datetime):
        day = day.astimezone(clock.BERLIN).date()
    text, kind, symbol = _urgency(day, (day - clock.today()).days)
    return {"text": text, "kind": kind, "icon": symbol}


def _urgency(day: dt.date, days: int) -> tuple[str, str, str]:
    if days < 0:
        late = ngettext("überfällig seit %(n)d Tag", "überfällig seit %(n)d Tagen", -days) % {"n": -days}
        return late, "danger", "danger"
    if days == 0:
        return _("heute"), "warning", "warning"
    if days == 1:
        return _("morgen"), "info", "calendar-today"
    if days <= SOON:
        return _("in %(n)d Tagen") % {"n": days}, "info", "calendar-today"
    return _("bis %(day)s") % {"day": f"{day:%d.%m.%Y}"}, "neutral", ""


@register.inclusion_tag("kern/alert.html")
def alert(title: object, text: object = "", kind: str = "info", level: int = 2) -> dict[str, Any]:
    """A message in the page; a list of sentences becomes a list."""
    many = text if isinstance(text, list | tuple) else []
    return {
        "title": title,
        "text": "" if many else text,
        "items": many,
        "kind": kind,
        "heading": f"h{level}",
        "icon": ICON_OF_KIND[kind],
    }


@register.inclusion_tag("kern/button.html")
def button(
    text: object,
    kind: str = "primary",
    icon: str = "",
    name: str = "",
    value: str = "",
    *,
    small: bool = False,
) -> dict[str, Any]:
    """A button that submits the form it stands in."""
    return {"text": text, "kind": kind, "icon": icon, "name": name, "value": value, "small": small}


@register.inclusion_tag("kern/button.html")
def link_button(
    text: object, url: str, kind: str = "secondary", icon: str = "", *, small: bool = False
) -> dict[str, Any]:
    """A link that looks like a button."""
    return {"text": text, "url": url, "kind": kind, "icon": icon, "small": small}


@register.inclusion_tag("kern/post_button.html", takes_context=True)
def post_button(  # noqa: PLR0913  a whole form in one line
    context: Context,
    text: object,
    url: str,
    kind: str = "secondary",
    *,
    icon: str = "",
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """A deed without questions: a form of one button."""
    return {
        "text": text,
        "url": url,
        "kind": kind,
        "icon": icon,
        "name": name,
        "value": value,
        "small": True,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("kern/phase_bar.html")
def phase_bar(steps: Iterable[tuple[str, object]], current: str, *, paused: bool = False) -> dict[str, Any]:
    """Where a case stands: steps are (value, label) in their order, such as Phase.choices."""
    known = [(str(value), label) for value, label in steps]
    values = [value for value, _label in known]
    here = values.index(str(current)) if str(current) in values else len(values)
    states = ["done" if at < here else "current" if at == here else "open" for at in range(len(known))]
    return {"steps": list(zip([label for _value, label in known], states, strict=True)), "paused": paused}


@register.inclusion_tag("kern/sort_header.html", takes_context=True)
def sort_header(context: Context, label: object, field: str, *, numeric: bool = False) -> dict[str, Any]:
    """A column head that sorts by a link: ?sort=field, then ?sort=-field."""
    request = context["request"]
    now = request.GET.get("sort", "")
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{field}" if now == field else field
    order = {field: "ascending", f"-{field}": "descending"}.get(now, "")
    return {"label": label, "query": query.urlencode(), "order": order, "numeric": numeric}


@register.inclusion_tag("kern/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], noun: str = "") -> dict[str, Any]:
    """Say "21 bis 40 von 112" and link to the pages."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    rest = query.urlencode()
    return {
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "gap": page.paginator.ELLIPSIS,
        "prefix": f"?{rest}&page=" if rest else "?page=",
        "noun": noun or _("Einträgen"),
    }


@register.inclusion_tag("kern/filter_chips.html", takes_context=True)
def filter_chips(context: Context, form: BaseForm) -> dict[str, Any]:
    """What a filter form holds at present, each removable by a link."""
    request = context["request"]
    chips = [
        (field.label, text, _without(request.GET, field.html_name, value))
        for field in form.visible_fields()
        for value, text in _chosen(field)
    ]
    return {"chips": chips, "clear": request.path}


def _chosen(field: BoundField) -> list[tuple[str, str]]:
    given = field.data if isinstance(field.data, list | tuple) else [field.data]
    values = [str(value) for value in given if value not in (None, "", False)]
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ()) or ()}
    return [(value, "" if value in ("True", "on") else labels.get(value, value)) for value in values]


def _without(query: Any, name: str, value: str) -> str:
    rest = query.copy()
    rest.setlist(
        name, [other for other in rest.getlist(name) if other != value and value not in ("True", "on")]
    )
    rest.pop("page", None)
    return rest.urlencode() or "alle"


@register.inclusion_tag("kern/description_list.html")
def description_list(items: Iterable[tuple[object, object]]) -> dict[str, Any]:
    """Names and values; a missing value reads "Keine Angabe"."""
    return {"items": list(items)}


@register.inclusion_tag("kern/empty_state.html")
def empty_state(title: object, text: object = "", url: str = "", action: object = "") -> dict[str, Any]:
    """What a list says when it has nothing, with the next step."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("kern/tile.html")
def tile(label: object, value: object, note: object = "", url: str = "", kind: str = "") -> dict[str, Any]:
    """One number; stands in a <dl class="app-grid app-grid--small">."""
    return {"label": label, "value": value, "note": note, "url": url, "kind": kind}


@register.inclusion_tag("kern/load_bar.html")
def load_bar(
    value: float, maximum: float, text: str = "", kind: str = "", limit: float | None = None
) -> dict[str, Any]:
    """A bar and its number in a table cell."""
    return {
        "length": charts.share(value, maximum),
        "limit": "" if limit is None else charts.share(limit, maximum),
        "text": text or value,
        "kind": kind,
    }


@register.inclusion_tag("kern/progress.html")
def progress(done: int, total: int, noun: str = "") -> dict[str, Any]:
    """Say "2 von 5 Schritten" above a bar."""
    return {"done": done, "total": total, "noun": noun or _("Schritten"), "length": charts.share(done, total)}


@register.inclusion_tag("kern/bar_chart.html")
def bar_chart(chart: charts.BarChart) -> dict[str, Any]:
    """Horizontal bars with the same as a table."""
    return {"chart": chart}


@register.inclusion_tag("kern/profile_chart.html")
def profile_chart(
    title: object, first: object, second: object, rows: Iterable[tuple[Any, ...]], maximum: int
) -> dict[str, Any]:
    """Two bars for each row (name, two numbers, kind, former first number); stands above the same as a table."""
    drawn = [charts.ProfileRow(*row) for row in rows]
    return {"chart": charts.ProfileChart(str(title), (str(first), str(second)), drawn, maximum)}


@register.inclusion_tag("kern/line_chart.html")
def line_chart(chart: charts.LineChart) -> dict[str, Any]:
    """A course over time with the same as a table."""
    return {"chart": chart}


@register.inclusion_tag("kern/tile_map.html")
def tile_map(title: object, cells: Mapping[Any, Any], maximum: int) -> dict[str, Any]:
    """The ten Stadtbezirke as equal tiles; the page shows the same numbers in a table."""
    values = [(str(key), str(key.label), cell.value, cell.text) for key, cell in cells.items()]
    return {"chart": charts.TileMap(str(title), values, maximum)}


@register.inclusion_tag("kern/sparkline.html")
def sparkline(values: Sequence[float | None], label: str = "") -> dict[str, Any]:
    """A small course inside a table cell."""
    return {"chart": charts.LineChart("", [("", value) for value in values]), "label": label}


@register.inclusion_tag("kern/error_summary.html")
def error_summary(*forms_or_sets: Any) -> dict[str, Any]:
    """All errors of one or more forms, each linked to its field; nothing where there are none."""
    errors: list[tuple[str, object, object]] = []
    for one in forms_or_sets:
        for form in getattr(one, "forms", [one]):
            errors += [("", "", text) for text in form.non_field_errors()]
            errors += [
                (field.target, field.label, text) for field in form.visible_fields() for text in field.errors
            ]
            errors += [("", field.label, text) for field in form.hidden_fields() for text in field.errors]
        errors += [("", "", text) for text in (one.non_form_errors() if hasattr(one, "forms") else ())]
    return {"errors": errors}


@register.filter
def given(value: object) -> object:
    """A value, or the words that nobody said it."""
    if value in (None, "", [], ()):
        return format_html('<span class="app-muted">{}</span>', _("Keine Angabe"))
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    return f"{value:%d.%m.%Y}" if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else value


@register.filter
def grouped(form: BaseForm) -> list[tuple[str, list[list[BoundField]]]]:
    """The fields of a form by its titled groups."""
    return forms.fieldsets(form)
