# SPDX-License-Identifier: AGPL-3.0-or-later
"""Running cases come in from a file: what a bad row is told, what a good one becomes, and that none comes twice."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction

from casemanagement.actions import imports
from casemanagement.importing import rows, running, tables
from casemanagement.models import Case, CaseEvent, ClientIdentity, Consent, ImportRow, ImportRun, WorkItem
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from tests.cast import House

TODAY = clock.today()
DAY = f"{TODAY:%d.%m.%Y}"
GOOD = {
    "Vorname": "Oksana",
    "Familienname": "Melnyk",
    "Geburtsdatum": "03.04.1990",
    "Meldung am": DAY,
    "Organisation": "awo",
    "Fallführung": "Carla Rossi",
    "Phase": "Hilfeplanung",
    "Aufgenommen am": DAY,
    "Datenschutzinformation am": DAY,
    "Einwilligung am": DAY,
    "Form der Einwilligung": "Papier",
    "Telefon": "+49 521 1234",
}


def row(**changes: str) -> dict[str, str]:
    return GOOD | changes


def file(*given: dict[str, str], encoding: str = "utf-8-sig", delimiter: str = ";") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(given[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(given)
    return text.getvalue().encode(encoding)


def count(model: Any) -> int:
    with acting_in_role(OWNER), transaction.atomic():
        return int(model.objects.count())


def only(model: Any, **known: Any) -> Any:
    with acting_in_role(OWNER), transaction.atomic():
        return model.objects.get(**known)


@pytest.fixture
def kora(actor: Callable[..., Actor]) -> Actor:
    return actor("kora")


def take(content: bytes, by: Actor, most: int | None = None) -> tuple[ImportRun, running.Met]:
    with acting_as(by):
        run = running.bring(content, by=by)
        return run, running.go_on(run, by=by, most=most)


def dry(content: bytes, by: Actor) -> running.Met:
    with acting_as(by):
        table = tables.read(content)
        return running.check(table, rows.matched(table.headings), by=by)


BAD = [
    ({"Vorname": ""}, "Vorname: Diese Angabe fehlt."),
    (
        {"Geburtsdatum": "31.02.1990"},
        "Geburtsdatum: Dieses Datum ist nicht lesbar. Bitte als TT.MM.JJJJ schreiben.",
    ),
    (
        {"Geburtsdatum": "01.01.1850"},
        "Geburtsdatum: Das Geburtsdatum liegt vor 1900. Bitte prüfen Sie das Jahr.",
    ),
    ({"Meldung am": "01.01.2099"}, "Meldung am: Dieser Tag liegt in der Zukunft."),
    (
        {"Organisation": "Caritas"},
        "Organisation: Diese Organisation ist nicht bekannt oder gehört nicht zu Ihrer Fachaufsicht.",
    ),
    (
        {"Fallführung": "Aylin Demir"},
        "Fallführung: Diese Person arbeitet nicht im Fallmanagement dieser Organisation, oder es gibt mehrere.",
    ),
    (
        {"Fallführung": ""},
        "Fallführung: Diese Angabe fehlt; ab der Phase Assessment ist sie nötig.",
    ),
    (
        {"Phase": "Umsetzung"},
        "Phase: Diese Angabe steht nicht in der Liste. Möglich sind: Zugang; Assessment; Hilfeplanung.",
    ),
    (
        {"Einwilligung am": "01.02.2020"},
        "Einwilligung am: Die Einwilligung ist abgelaufen (üblich sind zwölf Monate). Bitte zuerst erneuern.",
    ),
    ({"Aufgenommen am": "01.02.2020"}, "Aufgenommen am: Die Aufnahme liegt vor der Meldung."),
    (
        {"Weitere Einwilligungen": "C2, C6"},
        "Weitere Einwilligungen: C6 nennt eine bestimmte Stelle und wird in der Akte einzeln erfasst.",
    ),
    ({"Dolmetschen nötig": "vielleicht"}, "Dolmetschen nötig: Bitte „ja“ oder „nein“ schreiben."),
]


@pytest.mark.parametrize(("change", "sentence"), BAD)
def test_a_bad_row_creates_nothing_and_is_told_why(
    change: dict[str, str], sentence: str, kora: Actor
) -> None:
    run, met = take(file(row(**change)), kora)

    assert sentence in met.failures[0][1]
    assert (count(Case), count(ImportRow)) == (0, 0)
    assert sentence in bytes(run.error_file).decode("utf-8-sig").replace('""', '"')


def test_a_good_row_becomes_a_case_as_it_was_led(kora: Actor, actor: Callable[..., Actor]) -> None:
    run, met = take(file(row()), kora)

    assert met.failures == []
    case = only(Case)
    assert (case.phase, case.organisation.code, case.accepted_on) == ("planning", "awo", TODAY)
    with acting_in_role(OWNER), transaction.atomic():
        assert case.responsible(TODAY).person == actor("carla").person
        assert set(Consent.objects.values_list("kind", "valid_from")) == {("C0", TODAY), ("C1", TODAY)}
        assert ClientIdentity.objects.get(case=case).phone == "+49 521 1234"
        event = CaseEvent.objects.get(case=case, kind="imported")
        kinds = set(WorkItem.objects.filter(case=case, state="open").values_list("kind", "owner__username"))
    assert (event.person, event.hat, event.data["line"]) == (kora.person, Hat.FACH, 2)
    assert ("support_planning.decide_leadership", "carla") in kinds
    assert {kind for kind, _owner in kinds} >= {"imports.consent", "imports.impartial"}
    assert (run.is_done, bytes(run.content), bytes(run.error_file)) == (True, b"", b"")
    with acting_as(actor("carla")), transaction.atomic():
        assert Case.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    ("phase", "step"), [("Zugang", "intake.assess_urgency"), ("Assessment", "assessment.rate_domains")]
)
def test_each_phase_goes_on_at_its_beginning(phase: str, step: str, kora: Actor) -> None:
    accepted = "" if phase == "Zugang" else DAY
    _run, met = take(file(row(**{"Phase": phase, "Aufgenommen am": accepted})), kora)

    assert met.failures == []
    assert only(WorkItem, kind=step).state == "open"


def test_the_same_file_again_skips_what_is_there(kora: Actor) -> None:
    content = file(row(), row(Vorname="Iryna"))
    take(content, kora)
    _run, again = take(content, kora)

    assert again.counts == {running.KNOWN: 2}
    assert count(Case) == 2


def test_killed_in_the_middle_it_goes_on(kora: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    content = file(row(), row(Vorname="Iryna"), row(Vorname="Halyna"))
    really = imports.take_over

    def killed(**given: Any) -> Case:
        case = really(**given)
        if given["line"] == 3:
            raise KeyboardInterrupt
        return case

    with monkeypatch.context() as power:
        power.setattr(imports, "take_over", killed)
        with pytest.raises(KeyboardInterrupt):
            take(content, kora)
    assert count(Case) == 1
    assert only(ImportRun).state != "done"

    run, met = take(content, kora)
    assert met.counts == {running.KNOWN: 1, running.TAKEN: 2}
    assert (count(Case), run.is_done) == (3, True)


def test_a_dry_run_checks_all_and_writes_nothing(kora: Actor) -> None:
    met = dry(file(row(), row(), row(Vorname="", Phase="?")), kora)

    assert met.counts == {running.TAKEN: 1, running.FAILED: 2}
    assert met.kinds == {"duplicate": 1, "given_name": 1, "phase": 1}
    assert [count(model) for model in (Case, CaseEvent, ImportRun, ImportRow, Consent)] == [0] * 5


def test_duplicates_are_told_and_not_created(kora: Actor) -> None:
    take(file(row()), kora)
    other = row(Vorname="OKSANA ", Telefon="", Geburtsdatum="1990-04-03")
    _run, met = take(file(other, other | {"Telefon": "1"}), kora)

    assert [sentence for _line, sentence in met.failures] == [
        "Dublette: Zu dieser Person gibt es schon eine Akte (AWO).",
        "Dublette: Diese Person steht schon in Zeile 2.",
    ]
    assert count(Case) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_every_way_of_an_office_to_save_csv_is_read(encoding: str, delimiter: str) -> None:
    table = tables.read(file(row(Vorname="Jörg"), encoding=encoding, delimiter=delimiter))

    assert table.headings == tuple(GOOD)
    assert table.rows[0].values[0] == "Jörg"


def test_a_workbook_is_read_with_formulas_as_text() -> None:
    book, file_ = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Vorname", "Meldung am", "PLZ"])
    book.active.append(["=1+1", TODAY, 33602])
    book.save(file_)

    assert tables.read(file_.getvalue()).rows[0].values == ("=1+1", DAY, "33602")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    book, file_ = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Vorname" * 1000])
    book.save(file_)
    monkeypatch.setattr(tables, "UNPACKED_BYTES", 1000)

    with pytest.raises(ValidationError, match="ungewöhnlich aufgebaut"):
        tables.read(file_.getvalue())


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0", b"a\0b", b'a;b\n"1;2\n', b"a;a\n1;2", b"a;b\n1;2;3"],
)
def test_what_is_no_table_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(ValidationError):
        tables.read(content)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_the_error_file_holds_no_formula_and_can_come_back(sign: str) -> None:
    table = tables.read(file({"Vorname": f"{sign}1"}))
    errors = tables.errors_as_csv(table, [(2, "Vorname: Nein.")])

    assert f"'{sign}1;Vorname: Nein." in errors.decode("utf-8-sig")
    assert tables.read(errors).rows[0].values[0] == f"{sign}1"


def test_nobody_else_takes_over_cases(actor: Callable[..., Actor], house: House) -> None:
    for name in ("carla", "theo", "dora", "adam"):
        assert not running.may_import(actor(name))


def test_the_file_lies_encrypted(kora: Actor) -> None:
    with acting_as(kora), transaction.atomic():
        run = running.bring(file(row()), by=kora)
    with acting_in_role(OWNER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT content, mapping FROM casemanagement_importrun WHERE id = %s", [run.pk])
        content, mapping = cursor.fetchone()
    assert b"Oksana" not in bytes(content)
    assert "Vorname" not in mapping


def test_the_command_names_rows_and_columns_alone(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    source, errors = tmp_path / "faelle.csv", tmp_path / "fehler.csv"
    source.write_bytes(
        file(row(Bemerkung="geheim"), row(Vorname="Iryna", Geburtsdatum="gestern", Bemerkung=""))
    )
    call_command("import_cases", str(source), "--as", "kora", "--dry-run")
    call_command("import_cases", str(source), "--as", "kora", "--errors", str(errors))

    said = "".join(capsys.readouterr()) + caplog.text
    assert "Nicht übernommene Spalten: Bemerkung" in said
    assert "Zeile 3: Geburtsdatum" in said
    for word in ("Oksana", "Iryna", "Melnyk", "gestern", "geheim"):
        assert word not in said
    assert "Iryna" in errors.read_text("utf-8-sig")
    assert count(Case) == 1
