# SPDX-License-Identifier: AGPL-3.0-or-later
"""A date as caseworkers type it: 24.11.2026, 24.11.26, 24.11., heute, +2w."""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from permissions import clock

SO_FAR = _("Zum Beispiel 24.11.2026, 24.11. oder heute")
AHEAD = _("Zum Beispiel 24.11.2026, heute oder +2w (in zwei Wochen)")
OLDEST = dt.date(1900, 1, 1)
FARTHEST_YEARS = 30
FULL_YEAR = 4  # digits
WORDS = {"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2}
DAYS = {"t": 1, "d": 1, "w": 7}

_DATE = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.?\s*(\d{4}|\d{2})?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SHIFT = re.compile(r"([+-])\s*(\d{1,3})\s*([tdwm])")

Limit = dt.date | Callable[[], dt.date]


class GermanDateField(forms.DateField):
    """Reads every short form, and says in a sentence what is wrong with a date."""

    widget = forms.DateInput(
        format="%d.%m.%Y", attrs={"class": "kern-form-input__input--short", "autocomplete": "off"}
    )
    default_error_messages = {
        "invalid": _(
            "„%(value)s“ ist kein Datum. Schreiben Sie zum Beispiel 24.11.2026, 24.11., heute oder +2w."
        ),
        "impossible": _("Den %(value)s gibt es nicht. Bitte prüfen Sie Tag und Monat."),
        "too_early": _("Das Datum %(value)s liegt zu weit zurück: frühestens %(limit)s."),
        "too_late": _("Das Datum %(value)s liegt zu weit in der Zukunft: spätestens %(limit)s."),
    }

    def __init__(self, *, earliest: Limit = OLDEST, latest: Limit | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", SO_FAR if latest else AHEAD)
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest or _farthest

    def to_python(self, value: Any) -> dt.date | None:
        """The day that was meant, in whatever short form."""
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        return self._read(str(value).strip())

    def validate(self, value: Any) -> None:
        """Refuse days that nobody can have meant."""
        super().validate(value)
        if value is None:
            return
        earliest, latest = _day(self.earliest), _day(self.latest)
        if value < earliest:
            self._refuse("too_early", _written(value), _written(earliest))
        if value > latest:
            self._refuse("too_late", _written(value), _written(latest))

    def _read(self, text: str) -> dt.date:
        today = clock.today()
        lowered = text.lower()
        if lowered in WORDS:
            return today + dt.timedelta(days=WORDS[lowered])
        try:
            found = _shifted(lowered, today) or _iso(text) or _german(text, today)
        except (ValueError, OverflowError):
            self._refuse("impossible", text)
        if found is None:
            self._refuse("invalid", text[:40])
        return found

    def _refuse(self, code: str, value: str, limit: str = "") -> NoReturn:
        raise ValidationError(self.error_messages[code], code=code, params={"value": value, "limit": limit})


class BirthDateField(GermanDateField):
    """A day of birth: in the past, of somebody who may be alive, and with its whole year."""

    default_error_messages = {
        "too_early": _(
            "Das Geburtsdatum %(value)s kann nicht stimmen: Der Mensch wäre älter als jeder lebende."
        ),
        "too_late": _("Das Geburtsdatum %(value)s liegt in der Zukunft."),
        "no_year": _(
            "Bitte schreiben Sie das Geburtsdatum mit vierstelliger Jahreszahl, zum Beispiel 24.11.1986."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Zum Beispiel 24.11.1986"))
        super().__init__(earliest=OLDEST, latest=clock.today, **kwargs)

    def _read(self, text: str) -> dt.date:
        # 24.11.26 may be 1926 or 2026: nobody should have to find out later which one was stored.
        if (found := _DATE.fullmatch(text)) and len(found[3] or "") < FULL_YEAR:
            self._refuse("no_year", text)
        return super()._read(text)


def _german(text: str, today: dt.date) -> dt.date | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    day, month, year = int(found[1]), int(found[2]), found[3]
    if year:
        return dt.date(_century(int(year), today) if len(year) < FULL_YEAR else int(year), month, day)
    # Without a year the nearest such day is meant: 24.12. typed in January is last Christmas.
    near = [_or_none(today.year + offset, month, day) for offset in (-1, 0, 1)]
    known = [candidate for candidate in near if candidate]
    if not known:
        raise ValueError(text)
    return min(known, key=lambda candidate: abs(candidate - today))


def _iso(text: str) -> dt.date | None:
    found = _ISO.fullmatch(text)
    return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _shifted(text: str, today: dt.date) -> dt.date | None:
    found = _SHIFT.fullmatch(text)
    if found is None:
        return None
    amount = int(found[2]) * (1 if found[1] == "+" else -1)
    if found[3] == "m":
        return _months_on(today, amount)
    return today + dt.timedelta(days=amount * DAYS[found[3]])


def _months_on(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _century(year: int, today: dt.date) -> int:
    return 2000 + year if 2000 + year <= today.year + FARTHEST_YEARS else 1900 + year


def _or_none(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _farthest() -> dt.date:
    today = clock.today()
    return dt.date(today.year + FARTHEST_YEARS, 12, 31)


def _day(limit: Limit) -> dt.date:
    return limit() if callable(limit) else limit


def _written(day: dt.date) -> str:
    return f"{day:%d.%m.%Y}"
