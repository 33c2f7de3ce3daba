# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate for files from outside: what comes in, what does not, and what is said about it."""

import io
import resource
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import Settings

from casemanagement import inspection
from casemanagement.uploads import checked
from casemanagement.validators import DOCUMENT_BYTES
from tests import clamd
from tests.papers import JPEG, PDF, PNG, picture


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        checked(upload(name, content))
    (sentence,) = caught.value.messages
    return sentence


# --- Name, content, size ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [("Bescheid.pdf", PDF), ("SCAN.PDF", PDF), ("foto.jpg", JPEG), ("foto.JPEG", JPEG), ("bild.png", PNG)],
    ids=["pdf", "capitals", "jpg", "jpeg", "png"],
)
def test_papers_and_pictures_come_in(name: str, content: bytes) -> None:
    assert checked(upload(name, content))[:4] == content[:4]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("leer.pdf", b"", "leer"),
        ("gross.pdf", PDF + b"0" * DOCUMENT_BYTES, "zu groß"),
        ("seite.html", b"<html><script>", "kein PDF, JPEG oder PNG"),
        ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>", "kein PDF, JPEG oder PNG"),
        ("bild.gif", b"GIF89a", "kein PDF, JPEG oder PNG"),
        ("programm.pdf", b"MZ\x90\x00", "kein PDF, JPEG oder PNG"),
        ("brief.docx", b"PK\x03\x04[Content_Types].xml", "Office-Dateien und Archive"),
        ("makro.docm", b"PK\x03\x04word/vbaProject.bin", "Office-Dateien und Archive"),
        ("alt.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office-Dateien und Archive"),
        ("bombe.zip", b"PK\x03\x04", "Office-Dateien und Archive"),
        ("bombe.gz", b"\x1f\x8b\x08", "Office-Dateien und Archive"),
        ("iphone.heic", b"\x00\x00\x00\x18ftypheic", "als JPEG"),
        ("bescheid.exe", PDF, "muss auf .pdf enden"),
        ("bescheid.pdf.html", PDF, "muss auf .pdf enden"),
        ("bescheid", PDF, "muss auf .pdf enden"),
        ("foto.pdf", JPEG, "muss auf .jpg oder .jpeg enden"),
        ("foto.jpg", PNG, "muss auf .png enden"),
        ("vorne-leer.pdf", b"   " + PDF, "kein PDF, JPEG oder PNG"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and " " not in value else "",
)
def test_anything_else_gets_one_sentence(name: str, content: bytes, words: str) -> None:
    assert words in refusal(name, content)


def test_a_file_that_is_too_big_is_not_even_read() -> None:
    class Endless(SimpleUploadedFile):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("was read")

    with pytest.raises(ValidationError, match="zu groß"):
        checked(Endless("gross.pdf", b"x" * (DOCUMENT_BYTES + 1)))


# --- A look inside a PDF ------------------------------------------------------------------------


def pdf(change: Callable[[pikepdf.Pdf], None], **options: Any) -> bytes:
    """A page, changed."""
    made = pikepdf.new()
    made.add_blank_page()
    change(made)
    stream = io.BytesIO()
    made.save(stream, **options)
    return stream.getvalue()


def on_opening(action: dict[str, Any]) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = pikepdf.Dictionary(action)

    return change


def with_attachment(made: pikepdf.Pdf) -> None:
    made.attachments["rechnung.exe"] = b"MZ"


def with_script_in_a_form(made: pikepdf.Pdf) -> None:
    field = pikepdf.Dictionary(
        FT=pikepdf.Name.Tx, AA=pikepdf.Dictionary(K=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1"))
    )
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([made.make_indirect(field)]))


def with_named_script(made: pikepdf.Pdf) -> None:
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array()))


def with_film(made: pikepdf.Pdf) -> None:
    made.pages[0].Annots = pikepdf.Array(
        [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia)]
    )


JS = {"/S": pikepdf.Name.JavaScript, "/JS": "app.alert(1)"}
HIDDEN = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
CHAPTER = {"/S": pikepdf.Name.GoTo, "/D": pikepdf.Array()}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf(on_opening(JS)), "JavaScript"),
        (pdf(on_opening(JS), **HIDDEN), "JavaScript"),
        (pdf(on_opening(CHAPTER | {"/Next": pikepdf.Dictionary(JS)}), **HIDDEN), "JavaScript"),
        (pdf(with_script_in_a_form, **HIDDEN), "JavaScript"),
        (pdf(with_named_script, **HIDDEN), "JavaScript"),
        (pdf(on_opening({"/S": pikepdf.Name.Launch, "/F": "cmd.exe"}), **HIDDEN), "startet etwas"),
        (pdf(on_opening({"/S": pikepdf.Name.GoToR, "/F": r"\\host\share"}), **HIDDEN), "startet etwas"),
        (pdf(on_opening({"/S": pikepdf.Name.SubmitForm, "/F": "http://x"}), **HIDDEN), "startet etwas"),
        (pdf(with_attachment), "weitere Dateien"),
        (pdf(with_attachment, **HIDDEN), "weitere Dateien"),
        (pdf(with_film, **HIDDEN), "Ton oder Film"),
        (pdf(lambda _: None, encryption=pikepdf.Encryption(user="geheim", owner="x")), "Kennwort"),
        (b"%PDF-1.4 x", "beschädigt"),
        (PDF[:60], "beschädigt"),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/J#61vaScript>>"), "JavaScript"),
    ],
    ids=[
        "script",
        "script, packed",
        "script behind another action",
        "script of a field",
        "named script",
        "launch",
        "other file",
        "form that is sent",
        "attachment",
        "attachment, packed",
        "film",
        "locked",
        "no pdf",
        "half a pdf",
        "script, written otherwise",
    ],
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(content: bytes, words: str) -> None:
    assert words in refusal("bescheid.pdf", content)


def test_a_pdf_with_links_bookmarks_and_a_starting_page_comes_in_as_it_is() -> None:
    def change(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = pikepdf.Dictionary(CHAPTER)
        link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://www.bielefeld.de")
        made.pages[0].Annots = pikepdf.Array(
            [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=link)]
        )

    content = pdf(change, **HIDDEN)

    assert checked(upload("bescheid.pdf", content)) == content


def bomb() -> bytes:
    """A small PDF whose table of contents unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    block = bytes(1024**2)
    packed = b"".join(packer.compress(block) for _ in range(1024)) + packer.flush()
    return (
        b"%PDF-1.5\n1 0 obj<</Type/XRef/Size 1/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length "
        + str(len(packed)).encode()
        + b">>stream\n"
        + packed
        + b"\nendstream endobj\nstartxref\n9\n%%EOF\n"
    )


@pytest.mark.slow
def test_a_pdf_that_unpacks_to_a_gigabyte_is_refused_within_seconds() -> None:
    content = bomb()
    assert len(content) < DOCUMENT_BYTES

    before = _worked()
    assert "beschädigt" in refusal("bombe.pdf", content)
    assert _worked() - before < inspection.CPU_SECONDS + 2


def _worked() -> float:
    """Seconds of the processor that programs of our own have had, whatever else the machine did meanwhile."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# --- Pictures -----------------------------------------------------------------------------------


def test_a_picture_loses_place_camera_and_comment_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Kamera der Klientin"
    exif.get_ifd(0x8825)[2] = (52.0, 1.0, 18.0)
    photo = picture("JPEG", (40, 20), exif=exif, comment=b"Zwetlana")

    kept = checked(upload("foto.jpg", photo))

    with Image.open(io.BytesIO(kept)) as image:
        assert (image.size, dict(image.getexif())) == ((20, 40), {})
    assert (b"Kamera" in photo, b"Zwetlana" in photo) == (True, True)
    assert (b"Kamera" in kept, b"Zwetlana" in kept, b"Exif" in kept) == (False, False, False)


def test_what_hides_behind_a_picture_is_gone() -> None:
    kept = checked(upload("bild.png", PNG + b"<script>alert(1)</script>"))

    assert b"script" not in kept


@pytest.mark.slow
def test_a_picture_of_too_many_pixels_is_refused() -> None:
    stream = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(stream, "PNG")  # 12 kB that become 100 million points

    assert "50 Millionen" in refusal("bombe.png", stream.getvalue())


@pytest.mark.parametrize(
    "content", [JPEG[:100], PNG[:40], b"\xff\xd8\xff\xe0 x"], ids=["jpeg", "png", "stub"]
)
def test_half_a_picture_is_refused(content: bytes) -> None:
    name = "bild.png" if content.startswith(b"\x89") else "bild.jpg"
    assert "beschädigt" in refusal(name, content)


# --- The scanner --------------------------------------------------------------------------------

INFECTED = PDF + b"%" + clamd.EICAR


@pytest.mark.parametrize("on_a_path", [True, False], ids=["path", "port"])
def test_the_scanner_is_asked_in_pieces_and_lets_clean_papers_pass(
    on_a_path: bool, tmp_path: Path, settings: Settings
) -> None:
    content = PDF + b"%" + b"0" * 200_000
    with clamd.running(tmp_path if on_a_path else None) as server:
        settings.CLAMD_SOCKET = server.address

        assert checked(upload("bescheid.pdf", content)) == content
        assert (server.commands, server.content) == ([b"zINSTREAM"], content)
        assert server.pieces == [65536, 65536, 65536, len(content) - 3 * 65536]


def test_the_test_virus_is_refused(tmp_path: Path, settings: Settings) -> None:
    with clamd.running(tmp_path) as server:
        settings.CLAMD_SOCKET = server.address

        assert "Schadsoftware gefunden" in refusal("bescheid.pdf", INFECTED)
        assert "Schadsoftware gefunden" in refusal("bild.png", PNG + clamd.EICAR)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK",
        b"UNKNOWN COMMAND\0",
        b"stream: Can't allocate memory ERROR\0",
        b"OK\0",
        b"\xff" * 4096,
    ],
    ids=["silence", "cut off", "not clamd", "error", "another OK", "noise"],
)
def test_what_is_no_clear_answer_is_no_clean_file(answer: bytes, tmp_path: Path, settings: Settings) -> None:
    with clamd.running(tmp_path, answer=answer) as server:
        settings.CLAMD_SOCKET = server.address

        assert "nicht auf Schadsoftware geprüft" in refusal("bescheid.pdf", PDF)


def test_a_scanner_that_takes_no_file_of_this_size_lets_nothing_pass(
    tmp_path: Path, settings: Settings
) -> None:
    with clamd.running(tmp_path, longest=100_000) as server:
        settings.CLAMD_SOCKET = server.address

        assert "nicht auf Schadsoftware geprüft" in refusal("bescheid.pdf", PDF + b"%" + b"0" * 2_000_000)


@pytest.mark.parametrize("address", ["{folder}/nobody.sock", "127.0.0.1:1", "nonsense", "127.0.0.1:"])
def test_without_the_scanner_nothing_comes_in(address: str, tmp_path: Path, settings: Settings) -> None:
    settings.CLAMD_SOCKET = address.format(folder=tmp_path)

    assert "nicht auf Schadsoftware geprüft" in refusal("bescheid.pdf", PDF)
