# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a form says what an action found wrong."""

from django import forms
from django.core.exceptions import ValidationError


def beside_fields(form: forms.BaseForm, error: ValidationError) -> None:
    """Show each finding beside its field where the form has it, any other above the form."""
    found = error.error_dict if hasattr(error, "error_dict") else {"": error}
    for name, problem in found.items():
        form.add_error(name if name in form.fields else None, problem)
