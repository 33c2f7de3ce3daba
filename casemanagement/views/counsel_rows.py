# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages about remarks, decisions, samples and peer discussions show."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from casemanagement.choices import (
    DecisionKind,
    ExceptionKind,
    Intensity,
    Phase,
    SampleAnswer,
    SampleItem,
    Stadtbezirk,
)
from casemanagement.coded import CodedFile
from casemanagement.models import (
    Case,
    FileOpening,
    PeerDiscussion,
    SampledCase,
    SupervisionDecision,
    SupervisionRemark,
)


@dataclass(frozen=True)
class Decided:
    """A decision in words."""

    row: SupervisionDecision
    what: str


@dataclass(frozen=True)
class Checked:
    """A sample with its answers in words."""

    row: SampledCase
    answers: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Counsel:
    remarks: list[SupervisionRemark]
    decisions: list[Decided]
    samples: list[Checked]
    discussions: list[PeerDiscussion]
    openings: list[FileOpening]


def counsel_of(case: Case) -> Counsel:
    """Everything of one case, newest first."""
    remarks = case.remarks.select_related("written_by", "answered_by").order_by("-pk")
    decisions = case.supervision_decisions.select_related("decided_by").order_by("-pk")
    samples = case.samples.select_related("sample", "finished_by").order_by("-pk")
    return Counsel(
        remarks=list(remarks),
        decisions=[Decided(row, _what(row)) for row in decisions],
        samples=[checked(row) for row in samples],
        discussions=list(case.peer_discussions.select_related("opened_by").order_by("-pk")),
        openings=list(case.openings.select_related("person").order_by("-opened_at")),
    )


def checked(row: SampledCase) -> Checked:
    answers = [
        (str(item.label), str(SampleAnswer(row.answers[item.value]).label))
        for item in SampleItem
        if item.value in row.answers
    ]
    return Checked(row, answers)


def sheet_of(discussion: PeerDiscussion) -> dict[str, Any]:
    """The sheet as it was when the colleagues were invited."""
    frame = discussion.sheet.get("frame", {})
    facts = [
        (_("Stadtbezirk"), _label(Stadtbezirk, frame.get("stadtbezirk"))),
        (_("Phase"), _label(Phase, frame.get("phase"))),
        (_("Intensität"), _label(Intensity, frame.get("intensity"))),
        (_("Sprachen"), ", ".join(frame.get("languages", []))),
    ]
    return {"facts": facts, "coded": CodedFile(discussion.sheet.get("codes", {}))}


def _what(row: SupervisionDecision) -> str:
    if row.kind == DecisionKind.EXCEPTION:
        return _label(ExceptionKind, row.data.get("exception"))
    place = row.data.get("place")
    return _("Platz %(n)s") % {"n": place} if place else _("nach dem Tag")


def _label(choices: Any, code: Any) -> str:
    return str(choices(code).label) if code in choices.values else ""
