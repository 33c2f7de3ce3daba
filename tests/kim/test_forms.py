# SPDX-License-Identifier: AGPL-3.0-or-later
"""A form says clearly what is wrong, beside the field and in a list whose links arrive, and loses nothing."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.template import Context, Template

from casemanagement.forms.dates import BirthDateField, GermanDateField
from kim.forms import REPLACED, KernRenderer
from permissions import clock

SATURDAY = dt.date(2026, 11, 21)


class Note(forms.Form):
    fieldsets = (("Gespräch", ["title", ("on", "minutes")]),)
    title = forms.CharField(label="Titel", max_length=10, help_text="Kurz")
    on = forms.DateField(label="Datum", required=False)
    minutes = forms.IntegerField(label="Minuten", required=False)
    channel = forms.ChoiceField(
        label="Weg", choices=[("a", "Büro"), ("b", "Telefon")], widget=forms.RadioSelect
    )
    topics = forms.MultipleChoiceField(
        label="Themen", choices=[("w", "Wohnen")], widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(label="Text", max_length=2000, widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="Besprochen", required=False)
    step = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize("name", REPLACED)
def test_a_replaced_template_still_has_its_name_in_django(name: str) -> None:
    stock = Path(forms.__file__).parent / "templates" / name

    assert stock.exists()
    assert str(KernRenderer().get_template(name).origin) != str(stock)


def tag_of(html: str, pattern: str) -> str:
    found = re.search(rf"<[^>]*{pattern}[^>]*>", html)
    assert found, pattern
    return found[0]


def test_a_field_with_an_error_is_marked_and_described() -> None:
    html = str(Note({"title": "viel zu lang für dieses Feld"}))
    field = tag_of(html, 'id="id_title"')

    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_title_helptext id_title_error"' in field
    assert "kern-form-input__input--error" in field
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html


def test_every_link_of_the_error_summary_arrives_at_a_field() -> None:
    html = str(Note({}))
    targets = re.findall(r'href="#([^"]*)"', html)

    assert targets == ["id_title", "id_channel_0", "id_topics_0"]
    assert all(f'id="{target}"' in html for target in targets)


def test_a_group_of_radio_buttons_is_a_fieldset_that_carries_the_error() -> None:
    html = str(Note({}))
    group = tag_of(html, 'role="radiogroup"')

    assert 'aria-invalid="true"' in group
    assert 'aria-describedby="id_channel_error"' in group
    assert "aria-invalid" not in tag_of(html, 'id="id_channel_0"')


def test_check_boxes_are_not_drawn_as_radio_buttons() -> None:
    assert "kern-form-check__checkbox" in tag_of(str(Note()), 'id="id_topics_0"')


def test_a_browser_cuts_nothing_off_and_the_server_says_what_is_too_long() -> None:
    form = Note({"title": "viel zu lang für dieses Feld"})
    html = str(form)

    assert "maxlength" not in html
    assert 'value="viel zu lang für dieses Feld"' in html
    assert "10 Zeichen" in form.errors["title"][0]


def test_a_long_text_says_its_limit_before_it_is_reached() -> None:
    html = str(Note())

    assert 'aria-describedby="id_text_limit"' in tag_of(html, 'id="id_text"')
    assert "Höchstens 2000 Zeichen" in html.replace("2.000", "2000")


def test_optional_fields_say_so_unless_the_form_is_a_filter() -> None:
    class Filter(Note):
        mark_optional = False

    assert "freiwillig" in str(Note())
    assert "freiwillig" not in str(Filter())


def test_groups_and_rows_come_from_the_form_and_no_field_is_forgotten() -> None:
    html = str(Note())

    assert "<legend>Gespräch</legend>" in html
    assert html.count("app-fields--pair") == 1
    assert all(f'name="{name}"' in html for name in Note.base_fields)


def test_a_set_of_forms_has_one_summary_for_all() -> None:
    notes = formset_factory(Note, extra=2)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-title": "a", "form-1-title": "b"}
    html = str(notes(data))

    assert html.count("data-errors") == 1
    assert 'href="#id_form-1-channel_0"' in html


def test_an_error_of_the_whole_form_stands_in_the_summary() -> None:
    form = Note({})
    form.add_error(None, "Es gibt diesen Fall schon.")

    assert "Es gibt diesen Fall schon." in str(form).split("app-fields")[0]


def test_typed_markup_stays_text() -> None:
    html = str(Note({"title": "<script>"}))

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_whole_form_brings_its_token_and_its_buttons() -> None:
    template = Template('{% include "kern/form.html" with submit="Anlegen" cancel_url="/zurueck/" %}')
    html = template.render(Context({"form": Note(), "csrf_token": "x" * 32}))

    assert "csrfmiddlewaretoken" in html
    assert "Anlegen" in html
    assert 'href="/zurueck/"' in html


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("24.11.2026", dt.date(2026, 11, 24)),
        (" 4.1.2027 ", dt.date(2027, 1, 4)),
        ("24.11.26", dt.date(2026, 11, 24)),
        ("24.11.", dt.date(2026, 11, 24)),
        ("24.11", dt.date(2026, 11, 24)),
        ("15.1.", dt.date(2027, 1, 15)),
        ("24.8.", dt.date(2026, 8, 24)),
        ("29.2.2028", dt.date(2028, 2, 29)),
        ("1.1.70", dt.date(1970, 1, 1)),
        ("2026-11-24", dt.date(2026, 11, 24)),
        ("heute", SATURDAY),
        ("Gestern", dt.date(2026, 11, 20)),
        ("morgen", dt.date(2026, 11, 22)),
        ("+2w", dt.date(2026, 12, 5)),
        ("+ 3 t", dt.date(2026, 11, 24)),
        ("-1w", dt.date(2026, 11, 14)),
        ("+3m", dt.date(2027, 2, 21)),
        ("", None),
    ],
)
def test_a_date_is_read_as_it_was_meant(typed: str, meant: dt.date | None) -> None:
    with clock.at(SATURDAY):
        assert GermanDateField(required=False).clean(typed) == meant


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.2.2026", "Den 31.2.2026 gibt es nicht"),
        ("29.02.2026", "Den 29.02.2026 gibt es nicht"),
        ("45.13.2026", "Den 45.13.2026 gibt es nicht"),
        ("0.0.", "gibt es nicht"),
        ("bald", "„bald“ ist kein Datum"),
        ("11/24/2026", "ist kein Datum"),
        ("1.1.1850", "frühestens 01.01.1900"),
        ("1.1.2090", "spätestens 31.12.2056"),
        ("+999m", "spätestens"),
        ("x" * 20_000, "ist kein Datum"),
    ],
)
def test_an_impossible_date_gets_a_sentence(typed: str, sentence: str) -> None:
    with clock.at(SATURDAY), pytest.raises(ValidationError) as refused:
        GermanDateField().clean(typed)
    assert sentence in refused.value.messages[0]
    assert len(refused.value.messages[0]) < 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("3.4.1850", "kann nicht stimmen"),
        ("3.4.2090", "liegt in der Zukunft"),
        ("22.11.2026", "liegt in der Zukunft"),
        ("3.4.91", "vierstelliger Jahreszahl"),
        ("3.4.", "vierstelliger Jahreszahl"),
    ],
)
def test_a_birth_date_nobody_can_have_is_refused(typed: str, sentence: str) -> None:
    with clock.at(SATURDAY), pytest.raises(ValidationError) as refused:
        BirthDateField().clean(typed)
    assert sentence in refused.value.messages[0]


def test_limits_of_a_date_may_depend_on_the_day() -> None:
    field = GermanDateField(latest=clock.today)

    with clock.at(SATURDAY):
        assert field.clean("heute") == SATURDAY
        with pytest.raises(ValidationError):
            field.clean("morgen")


def test_a_stored_date_is_shown_the_german_way() -> None:
    class Day(forms.Form):
        day = GermanDateField()

    assert 'value="24.11.2026"' in str(Day(initial={"day": dt.date(2026, 11, 24)}))


def test_how_boxes_are_laid_out_is_no_attribute_of_a_box() -> None:
    class Many(forms.Form):
        topics = forms.MultipleChoiceField(
            choices=[("w", "Wohnen")], widget=forms.CheckboxSelectMultiple(attrs={"layout": "columns"})
        )

    html = str(Many())

    assert "kern-fieldset__body--columns" in html
    assert "layout=" not in html


def test_an_empty_choice_is_one_dash() -> None:
    class One(forms.Form):
        place = forms.ChoiceField(choices=[("", "---------"), ("m", "Mitte")])

    assert '<option value="" selected>—</option>' in str(One())
