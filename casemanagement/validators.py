# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be written into a field: used by models, and through them by forms and actions alike."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permissions import clock

EARLIEST_BIRTH = dt.date(1900, 1, 1)
EARLIEST_DAY = dt.date(1990, 1, 1)
LATEST_DAY = dt.date(2100, 1, 1)
NOTE_LENGTH = 20_000
DOCUMENT_BYTES = 10 * 1024 * 1024

note_length = MaxLengthValidator(
    NOTE_LENGTH,
    gettext_lazy("Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d."),
)


def birth_date(value: dt.date) -> None:
    """Between 1900 and today."""
    if value < EARLIEST_BIRTH:
        raise ValidationError(_("Das Geburtsdatum liegt vor 1900. Bitte prüfen Sie das Jahr."))
    if value > clock.today():
        raise ValidationError(_("Das Geburtsdatum liegt in der Zukunft. Bitte prüfen Sie das Jahr."))


def not_in_future(value: dt.date) -> None:
    if value > clock.today():
        raise ValidationError(_("Dieser Tag liegt in der Zukunft."))
    plausible_day(value)


def plausible_day(value: dt.date) -> None:
    """A year outside these is a slip of the keyboard."""
    if not EARLIEST_DAY <= value <= LATEST_DAY:
        raise ValidationError(
            _("Dieses Datum liegt nicht zwischen 1990 und 2100. Bitte prüfen Sie das Jahr.")
        )


def minutes(value: int) -> None:
    if value % 5 or not 0 <= value <= 24 * 60:
        raise ValidationError(_("Bitte geben Sie die Dauer in Schritten von 5 Minuten an."))


SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
# Office files old and new, and every archive that calls itself ZIP, RAR, 7z or gzip.
PACKED = (b"PK", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
PHONE_PICTURES = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftypavif")


def content_type_of(content: bytes) -> str:
    """What the bytes are, whatever the file calls itself; PDF, JPEG and PNG are accepted."""
    if not content:
        raise ValidationError(_("Die Datei ist leer."))
    if len(content) > DOCUMENT_BYTES:
        raise ValidationError(_("Die Datei ist zu groß: höchstens 10 MB."))
    for signature, content_type in SIGNATURES.items():
        if content.startswith(signature):
            return content_type
    raise ValidationError(_why_not(content))


def _why_not(content: bytes) -> str:
    if content.startswith(PACKED):
        return _(
            "Office-Dateien und Archive werden nicht angenommen, weil sie Programme enthalten können. "
            "Bitte speichern Sie das Schriftstück als PDF."
        )
    if content[4:12] in PHONE_PICTURES:
        return _(
            "Dieses Bildformat (HEIC oder AVIF) wird nicht angenommen. Bitte speichern Sie das Bild als JPEG."
        )
    return _("Diese Datei ist kein PDF, JPEG oder PNG. Andere Formate werden nicht angenommen.")
