# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every answer tells the browser, over every address; and that nobody outside hears of a page."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.test_every_url import ADDRESSES, NOBODY, VisitOf, case, each, visit

ROOT = Path(settings.BASE_DIR)
__all__ = ["case", "visit"]

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def faults(headers: Mapping[str, str]) -> list[str]:
    """What is missing or wrong in the headers of one answer."""
    wrong = [name for name, value in EXPECTED.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or re.search(r"unsafe-|\*|http:|https:", policy):
        wrong.append(f"Content-Security-Policy: {policy}")
    if "no-store" not in headers.get("Cache-Control", ""):
        wrong.append("Cache-Control")
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        wrong.append("Permissions-Policy")
    return wrong


@pytest.mark.parametrize("name", each(["carla", "kora", "dora", "conrad", "erika", "adam", "rita", NOBODY]))
def test_every_answer_of_every_address_carries_the_headers(
    name: str, visit: VisitOf, signed_in: Callable[[str], Client]
) -> None:
    client, wrong = signed_in(name) if name else Client(), {}
    for answer in visit(name).answers:
        for headers in (answer.headers, client.options(answer.address).headers):
            if found := faults(headers):
                wrong[answer.address] = found

    assert wrong == {}


@pytest.mark.parametrize("address", ["/gibt/es/nicht", "/fallarbeit/%00", "/?q=%00"])
def test_errors_carry_them_too(address: str, db: None) -> None:
    assert faults(Client(raise_request_exception=False).get(address).headers) == []


def test_djangos_own_administration_is_not_there(db: None) -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert [path for path in ADDRESSES if "admin" in path] == []
    assert Client().get("/admin/").status_code == 404


# --- An installation with real people -----------------------------------------------------------

PRODUCTION = {
    "DEMO": "0",
    "DEBUG": "0",
    "KIM_TESTING": "0",
    "KIM_SECRET_KEY": "nX3vTq8LZr5Wc2YbHk9Ds7Gf4Jp6MaUeQi1Ox0Vw-RtNyBzKdCl",
    "KIM_HOSTS": "kim.example.de",
    "KIM_TRUSTED_ORIGINS": "https://kim.example.de",
    "KIM_CLAMD_SOCKET": "/run/clamav/clamd.ctl",
    "DATABASE_URL": "postgresql://kim_web:x@db.example.de:5432/kim",
    "REDIS_URL": "redis://redis.example.de:6379/0",
    "DJANGO_SETTINGS_MODULE": "kim.settings",
}


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """The environment of a real installation."""
    key_file = tmp_path / "keys.json"
    key_file.write_text((Path(os.environ["KIM_KEYS_FILE"])).read_text(encoding="utf-8"))
    key_file.chmod(0o600)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KIM_", "DJANGO_"))}
    return kept | PRODUCTION | {"KIM_KEYS_FILE": str(key_file), "KIM_VAR": str(tmp_path / "var")}


def checked(environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.slow
def test_a_real_installation_has_nothing_to_complain_about(production: dict[str, str]) -> None:
    assert "no issues" in checked(production)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("slip", "complaint"),
    [
        ({"KIM_CLAMD_SOCKET": ""}, "kim.W001"),
        ({"KIM_KEYS_FILE": str(ROOT / ".var" / "keys.json")}, "kim.W002"),
        ({"DATABASE_URL": "postgresql://kim_web:x@localhost:5432/kim"}, "kim.W003"),
        ({"DEMO": "1"}, "kim.E001"),
        ({"KIM_KEYS_FILE": "/nonexistent/keys.json"}, "kim.E003"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
def test_a_slip_in_a_real_installation_is_named(
    slip: dict[str, str], complaint: str, production: dict[str, str]
) -> None:
    assert complaint in checked(production | slip)


# --- Nobody outside -----------------------------------------------------------------------------

OURS = [
    path
    for folder in ("templates", "kim/static", "casemanagement", "permissions", "workflows", "indicators")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".html", ".css", ".js", ".svg"}
]
ELSEWHERE = re.compile(
    r"""(?:src|href|action|poster|srcset)\s*=\s*["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//"""
    r"""|(?:fetch|open|sendBeacon|WebSocket|EventSource|importScripts)\(\s*["'`](?:https?:|wss?:)?//"""
)


def test_no_page_style_or_script_names_another_host() -> None:
    assert len(OURS) > 100
    found = {
        str(path.relative_to(ROOT)): match[0]
        for path in OURS
        for match in ELSEWHERE.finditer(path.read_text(encoding="utf-8", errors="replace"))
    }

    assert found == {}
