# SPDX-License-Identifier: AGPL-3.0-or-later
"""A consent on paper: the German text, and beside it the same in the client's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from casemanagement.consent_texts import GERMAN, SUPERVISORY_AUTHORITY, ConsentText, text
from casemanagement.models import Case
from casemanagement.printing.pdf import print_pdf
from permissions import clock


@dataclass(frozen=True)
class Terms:
    """One consent as it is agreed to: to whom, for what, which data, until when."""

    kind: str
    recipient: str = ""
    purpose: str = ""
    data_categories: tuple[str, ...] = ()
    direction: str = ""
    valid_until: date | None = None


@dataclass(frozen=True)
class Signing:
    """A signature that was given on the screen."""

    name: str
    at: datetime
    witness: str
    sha256: str
    # An SVG made of the drawn strokes; empty where nobody drew.
    drawing: str = ""


@dataclass(frozen=True)
class Sheet:
    """Everything that stands on the paper."""

    case: Case
    terms: tuple[Terms, ...]
    language: str = GERMAN
    interpreter: str = ""
    representative: str = ""
    signing: Signing | None = field(default=None)

    def texts(self) -> list[ConsentText]:
        """German always; the client's language beside it."""
        return [text(GERMAN)] if self.language == GERMAN else [text(GERMAN), text(self.language)]


def print_consent(sheet: Sheet) -> bytes:
    """The consent as PDF/UA, signed where it was signed on the screen, else with room to sign."""
    return print_pdf("consent", consent_on_paper(sheet))


def consent_on_paper(sheet: Sheet) -> dict[str, Any]:
    """The data of the template consent.typ; every value is a text."""
    texts = sheet.texts()
    other = texts[-1]
    return {
        "number": sheet.case.number,
        "version": other.version,
        "sha256": other.sha256,
        "languages": [found.language for found in texts],
        "rtl": "yes" if other.is_right_to_left else "",
        "not_reviewed": "" if other.is_reviewed else "yes",
        "organisation": sheet.case.organisation.name,
        "case_manager": _case_manager(sheet.case),
        "person": _person(sheet.case),
        "representative": sheet.representative,
        "interpreter": sheet.interpreter,
        "authority": SUPERVISORY_AUTHORITY,
        "printed_on": _day(clock.today()),
        "texts": [_words(found) for found in texts],
        "items": [[_item(found, terms) for found in texts] for terms in sheet.terms],
        "signing": _signing(sheet.signing),
    }


def statement(sheet: Sheet) -> str:
    """Everything that is agreed to, as one text: what a signature on the screen stands for."""
    parts: list[str] = [sheet.case.number]
    for found in sheet.texts():
        parts += [found.sha256, str(found.words["agree"])]
        parts += ["\n".join(_flat(_item(found, terms))) for terms in sheet.terms]
    return "\n".join(parts)


def _words(found: ConsentText) -> dict[str, Any]:
    plain = ("title", "intro", "voluntary", "happens", "revoke", "complain", "agree", "not_reviewed")
    return {name: found.words[name] for name in plain} | {"labels": found.words["labels"]}


def _item(found: ConsentText, terms: Terms) -> dict[str, Any]:
    labels, words = found.words["labels"], found.kind(terms.kind)
    told = [found.words["categories"][code] for code in terms.data_categories]
    facts = [
        (labels["recipient"], terms.recipient),
        (labels["purpose"], terms.purpose),
        (labels["direction"], found.words["directions"].get(terms.direction, "")),
        (labels["data"], ", ".join(told)),
        (labels["until"], _day(terms.valid_until)),
    ]
    return {
        "code": terms.kind,
        "title": words["title"],
        "text": words["text"],
        "facts": [{"label": label, "value": value} for label, value in facts if value],
    }


def _flat(item: dict[str, Any]) -> Iterable[str]:
    yield f"{item['code']} {item['title']}: {item['text']}"
    for fact in item["facts"]:
        yield f"{fact['label']}: {fact['value']}"


def _signing(signing: Signing | None) -> dict[str, str]:
    if signing is None:
        return {}
    at = signing.at.astimezone(clock.BERLIN)
    return {
        "name": signing.name,
        "at": f"{at:%d.%m.%Y, %H:%M:%S} Uhr",
        "witness": signing.witness,
        "sha256": signing.sha256,
        "drawing": signing.drawing,
    }


def _case_manager(case: Case) -> str:
    responsible = case.responsible(clock.today())
    return responsible.person.display_name if responsible else ""


def _person(case: Case) -> str:
    identity = getattr(case, "identity", None)
    return f"{identity.given_name} {identity.family_name}".strip() if identity else ""


def _day(day: date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else ""
