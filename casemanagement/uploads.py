# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate for files from outside: name, content, size, virus scanner, and a look inside."""

import hashlib
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import inspection, scanner
from casemanagement.validators import DOCUMENT_BYTES, content_type_of

INSPECTION_SECONDS = 20
ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
}
# Why the look inside refuses a file (casemanagement.inspection).
REASONS: dict[str, str | Promise] = {
    "bomb": gettext_lazy("Diese Datei ist ungewöhnlich aufgebaut und wird nicht angenommen."),
    "damaged": gettext_lazy("Diese Datei ist beschädigt oder unvollständig."),
    "embedded": gettext_lazy(
        "In dieser PDF-Datei stecken weitere Dateien. Bitte drucken Sie sie neu als PDF und legen Sie Anhänge einzeln ab."
    ),
    "javascript": gettext_lazy(
        "Diese PDF-Datei enthält ein Programm (JavaScript). Bitte drucken Sie sie neu als PDF."
    ),
    "launch": gettext_lazy(
        "Diese PDF-Datei startet etwas oder öffnet andere Dateien. Bitte drucken Sie sie neu als PDF."
    ),
    "locked": gettext_lazy(
        "Diese PDF-Datei ist mit einem Kennwort geschützt. Bitte legen Sie sie ohne Kennwort ab."
    ),
    "media": gettext_lazy("Diese PDF-Datei enthält Ton oder Film. Bitte drucken Sie sie neu als PDF."),
    "pixels": gettext_lazy("Dieses Bild ist zu groß: höchstens 50 Millionen Bildpunkte."),
}
# Papers that passed a moment ago and need no second look: the same scan filed twice. Hashes only.
_passed: deque[bytes] = deque(maxlen=1000)


def checked(upload: "UploadedFile[bytes] | Any") -> bytes:
    """The bytes to keep of an upload: a passive PDF as it came, an image without what the camera noted."""
    if (upload.size or 0) > DOCUMENT_BYTES:  # before a byte of it is read
        raise ValidationError(_("Die Datei ist zu groß: höchstens 10 MB."))
    content: bytes = upload.read()
    content_type = content_type_of(content)
    _check_name(str(upload.name), content_type)
    scanned(content)
    return _inspect(content, content_type)


def _check_name(name: str, content_type: str) -> None:
    """What the name promises must be what the file is."""
    if not name.lower().endswith(ENDINGS[content_type]):
        raise ValidationError(
            _("Der Name der Datei passt nicht zu ihrem Inhalt: Er muss auf %(endings)s enden.")
            % {"endings": _(" oder ").join(ENDINGS[content_type])}
        )


def scanned(content: bytes) -> None:
    """Nothing goes on with what the scanner refuses."""
    try:
        scanner.scan(content)
    except scanner.Infected:
        raise ValidationError(
            _("In dieser Datei wurde Schadsoftware gefunden. Sie wurde nicht gespeichert.")
        ) from None
    except scanner.Unreachable:
        raise ValidationError(
            _(
                "Die Datei konnte nicht auf Schadsoftware geprüft werden und wurde nicht gespeichert. "
                "Bitte versuchen Sie es später noch einmal."
            )
        ) from None


def _inspect(content: bytes, content_type: str) -> bytes:
    digest = hashlib.sha256(content).digest()
    if digest in _passed:
        return content
    code, answer = _inspector(content, content_type)
    if code != 0:
        known = answer.decode() if code == inspection.REFUSED else "damaged"
        raise ValidationError(str(REASONS.get(known, REASONS["damaged"])))
    if answer == content:
        _passed.append(digest)
    return answer


def _inspector(content: bytes, content_type: str) -> tuple[int, bytes]:
    """Exit code and answer of the program that opens the file: it inherits neither keys nor connections."""
    program = [sys.executable, "-I", str(Path(inspection.__file__)), content_type]
    try:
        done = subprocess.run(
            program, input=content, capture_output=True, env={}, timeout=INSPECTION_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return -1, b""
    return done.returncode, done.stdout
