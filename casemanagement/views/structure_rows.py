# SPDX-License-Identifier: AGPL-3.0-or-later
"""Findings and themes as lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from casemanagement.choices.structure import FindingState, Severity, ThemeState
from casemanagement.models import Finding
from permissions.hats import Hat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casemanagement.models import Theme, ThemeEntry

NAMESPACE = {Hat.CASE: "cases", Hat.FACH: "supervision", Hat.READ: "themes"}
KIND_OF_THEME = {
    ThemeState.ACCEPTED: "success",
    ThemeState.IMPLEMENTED: "success",
    ThemeState.EFFECT_CHECKED: "success",
    ThemeState.DECLINED: "danger",
    ThemeState.DEFERRED: "warning",
    ThemeState.CLOSED: "neutral",
}
KIND_OF_FINDING = {
    FindingState.SUBMITTED: "info",
    FindingState.IN_REVIEW: "info",
    FindingState.REJECTED: "warning",
}


@dataclass(frozen=True)
class FindingRow:
    """One line of a list."""

    finding: Finding
    url: str
    mark: tuple[str, str]
    severity: tuple[str, str]


def finding_rows(findings: Iterable[Finding], space: str) -> list[FindingRow]:
    return [
        FindingRow(one, reverse(f"{space}:finding", args=[one.pk]), mark_of(one), severity_of(one))
        for one in findings
    ]


def mark_of(finding: Finding) -> tuple[str, str]:
    """How far it is: its own state, and from the release on that of its theme."""
    if finding.theme is not None:
        return theme_mark(finding.theme)
    kind = KIND_OF_FINDING.get(FindingState(finding.state), "neutral")
    return finding.get_state_display(), kind


def theme_mark(theme: Theme) -> tuple[str, str]:
    return theme.get_state_display(), KIND_OF_THEME.get(ThemeState(theme.state), "info")


def severity_of(finding: Finding) -> tuple[str, str]:
    endangers = finding.severity == Severity.ENDANGERING
    return finding.get_severity_display(), "danger" if endangers else "neutral"


def log_of(theme: Theme) -> list[ThemeEntry]:
    """What happened to it, the newest first."""
    return list(theme.entries.select_related("written_by").order_by("-pk"))


def facts_of(finding: Finding) -> list[tuple[Any, str]]:
    """Label and words of what was answered."""
    known = ("field_of_action", "gap_type", "severity", "stadtbezirk", "institution_type", "target_group")
    facts: list[tuple[Any, str]] = [
        (label_of(name), str(getattr(finding, f"get_{name}_display")()))
        for name in known
        if getattr(finding, name)
    ]
    if finding.chain:
        facts.append((label_of("chain"), finding.step))
    return facts


def label_of(name: str) -> Any:
    field: Any = Finding._meta.get_field(name)
    return field.verbose_name
