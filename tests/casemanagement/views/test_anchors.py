# SPDX-License-Identifier: AGPL-3.0-or-later
"""The data protection officer takes the anchor of an hour out of the program."""

from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from permissions import anchors
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from tests.factories import CaseFactory


def test_the_file_on_the_page_is_an_anchor_that_the_command_accepts(
    house: object, signed_in: Callable[[str], Client], tmp_path: Path
) -> None:
    CaseFactory()
    anchors.anchor()
    client = signed_in("dora")

    page = client.get(reverse("dataprotection:anchors")).content.decode()
    file = client.get(reverse("dataprotection:anchor_file", args=[1]))
    kept = tmp_path / "anker.txt"
    kept.write_bytes(file.content)

    assert reverse("dataprotection:anchor_file", args=[1]) in page
    with acting_in_role(OWNER):
        call_command("verify_journal", "--anchor", str(kept))


def test_nobody_else_finds_the_anchors(house: object, signed_in: Callable[[str], Client]) -> None:
    for name in ("aylin", "kora", "theo", "adam"):
        assert signed_in(name).get(reverse("dataprotection:anchors")).status_code == 403
