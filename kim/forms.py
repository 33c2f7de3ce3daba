# SPDX-License-Identifier: AGPL-3.0-or-later
"""How every form of the product looks: Django's own rendering with the markup of KERN."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.forms import BoundField, CheckboxInput, RadioSelect, Select, Textarea, Widget
from django.forms.renderers import BaseRenderer
from django.forms.widgets import CheckboxSelectMultiple, NumberInput
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property

# Django's templates that templates/ replaces; all others are used as they come.
REPLACED = (
    "django/forms/div.html",
    "django/forms/field.html",
    "django/forms/formsets/div.html",
    "django/forms/errors/list/default.html",
    "django/forms/widgets/attrs.html",
    "django/forms/widgets/input_option.html",
    "django/forms/widgets/multiple_input.html",
    "django/forms/widgets/select.html",
    "django/forms/widgets/select_option.html",
)


class KernBoundField(BoundField):
    """A field that knows its KERN classes and where a link to it must lead."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Add the classes, and let nothing that was typed be cut off."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return built
        built["class"] = " ".join(
            [*_classes(widget, bool(self.errors)), widget.attrs.get("class", "")]
        ).strip()
        if self.is_radio:
            built.pop("aria-invalid", None)  # the group is invalid, not one of its buttons
        if "maxlength" in widget.attrs:
            # A browser cuts a pasted text at maxlength without a word; the server answers with a sentence.
            built["maxlength"] = False
        if self.limit:
            built["aria-describedby"] = f"{built.get('aria-describedby', '')} {self.auto_id}_limit".strip()
        return built

    @property
    def kind(self) -> str:
        """Which of the four shapes of KERN the field has."""
        if isinstance(self.field.widget, CheckboxInput):
            return "check"
        return "group" if self.use_fieldset else "input"

    @property
    def is_radio(self) -> bool:
        """Whether exactly one of several answers is asked for."""
        widget = self.field.widget  # for Django the check boxes are a kind of radio buttons
        return isinstance(widget, RadioSelect) and not isinstance(widget, CheckboxSelectMultiple)

    @property
    def limit(self) -> int | None:
        """How many characters a long text may have, to be said before it is too late."""
        field = self.field
        if isinstance(field, django_forms.CharField) and isinstance(field.widget, Textarea):
            return field.max_length
        return None

    @property
    def is_marked_optional(self) -> bool:
        """Whether the label says that the field may stay empty."""
        wanted = getattr(self.form, "mark_optional", True)
        return wanted and not self.field.required and self.kind != "check"

    @property
    def target(self) -> str:
        """The id of what can take the focus; a group of radio buttons has none of its own."""
        return self.id_for_label or f"{self.auto_id}_0"


class KernRenderer(BaseRenderer):
    """Looks for a template in templates/ first, then among Django's own."""

    bound_field_class = KernBoundField

    def get_template(self, template_name: str) -> Any:
        """One compiled template."""
        return self.engine.get_template(template_name)

    @cached_property
    def engine(self) -> DjangoTemplates:
        """An engine that needs no django.forms among the apps."""
        own = Path(settings.BASE_DIR) / "templates"
        stock = Path(django_forms.__file__).parent / "templates"
        return DjangoTemplates({"NAME": "forms", "DIRS": [own, stock], "APP_DIRS": False, "OPTIONS": {}})


def fieldsets(form: django_forms.BaseForm) -> list[tuple[str, list[list[BoundField]]]]:
    """The visible fields as titled groups of rows.

    A form may say `fieldsets = [(title, [name, (name, name), …]), …]`; a tuple stands in one row,
    and fields it does not name come last, without a title.
    """
    named = {
        title: [_row(form, entry) for entry in entries] for title, entries in getattr(form, "fieldsets", ())
    }
    shown = {field.name for rows in named.values() for row in rows for field in row}
    rest = [[field] for field in form.visible_fields() if field.name not in shown]
    return [*named.items(), *([("", rest)] if rest else [])]


def _row(form: django_forms.BaseForm, entry: str | Iterable[str]) -> list[BoundField]:
    names = [entry] if isinstance(entry, str) else entry
    return [form[name] for name in names if name in form.fields]


def _classes(widget: Widget, has_errors: bool) -> list[str]:
    base = _base_class(widget)
    found = [base, f"{base}--error"] if has_errors else [base]
    if isinstance(widget, NumberInput):
        found.append("kern-form-input__input--number")
    return found


def _base_class(widget: Widget) -> str:
    if isinstance(widget, CheckboxInput | CheckboxSelectMultiple):
        return "kern-form-check__checkbox"
    if isinstance(widget, RadioSelect):
        return "kern-form-check__radio"
    if isinstance(widget, Select):
        return "kern-form-input__select"
    return "kern-form-input__input"
