# SPDX-License-Identifier: AGPL-3.0-or-later
"""A city starts with what it has: the coordinator brings her table, checks it, takes it over, mends the rest."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casemanagement.importing import rows
from casemanagement.models import Case, ImportRun
from tests.casemanagement.test_imports import count, file, only, row
from tests.cast import House


def columns(page: object, **changes: str) -> dict[str, str]:
    form = page.context["form"]  # type: ignore[attr-defined]
    return {name: changes.get(field.label, field.initial) for name, field in form.fields.items()}


def test_the_coordinator_takes_over_what_the_city_has(
    house: House, signed_in: Callable[[str], Client]
) -> None:
    kora = signed_in("kora")
    start = reverse("supervision:imports")
    assert "Laufende Fälle übernehmen" in kora.get(start).content.decode()
    content = file(
        {"Rufname": "", "Bemerkung": "neu"} | row(),
        {"Rufname": "", "Bemerkung": ""} | row(Vorname="Iryna", Geburtsdatum="gestern"),
    )
    sent = kora.post(start, {"file": SimpleUploadedFile("faelle.csv", content)}, follow=True)
    address = sent.redirect_chain[-1][0]
    assert sent.context["form"].fields["column_0"].initial == ""  # unknown columns are not guessed
    answers = columns(sent)

    checked = kora.post(address, answers | {"deed": "check"}).content.decode()
    assert "nichts geschrieben" in checked
    assert "Geburtsdatum: 1" in checked
    assert count(Case) == 0

    done = kora.post(address, answers | {"deed": "run"}).content.decode()
    assert "Abgeschlossen. Übernommen: 1. Schon da: 0. Mit Fehlern: 1." in done
    errors = kora.get(f"{address}fehler/")
    assert "attachment" in errors["Content-Disposition"]
    assert "Geburtsdatum: Dieses Datum ist nicht lesbar." in errors.content.decode("utf-8-sig")

    mended = errors.content.replace(b"gestern", b"01.02.1985")
    again = kora.post(start, {"file": SimpleUploadedFile("fehler.csv", mended)}, follow=True)
    kora.post(again.redirect_chain[-1][0], columns(again) | {"deed": "run"})
    assert count(Case) == 2

    kora.post(address, {"deed": "discard"})
    assert bytes(only(ImportRun, pk=int(address.rstrip("/").rsplit("/", 1)[1])).error_file) == b""
    carla = signed_in("carla")
    number = str(only(Case, import_rows__line=2, import_rows__run__position=2).number)
    assert carla.get(reverse("cases:file", args=[number])).status_code == 200


def test_a_column_that_is_missing_is_named(house: House, signed_in: Callable[[str], Client]) -> None:
    kora = signed_in("kora")
    given = row()
    del given["Phase"]
    sent = kora.post(
        reverse("supervision:imports"), {"file": SimpleUploadedFile("a.csv", file(given))}, follow=True
    )
    answered = kora.post(sent.redirect_chain[-1][0], columns(sent) | {"deed": "run"}).content.decode()

    assert f"Diese Spalten fehlen: {rows.heading_of('phase')}." in answered
    assert count(Case) == 0
