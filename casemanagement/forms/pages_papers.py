# SPDX-License-Identifier: AGPL-3.0-or-later
"""Papers of a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import DocumentKind
from casemanagement.forms.pages_edit import EditForm

FILE_HELP = _(
    "PDF, JPEG oder PNG, höchstens 10 MB. Bei einem Fehler wählen Sie die Datei bitte noch einmal aus."
)
# What the system itself files is not uploaded by hand.
UPLOADED = [choice for choice in DocumentKind.choices if choice[0] != DocumentKind.SUPPORT_PLAN]


class Upload(EditForm):
    """A paper for the file."""

    kind = forms.ChoiceField(label=_("Art"), choices=UPLOADED)
    title = forms.CharField(
        label=_("Titel"), max_length=200, help_text=_("Lesen alle, denen die Akte offen ist.")
    )
    file = forms.FileField(label=_("Datei"), help_text=FILE_HELP)
