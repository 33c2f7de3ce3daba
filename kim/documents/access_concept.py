# SPDX-License-Identifier: AGPL-3.0-or-later
"""The access concept on one page for data protection officers, taken from the code that enforces it."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator

from permissions import access
from permissions.access import CASE_ACCESS, REQUEST_ACCESS
from permissions.cells import COLUMNS, LETTERS, NOTES
from permissions.database.policies import ALL, Rule, Table
from permissions.database.registry import BARRIER
from permissions.database.roles import DEED, HATS, ROLLUP, WEB
from permissions.hats import DUTY_OF_HAT, ROLES_OF_HAT, Hat
from permissions.matrix import MATRIX
from permissions.policy import Grant
from permissions.rights import Right
from permissions.roles import Role

HEAD = """\
# Zugriffskonzept

Diese Seite wird aus dem Programm erzeugt (`make docs`) und gilt so, wie das Programm sie durchsetzt:
`permissions/access.py` sagt, wer an einem Fall was darf, `permissions/database/registry.py` sagt dasselbe noch
einmal unabhängig davon in der Datenbank. Von Hand geändert wird hier nichts. Was nicht gewährt ist, ist verweigert.

Rechte folgen aus datierten Angaben (Bestellung, Zuweisung, Einwilligung, Öffnung mit Anlass) und werden im
Augenblick der Frage berechnet. Sie werden nirgends je Fall gespeichert. Wer widerruft, abberufen wird oder wessen
Zuweisung endet, ist mit dem nächsten Seitenaufruf draußen.
"""

RIGHTS = {
    Right.ANSWER_HANDOVER: "eine angebotene Übergabe annehmen oder ablehnen; zu sehen ist nur das Übergabeblatt",
    Right.ANSWER_REMARK: "einen fachlichen Hinweis beantworten",
    Right.APPROVE: "freigeben: Übergabe, Abschluss, Verlängerung, strittige Ablehnung",
    Right.ASSIGN: "Fallführung und Vertretung zuweisen",
    Right.DECIDE_REQUEST: "über die Anfrage einer Behörde entscheiden",
    Right.DECIDE_SUBJECT_REQUEST: "über den Antrag einer betroffenen Person entscheiden, die Auskunft freigeben",
    Right.DISCUSS: "an einer kollegialen Fallberatung teilnehmen; zu sehen sind nur Frage, Bogen ohne Namen und Beiträge",
    Right.ENTER_SUBJECT_REQUEST: "den Antrag einer betroffenen Person aufnehmen",
    Right.EXPORT_FILE: "die Auskunft nach Art. 15 und die Daten nach Art. 20 ausgeben",
    Right.HOLD: "eine Löschung anhalten, mit Grund und Tag der Prüfung",
    Right.LOOK_BACK: "nach einer Übergabe nachlesen, was bis zum Wechsel geschrieben war: Name, Notizen, Assessment, Ziele",
    Right.OPEN_FILE: "eine Akte mit Anlass für eine begrenzte Zeit öffnen",
    Right.READ_ACCESS_LOG: "das Zugriffsprotokoll lesen",
    Right.READ_CODES: "Assessment und Hilfeplan ohne Namen und ohne freien Text lesen: Kürzel, Einschätzungen, Tage",
    Right.READ_CONFIDENTIAL: "vertrauliche Notizen lesen",
    Right.READ_CONSENTS: "Einwilligungen und Widerrufe lesen",
    Right.READ_DOCUMENTS: "Unterlagen lesen",
    Right.READ_EVENTS: "den Verlauf lesen: was wann von wem getan wurde, ohne Inhalt",
    Right.READ_FILE: "die Akte lesen: Kontakte, Assessment, Hilfeplan, Überprüfungen, Abschlussbericht",
    Right.READ_FRAME: "den Rahmen lesen: Fallnummer, Phase, Fristen, Intensität, Organisation, Stadtbezirk",
    Right.READ_IDENTITY: "Name, Geburtsdatum, Anschrift und Haushalt lesen",
    Right.READ_PROTECTED_ADDRESS: "eine geschützte Anschrift lesen",
    Right.READ_REQUEST: "die Anfrage einer Behörde lesen",
    Right.READ_REFERRAL: "das Anliegen und die meldende Stelle lesen",
    Right.READ_SENSITIVE: "die Lebenslage lesen: Aufenthalt, Gesundheit und andere besondere Kategorien",
    Right.READ_SUPERVISION: "fachliche Hinweise, Fallberatungen und Ergebnisse der Stichprobe lesen",
    Right.READ_SUBJECT_REQUEST: "die Anträge betroffener Personen lesen",
    Right.RECORD_CONSENT: "Einwilligungen und Widerrufe erfassen",
    Right.REGISTER_REFERRAL: "eine Meldung erfassen; das folgt aus der Aufgabe (Fallarbeit, Erstanlaufstelle), nicht aus einem Fall",
    Right.RESTRICT: "die Verarbeitung einschränken (Art. 18) und die Einschränkung aufheben",
    Right.REQUEST_ERASURE: "die Löschung einer Akte beantragen (Art. 17)",
    Right.START_HANDOVER: "eine Übergabe anbieten oder zurückziehen",
    Right.SUPERVISE: "fachliche Hinweise schreiben, die Stichprobe prüfen, Warteliste und Ausnahmen entscheiden",
    Right.WRITE_CONFIDENTIAL: "vertrauliche Notizen schreiben",
    Right.WRITE_FILE: "die Akte führen",
    Right.WRITE_SENSITIVE: "die Lebenslage ändern",
}

# The words of permissions/access.py, for people who do not read Python.
CONDITIONS = {
    "has": "zum Fall gehört eine solche datierte Angabe",
    "assigned": "heute als Fallführung (`responsible`) oder Vertretung (`deputy`) zugewiesen, solange die Bestellung "
    "zum Fallmanagement besteht",
    "file_is_open": "die Einwilligung C1 gilt, oder der Zugang läuft noch und C1 wurde nie widerrufen; und die "
    "Verarbeitung ist nicht eingeschränkt",
    "same_house": "der Fall wird von der eigenen Organisation geführt",
    "consent": "eine Einwilligung dieser Art ist erteilt, hat begonnen, ist nicht abgelaufen und nicht widerrufen",
    "handed_over": "die Person führte den Fall bis zu einer Übergabe, die Tage zum Nachlesen laufen noch, die Akte ist offen und "
    "keine Anschrift geschützt",
    "offered": "eine Übergabe des Falls ist dieser Person oder ihrer Organisation angeboten und noch unbeantwortet",
    "supervised": "die führende Organisation steht unter der Fachaufsicht dieser Person",
    "invited": "zu einer laufenden kollegialen Fallberatung eingeladen, in der eigenen Kommune, und die Verarbeitung ist nicht eingeschränkt",
    "unclarified": "unter der Fachaufsicht dieser Person, im Zugang, noch ohne Fallführung, und die Verarbeitung ist nicht eingeschränkt",
    "stands_in": "Koordination und Vertretung sind abwesend, und diese Person ist die nächste in der benannten Reihenfolge; "
    "die führende Organisation gehört dazu",
    "cannot_wait": "dringend, Krise, oder eine Entscheidung der Fachaufsicht ist überfällig",
    "opened": "unter der Fachaufsicht dieser Person, mit Anlass geöffnet und noch nicht abgelaufen, C3 gilt, und die "
    "Verarbeitung ist nicht eingeschränkt",
    "organisations_of": "der Fall wird von einer Organisation geführt, für die diese Person mit dieser Aufgabe bestellt ist",
    "guarded": "der Fall wird von einer Organisation geführt, deren Datenschutz diese Person ist",
    "emergency": "ein Notfallzugriff dieser Person in dieser Aufgabe läuft: mit Anlass und Text begonnen, höchstens "
    "24 Stunden, nicht beendet",
    "unprotected": "der Fall liegt in der eigenen Kommune, hat keine geschützte Anschrift, und die Verarbeitung ist nicht "
    "eingeschränkt; sonst hilft nur die Koordination",
    "recorded_by": "diese Person hat die Anfrage erfasst",
    "case_of": "die Anfrage betrifft einen Fall, der heute dieser Person zugewiesen ist",
    "in_town": "der Fall liegt in einer Kommune, in der diese Person zu dieser Aufgabe bestellt ist",
    "registered_by": "diese Person hat den Fall gemeldet",
}

SHIELDS = """\
### Was vor jedem Recht kommt

Keines dieser Rechte erreicht einen Fall, für den sich die Person befangen erklärt hat, oder dessen Klientin oder Klient
auf ihrer eigenen Liste „Fälle, die ich nicht sehen darf“ steht. Steht für einen Fall eine Liste benannter Personen, so
erreichen ihn nur diese; Datenschutz sieht weiterhin seine Nummer, und ein Notfallzugriff von Fachaufsicht oder
Datenschutz gilt auch dann, vor aller Augen.

"""

WHOLE = """\
## Die ganze Matrix

Eine Zeile für alles, was das Programm aufbewahrt. Jeder Buchstabe wird in der Datenbank und im Programm geprüft
(`tests/permissions/test_matrix.py`); ein Modell ohne Zeile bricht die Prüfung.

"""

ONE_AT_A_TIME = """\
## Aufgaben

Eine Aufgabe ist ein Adressbaum und eine Rolle in der Datenbank. Wer zwei Aufgaben hat, wechselt sichtbar; keine
findet die Daten der anderen.

"""

SECOND = """\
## Die zweite Schranke: Zeilen in der Datenbank

Jede Seite liest die Datenbank in der Rolle der Aufgabe, die getragen wird. PostgreSQL selbst gibt nur die Zeilen
heraus, die hier stehen (Row-Level Security); ein vergessener Filter im Programm zeigt deshalb nichts. Geschrieben
wird ein Fall nur in der Rolle `kim_deed`, die für eine einzige Handlung an einen einzigen Fall gebunden ist.

Zu lesen ist: *alle* = jede Zeile, solange die Bestellung besteht · *eigene* = Zeilen über die Person selbst ·
*Fall* = Zeilen eines Falls, den die Rolle sehen darf · *gebunden* = der eine Fall der Handlung · *anfügen* = nur neue
Zeilen · *Anmeldung* = vor jeder Aufgabe, nur für Konten und Sitzungen · ein Name in Schreibmaschinenschrift = die Funktion im Schema `kim`, die die erlaubten Schlüssel nennt ·
✎ = die Rolle darf auch schreiben. Eine leere Zelle heißt: kein Zugriff.
"""

SHOWN = [role for role in (*HATS, DEED, ROLLUP, WEB) if role != Hat.SYSTEM.role] + [Hat.SYSTEM.role]


def page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD, _matrix(), _hats(), _rights(), _grants(), SHIELDS, _words(), _system(), SECOND, _barrier()]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _matrix() -> str:
    rows = [(row.what, *(cell.text or "–" for cell in row.cells)) for row in MATRIX]
    columns = [(f"**{column.code}**", column.label) for column in COLUMNS]
    words = [(f"**{letter}**", text) for letter, text in (LETTERS | NOTES).items()]
    return (
        WHOLE
        + _table(("Was", *(column.code for column in COLUMNS)), rows)
        + "\n"
        + _table(("Spalte", "Aufgabe"), columns)
        + "\n"
        + _table(("Zeichen", "bedeutet"), words)
    )


def _hats() -> str:
    rows = [
        (hat.label, f"`{hat.prefix}`", f"`{hat.role}`", ", ".join(_titles(hat)), _duty(hat))
        for hat in Hat
        if hat.prefix
    ]
    return ONE_AT_A_TIME + _table(
        ("Aufgabe", "Adressen", "Datenbankrolle", "bestellt als", "dazu stehende Pflicht"), rows
    )


def _titles(hat: Hat) -> Iterator[str]:
    return (str(Role(code).label) for code in sorted(ROLES_OF_HAT[hat]))


def _duty(hat: Hat) -> str:
    return f"`{DUTY_OF_HAT[hat]}` je Organisation" if hat in DUTY_OF_HAT else ""


def _rights() -> str:
    return "## Rechte an einem Fall\n\n" + _table(
        ("Recht", "erlaubt"), ((f"`{right}`", RIGHTS[right]) for right in Right)
    )


def _grants() -> str:
    conditions = _conditions()
    rows = [
        (grant.who, grant.hat.label, f"`{conditions[grant.who]}`", _listed(grant))
        for grant in (*CASE_ACCESS.grants, *REQUEST_ACCESS.grants)
    ]
    return "## Wer darf was\n\n" + _table(("Wer", "Aufgabe", "wenn", "darf"), rows)


def _listed(grant: Grant) -> str:
    return ", ".join(f"`{right}`" for right in sorted(grant.may))


def _conditions() -> dict[str, str]:
    """Grant → its condition as access.py writes it."""
    found = {}
    for node in ast.walk(ast.parse(inspect.getsource(access))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Grant":
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            on = given["on"]
            body = on.body if isinstance(on, ast.Lambda) else on
            found[_said(given["who"])] = ast.unparse(body).replace("'", '"')
    return found


def _said(who: ast.expr) -> str:
    """The words themselves, inside the mark that has them translated."""
    return next(str(node.value) for node in ast.walk(who) if isinstance(node, ast.Constant))


def _words() -> str:
    used = "\n".join(_conditions().values())
    unknown = set(re.findall(r"\b[a-z_]+(?=\()", used)) - CONDITIONS.keys() - {"values"}
    if unknown:
        raise LookupError(f"kim/documents/access_concept.py explains no {', '.join(sorted(unknown))}")
    rows = [(f"`{word}`", text) for word, text in CONDITIONS.items() if re.search(rf"\b{word}\b", used)]
    return "Die Bedingungen in Worten:\n\n" + _table(("Bedingung", "trifft zu, wenn"), rows)


def _system() -> str:
    listed = ", ".join(f"`{right}`" for right in sorted(CASE_ACCESS.system))
    return (
        "Das System selbst (Worker und Zeitplan) handelt an je einem gebundenen Fall und darf dort: "
        f"{listed}.\nEine Liste von Fällen hat es nicht.\n"
    )


def _barrier() -> str:
    blocks = dict.fromkeys(table.block for table in BARRIER)
    return "\n".join(_block(name, [table for table in BARRIER if table.block == name]) for name in blocks)


def _block(name: str, tables: list[Table]) -> str:
    roles = [role for role in SHOWN if any(role in table.rules for table in tables)]
    rows = [(f"`{table.name}`", *(_cell(table, role) for role in roles)) for table in tables]
    return f"### Block `{name}`\n\n" + _table(("Tabelle", *(f"`{role}`" for role in roles)), rows)


def _cell(table: Table, role: str) -> str:
    rules = [rule for owner, _number, rule in table.by_role() if owner == role]
    return ", ".join(dict.fromkeys(_word(rule) for rule in rules))


def _word(rule: Rule) -> str:
    if rule.verbs == ("INSERT",):
        return "anfügen"
    return _rows_of(rule) + (" ✎" if set(rule.verbs) & set(ALL[1:]) else "")


def _rows_of(rule: Rule) -> str:
    if "seen.id" in rule.condition:
        return "Fall"
    asked = re.findall(r"kim\.(\w+)\(", rule.condition)
    plain = {
        ("bound_case",): "gebunden",
        ("present",): "alle",
        ("person", "present"): "eigene",
        (): "Anmeldung",
    }
    return plain.get(tuple(asked)) or " ".join(f"`{name}`" for name in asked)


def _table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    titles = [str(title) for title in head]
    lines = [titles, ["---"] * len(titles), *([str(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
