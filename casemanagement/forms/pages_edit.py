# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms on the pages of a case: they know which stored state they were filled from."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from casemanagement.forms.case_form import CaseForm

BLANK: list[Any] = [("", "—")]


class EditForm(CaseForm):
    """A form about a case or one row of it; the fingerprint tells whether the row has changed since."""

    # Which fields of the stored row the form shows and changes; empty where the form adds a row.
    stored_fields: tuple[str, ...] = ()

    fingerprint = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stored: Any = None, **kwargs: Any) -> None:
        self.stored = stored
        kwargs["initial"] = self._stored_values(stored) | (kwargs.get("initial") or {})
        kwargs["initial"]["fingerprint"] = self._fingerprint(stored)
        super().__init__(*args, **kwargs)

    def is_outdated(self, stored: Any) -> bool:
        """Whether the row is no longer what this form was filled from."""
        typed = self.cleaned_data.get("fingerprint", "")
        return bool(self.stored_fields) and not constant_time_compare(typed, self._fingerprint(stored))

    def renewed(self, stored: Any) -> QueryDict:
        """What was typed, as if it had been filled from the present state."""
        data = QueryDict(mutable=True)
        for name, values in self._lists().items():
            data.setlist(name, values)
        data[self.add_prefix("fingerprint")] = self._fingerprint(stored)
        return data

    def _lists(self) -> dict[str, list[str]]:
        return dict(self.data.lists()) if isinstance(self.data, MultiValueDict) else {}

    def differences(self, stored: Any) -> list[tuple[str, str, str]]:
        """Label, own text and stored text of each field in which they differ."""
        present = self._stored_values(stored)
        shown = [(name, self.cleaned_data.get(name), present.get(name)) for name in self.stored_fields]
        return [
            (str(self.fields[name].label), self._words(name, mine), self._words(name, theirs))
            for name, mine, theirs in shown
            if (mine or "") != (theirs or "") and name in self.fields
        ]

    def deed(self) -> dict[str, Any]:
        return {name: value for name, value in super().deed().items() if name != "fingerprint"}

    def _words(self, name: str, value: Any) -> str:
        choices = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", [])}
        if isinstance(value, list | tuple):
            return ", ".join(choices.get(str(one), str(one)) for one in value)
        if isinstance(value, bool):
            return _("ja") if value else _("nein")
        if hasattr(value, "strftime"):
            return f"{value:%d.%m.%Y}"
        return choices.get(str(value), str(value or ""))

    def _stored_values(self, stored: Any) -> dict[str, Any]:
        return {} if stored is None else {name: getattr(stored, name) for name in self.stored_fields}

    def _fingerprint(self, stored: Any) -> str:
        if stored is None or not self.stored_fields:
            return ""
        content = repr([stored.pk, *self._stored_values(stored).items()])
        return salted_hmac("casemanagement.pages_edit", content, algorithm="sha256").hexdigest()
