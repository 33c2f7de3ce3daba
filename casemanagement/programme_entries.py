# SPDX-License-Identifier: AGPL-3.0-or-later
"""The programmes of a municipality as its file names them: every mistake is a sentence, and nothing is half done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from casemanagement.actions.deadline_rules import refuse_impossible
from casemanagement.choices import DeadlineUnit, Intensity, Phase
from casemanagement.deadline_rules import FIELDS, OUTSIDE, RULES, own_extensions
from casemanagement.deadline_terms import SETTINGS, default_terms
from casemanagement.models import DeadlineRule, Programme
from casemanagement.models.programme import KIM

if TYPE_CHECKING:
    from permissions.models import Kommune

Entry = Mapping[str, Any]

KNOWN = {"code", "name", "measure", "without", "deadlines", "intensity", "active"}
CODE = re.compile(r"[a-z][a-z0-9_]{1,19}")
LONGEST = {"name": 60, "measure": 20}
# Who came in is carried through and let go; what lies between, a programme may leave out.
MAY_BE_MISSING = (Phase.ASSESSMENT, Phase.PLANNING, Phase.FOLLOW_UP)
RULES_OF = {Phase.ASSESSMENT: ("assessment", "reassessment"), Phase.PLANNING: ("plan",)}
_RULES = {row[0]: dict(zip(FIELDS, row, strict=True)) for row in RULES}


def findings(entries: Sequence[Entry]) -> Iterator[str]:
    """Every mistake, in the order of the file."""
    for place, entry in enumerate(entries, start=1):
        where = f"Programm „{entry.get('code', place)}“"
        for sentence in _of_one(entry):
            yield f"{where}: {sentence}"
    for key, word in (("code", "Kürzel"), ("name", "Name")):
        for value, times in Counter(str(entry.get(key)) for entry in entries if key in entry).items():
            if times > 1:
                yield f"{word} „{value}“ steht bei {times} Programmen; jedes braucht seinen eigenen."


def bring(kommune: Kommune, entries: Sequence[Entry]) -> None:
    """Let the database say what the file says. What the file no longer names takes no new cases, and remains."""
    named = [entry["code"] for entry in entries]
    Programme.objects.filter(kommune=kommune).exclude(code__in=named).update(is_active=False)
    for entry in entries:
        Programme.objects.update_or_create(
            kommune=kommune,
            code=entry["code"],
            defaults={
                "name": entry["name"],
                "measure": entry.get("measure", ""),
                "without": list(entry.get("without", [])),
                "deadlines": {code: _values(code, own) for code, own in entry.get("deadlines", {}).items()},
                "intensity": entry.get("intensity", Intensity.MEDIUM),
                "is_active": entry.get("active", True),
            },
        )


def _of_one(entry: Entry) -> Iterator[str]:
    for key in sorted(entry.keys() - KNOWN):
        yield f"„{key}“ ist keine Angabe eines Programms; bekannt sind {_listed(KNOWN)}."
    yield from _of_names(entry)
    yield from _of_phases(entry.get("without", []))
    if entry.get("intensity", Intensity.MEDIUM) not in Intensity.values:
        yield f"„intensity“ ist „{entry['intensity']}“; bekannt sind {_listed(Intensity.values)}."
    if not isinstance(entry.get("active", True), bool):
        yield "„active“ ist true oder false."
    yield from _of_deadlines(entry)


def _of_names(entry: Entry) -> Iterator[str]:
    code = entry.get("code")
    if code == KIM:
        yield "KIM gibt es immer, mit allen Phasen. Es wird nicht eingetragen."
    elif not isinstance(code, str) or not CODE.fullmatch(code):
        yield "„code“ fehlt oder ist ungültig: 2 bis 20 Zeichen, klein geschrieben, ohne Umlaute."
    if not isinstance(entry.get("name"), str) or not entry["name"].strip():
        yield "„name“ fehlt."
    for key, longest in LONGEST.items():
        if len(str(entry.get(key, ""))) > longest:
            yield f"„{key}“ ist länger als {longest} Zeichen."
    if not isinstance(entry.get("measure", ""), str):
        yield "„measure“ ist das Kürzel einer Maßnahme des Plans, in Anführungszeichen."


def _of_phases(without: object) -> Iterator[str]:
    if not isinstance(without, list):
        yield "„without“ ist eine Liste von Phasen."
        return
    for phase in without:
        if phase not in Phase.values:
            yield f"Die Phase „{phase}“ gibt es nicht; bekannt sind {_listed(Phase.values)}."
        elif phase not in MAY_BE_MISSING:
            yield (
                f"Die Phase „{Phase(phase).label}“ hat jedes Programm. "
                f"Abschalten lassen sich {_listed(MAY_BE_MISSING)}."
            )


def _of_deadlines(entry: Entry) -> Iterator[str]:
    own = entry.get("deadlines", {})
    if not isinstance(own, dict):
        yield "„deadlines“ nennt je Frist ihre Werte, etwa { plan = { amount = 4 } }."
        return
    without = entry.get("without", [])
    gone = {code: phase for phase, codes in RULES_OF.items() if phase in without for code in codes}
    for code, values in own.items():
        if code not in _RULES:
            yield f"Die Frist „{code}“ gibt es nicht; bekannt sind {_listed(_RULES.keys() - set(OUTSIDE))}."
        elif code in OUTSIDE:
            yield f"Die Frist „{code}“ folgt aus einem Datum, das andere bestimmen. Sie bleibt, wie sie ist."
        elif code in gone:
            yield f"Die Frist „{code}“ gehört zur Phase „{gone[code].label}“, die das Programm nicht hat."
        else:
            yield from (f"Frist „{code}“: {sentence}" for sentence in _of_values(code, values))


def _of_values(code: str, values: object) -> Iterator[str]:
    if not isinstance(values, dict) or "amount" not in values or values.keys() - set(SETTINGS):
        yield f"„amount“ fehlt, oder eine Angabe ist unbekannt; bekannt sind {_listed(SETTINGS)}."
        return
    unit = values.get("unit", _RULES[code]["unit"])
    if unit not in DeadlineUnit.values:
        yield f"„unit“ ist „{unit}“; bekannt sind {_listed(DeadlineUnit.values)}."
        return
    numbers = [value for key, value in values.items() if key != "unit"]
    if not all(type(number) is int and number >= 0 for number in numbers):
        yield "Zeiten sind ganze Zahlen."
        return
    try:
        refuse_impossible(replace(default_terms(_rule(code)), **_values(code, values)))
    except ValidationError as error:
        yield from error.messages


def _values(code: str, own: Entry) -> dict[str, Any]:
    """Complete. Who hears keeps the distance to the end; in another unit only whoever leads the case hears."""
    rule = _RULES[code]
    unit, more = own.get("unit", rule["unit"]), own["amount"] - rule["amount"]
    told = {"remind_after": own["amount"], "escalate_after": None}
    if unit == rule["unit"]:
        told = {name: None if rule[name] is None else max(rule[name] + more, 0) for name in told}
    return {**told, "own_extensions": own_extensions(code), "unit": unit, **own}


def _rule(code: str) -> DeadlineRule:
    return DeadlineRule(**_RULES[code], own_extensions=own_extensions(code))


def _listed(words: Any) -> str:
    return ", ".join(str(word) for word in (words if isinstance(words, tuple) else sorted(words)))
