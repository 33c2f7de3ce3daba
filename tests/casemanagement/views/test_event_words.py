# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal keeps codes; whoever reads the course of a case reads words."""

from typing import Any

import pytest

from casemanagement.views.event_words import facts_of


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"reason": "household"}, ("Person aus dem Haushalt",)),
        ({"reason": "complaint"}, ("Beschwerde",)),
        ({"kind": "access", "due_on": "2026-12-21"}, ("Auskunft (Art. 15)",)),
        ({"kind": "C6"}, ("C6 Austausch mit einer Stelle (Schweigepflichtentbindung)",)),
        ({"kind": "erasure", "decision": "refused"}, ("Löschung (Art. 17)", "abgelehnt")),
        ({"version": 2, "goal": 7}, ("Fassung 2",)),
    ],
)
def test_a_code_is_said_in_words(data: dict[str, Any], words: tuple[str, ...]) -> None:
    assert facts_of(data, {}) == words


@pytest.mark.parametrize("data", [{"ground": "violence"}, {"reason": "a_code_of_tomorrow"}, {"kind": ""}])
def test_what_has_no_words_stays_unsaid(data: dict[str, Any]) -> None:
    assert facts_of(data, {}) == ()
