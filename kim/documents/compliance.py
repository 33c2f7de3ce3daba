# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the project answers to security standards, on one page for those who have to sign it, and as OSCAL."""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from kim.compliance import CATALOGUES, LINT, STATUSES, Answer, Catalogue, Compliance

HEAD = """\
# Nachweise

Diese Seite wird aus `compliance/controls.yml` erzeugt (`make docs`). Sie sagt zu jeder Anforderung dreier Regelwerke, womit das
Programm sie erfüllt, und wo nicht. `make compliance` bricht ab, wenn eine Anforderung ohne Antwort ist oder ein genannter Test, eine
Regel oder ein Dokument nicht existiert. Die Worte zu den Anforderungen sind unsere eigenen; es gilt der Wortlaut der Regelwerke.

| Antwort | heißt |
|---|---|
| erfüllt | die genannten Tests zeigen es bei jeder Änderung |
| Dokument | verlangt ist ein Papier, und es liegt vor |
| Betreiber | die Kommune muss es beim Betrieb leisten: [operations.md](operations.md#what-the-operator-owes) |
| trifft nicht zu | mit Grund |
| offen | fehlt, ganz oder zum Teil |

Ein Test mit dem Zusatz „make …“ läuft nicht bei jeder Änderung, sondern mit diesem Befehl. Eine Selbstauskunft ersetzt weder einen
Penetrationstest noch ein Audit durch Dritte.

"""
TITLES = {
    "asvs": "OWASP ASVS 5.0.0, Stufe 2, mit ausgewählten Anforderungen der Stufe 3",
    "grundschutz": "BSI Grundschutz++, Profil „Webanwendungen“",
    "sdm": "Standard-Datenschutzmodell 3.1, Gewährleistungsziele",
}
LABELS = {
    "met": "erfüllt",
    "document": "Dokument",
    "operator": "Betreiber",
    "not_applicable": "trifft nicht zu",
    "open": "offen",
}
CHAPTERS = {
    "V1": "Kodierung und Bereinigung",
    "V2": "Prüfung und Fachlogik",
    "V3": "Browser",
    "V4": "Schnittstellen",
    "V5": "Dateien",
    "V6": "Anmeldung",
    "V7": "Sitzungen",
    "V8": "Zugriffsrechte",
    "V9": "Token",
    "V10": "OAuth und OpenID Connect",
    "V11": "Kryptographie",
    "V12": "Übertragung",
    "V13": "Einstellungen",
    "V14": "Datenschutz",
    "V15": "Aufbau und Bestandteile",
    "V16": "Protokolle und Fehler",
    "V17": "WebRTC",
    "ARCH": "Architektur",
    "ASST": "Informationen und Assets",
    "BER": "Berechtigung",
    "BES": "Beschaffung",
    "DET": "Detektion",
    "DEV": "Entwicklung",
    "KONF": "Konfiguration",
    "NOT": "Notfallplanung",
}
SOURCES = {
    "asvs": "https://github.com/OWASP/ASVS/tree/v5.0.0",
    "grundschutz": "https://github.com/BSI-Bund/Stand-der-Technik-Bibliothek",
    "sdm": "https://www.datenschutzkonferenz-online.de",
}


def page() -> str:
    found = Compliance()
    parts = [HEAD, *_counts(found)]
    for catalogue in CATALOGUES:
        parts += [f"\n## {TITLES[catalogue.name]}\n", *_chapters(found, catalogue)]
    return "".join(parts)


def _counts(found: Compliance) -> Iterator[str]:
    yield f"Stand: {found.stated['as_of']:%d.%m.%Y}.\n\n"
    yield f"| Regelwerk | Anforderungen | {' | '.join(LABELS[status] for status in STATUSES)} |\n"
    yield f"|{'---|' * (2 + len(STATUSES))}\n"
    for catalogue in CATALOGUES:
        answers = found.answers(catalogue)
        counted = Counter(answer.status for answer in answers)
        cells = " | ".join(str(counted[status]) for status in STATUSES)
        yield f"| {TITLES[catalogue.name]} | {len(answers)} | {cells} |\n"
    yield "\n## Was offen ist\n\n"
    for catalogue in CATALOGUES:
        for answer in found.answers(catalogue):
            if answer.status == "open":
                yield f"* **{answer.number}** {answer.words}: {answer.text}\n"


def _chapters(found: Compliance, catalogue: Catalogue) -> Iterator[str]:
    for chapter, answers in groupby(found.answers(catalogue), key=_chapter):
        if chapter:
            yield f"\n### {chapter} {CHAPTERS[chapter]}\n"
        yield "\n| Nr. | worum es geht | Antwort | womit |\n|---|---|---|---|\n"
        yield from (_row(found, answer) for answer in answers)


def _chapter(answer: Answer) -> str:
    """The chapter of the standard; the seven goals have none."""
    chapter = answer.number.split(".")[0]
    return chapter if chapter in CHAPTERS else ""


def _row(found: Compliance, answer: Answer) -> str:
    level = f" (Stufe {answer.level})" if answer.level == "3" else ""
    said = [answer.text] if answer.text else []
    shown = "<br>".join([*said, *map(_paper, answer.documents), *_proofs(found, answer.proofs)])
    return f"| {answer.number}{level} | {answer.words} | {LABELS[answer.status]} | {shown} |\n"


def _paper(document: str) -> str:
    name = document.partition("#")[0]
    target = document.removeprefix("docs/") if document.startswith("docs/") else f"../{document}"
    return f"[{name}]({target})"


def _proofs(found: Compliance, proofs: Iterable[str]) -> Iterator[str]:
    for proof in proofs:
        if proof.startswith(LINT):
            yield f"Regel {proof.removeprefix(LINT)} (make lint)"
            continue
        path, _, name = proof.partition("::")
        mark = found.tests.get(proof, "")
        sentence = name.removeprefix("test_").replace("_", " ")
        yield f"[{sentence}](../{path})" + (f" (make {mark})" if mark else "")


# --- The same for machines ----------------------------------------------------------------------

OSCAL = "1.1.3"
_NAMESPACE = uuid.UUID("6f1c2f4e-27bd-5a08-9f3e-0c6a7a3f9d11")
STATES = {"met": "implemented", "document": "implemented", "operator": "planned", "open": "partial"}


def component() -> str:
    """An OSCAL component definition: one implemented requirement for each answer."""
    found = Compliance()
    implementations = [_implementation(found, catalogue) for catalogue in CATALOGUES]
    definition = {
        "uuid": _uuid("definition"),
        "metadata": {
            "title": "KIM",
            "last-modified": f"{found.stated['as_of'].isoformat()}T00:00:00+00:00",
            "version": found.stated["as_of"].isoformat(),
            "oscal-version": OSCAL,
        },
        "components": [
            {
                "uuid": _uuid("component"),
                "type": "software",
                "title": "KIM",
                "description": "Case management for the Kommunales Integrationsmanagement.",
                "control-implementations": implementations,
            }
        ],
    }
    return json.dumps({"component-definition": definition}, ensure_ascii=False, indent=1) + "\n"


def _implementation(found: Compliance, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "uuid": _uuid(catalogue.name),
        "source": SOURCES[catalogue.name],
        "description": TITLES[catalogue.name],
        "implemented-requirements": [_requirement(catalogue, answer) for answer in found.answers(catalogue)],
    }


def _requirement(catalogue: Catalogue, answer: Answer) -> dict[str, Any]:
    state = STATES.get(answer.status, "not-applicable")
    shown = [("test", proof) for proof in answer.proofs] + [("document", paper) for paper in answer.documents]
    return {
        "uuid": _uuid(f"{catalogue.name}/{answer.number}"),
        "control-id": answer.number,
        "description": answer.text or answer.words,
        "props": [{"name": "implementation-status", "value": state}]
        + [{"name": name, "value": value} for name, value in shown],
    }


def _uuid(name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, name))
