# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opens a stranger's file where it can do no harm: a program of its own, without keys, database or time.

It is started by casemanagement.uploads with the content on standard input. It answers with exit code 0
and the bytes to keep, or with REFUSED and one word that says why. Whatever else happens to it (out of
memory, out of time, killed) means that the file is not accepted.
"""

import io
import resource
import sys
from collections.abc import Iterator
from typing import Any

REFUSED = 3
MEMORY = 1024**3
CPU_SECONDS = 10
PIXELS = 50_000_000
PARTS = 1_000_000  # of a PDF: more than any scan or letter has
STREAM = 64 * 1024**2  # unpacked
QUALITY = 85

# What a viewer would carry out: programs, other files, the network.
ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/GoToE": "embedded",
    "/GoToR": "launch",
    "/ImportData": "launch",
    "/SubmitForm": "launch",
    "/Rendition": "media",
    "/RichMediaExecute": "media",
    "/Movie": "media",
    "/Sound": "media",
}
ENTRIES = {
    "/JS": "javascript",
    "/JavaScript": "javascript",
    "/XFA": "javascript",
    "/EF": "embedded",
    "/EmbeddedFiles": "embedded",
}
KINDS = {
    "/EmbeddedFile": "embedded",
    "/FileAttachment": "embedded",
    "/RichMedia": "media",
    "/Screen": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/3D": "media",
}
# Found in the bytes themselves, whatever a damaged table of contents says.
WORDS = {b"/JavaScript": "javascript", b"/Launch": "launch", b"/EmbeddedFile": "embedded"}


class Refused(Exception):
    """The file holds what is not accepted; the text is the word for it."""


def inspected(content: bytes, content_type: str) -> bytes:
    """The bytes to keep."""
    if content_type == "application/pdf":
        return passive_pdf(content)
    return plain_image(content, {"image/jpeg": "JPEG", "image/png": "PNG"}[content_type])


def passive_pdf(content: bytes) -> bytes:
    """A PDF as it came, if it only shows pages."""
    import pikepdf  # noqa: PLC0415  after the limits, and only for what needs it

    for word, reason in WORDS.items():
        if word in content:
            raise Refused(reason)
    pikepdf.settings.set_qpdf_limits(
        parser_max_container_size=PARTS, flate_max_memory=STREAM, png_max_memory=STREAM, doc_max_warnings=100
    )
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            if not len(pdf.pages):
                raise Refused("damaged")
            for part in _parts(pikepdf, pdf):
                _look_at(part)
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    return content


def _parts(pikepdf: Any, pdf: Any) -> Iterator[Any]:
    """Every dictionary of the file, however deep it lies."""
    waiting: list[Any] = [pdf.trailer]
    roots = iter(pdf.objects)
    for _ in range(PARTS):
        here = waiting.pop() if waiting else next(roots, None)
        if here is None:
            return
        if isinstance(here, (pikepdf.Dictionary, pikepdf.Stream)):
            yield here
            waiting += _inside(pikepdf, dict(here.items()).values())
        elif isinstance(here, pikepdf.Array):
            waiting += _inside(pikepdf, here)
    raise Refused("bomb")


def _inside(pikepdf: Any, values: Any) -> list[Any]:
    """What lies in it itself; what it only points to comes on its own."""
    containers = (pikepdf.Dictionary, pikepdf.Array)
    return [value for value in values if isinstance(value, containers) and not value.is_indirect]


def _look_at(part: Any) -> None:
    for entry in part.keys():  # noqa: SIM118  no Python dictionary
        if entry in ENTRIES:
            raise Refused(ENTRIES[entry])
    if (action := str(part.get("/S", ""))) in ACTIONS:
        raise Refused(ACTIONS[action])
    for name in ("/Type", "/Subtype"):
        if (kind := str(part.get(name, ""))) in KINDS:
            raise Refused(KINDS[kind])


def plain_image(content: bytes, image_format: str) -> bytes:
    """The picture drawn afresh: no place, no camera, no time, no comment, nothing behind it."""
    from PIL import Image, ImageOps  # noqa: PLC0415  after the limits, and only for what needs it

    with Image.open(io.BytesIO(content), formats=[image_format]) as opened:
        if opened.width * opened.height > PIXELS:
            raise Refused("pixels")
        upright = ImageOps.exif_transpose(opened)
    for name in set(upright.info) - {"transparency"}:
        del upright.info[name]
    fresh = io.BytesIO()
    upright.save(fresh, image_format, quality=QUALITY)
    return fresh.getvalue()


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        kept = inspected(sys.stdin.buffer.read(), sys.argv[1])
    except Refused as why:
        sys.stdout.write(str(why))
        return REFUSED
    except Exception:  # noqa: BLE001  whatever a parser says about a stranger's file: it is damaged
        sys.stdout.write("damaged")
        return REFUSED
    sys.stdout.buffer.write(kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
