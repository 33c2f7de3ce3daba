# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the environment says becomes the connection, and what protects the browser stays strict."""

import json
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

from tests.ground.conftest import ROOT

URL = "postgresql://owner:secret@db.example:5433/kim_bi"
ASK = """
import json
from django.conf import settings
database = settings.DATABASES["default"]
print(json.dumps({
    "user": database["USER"], "password": database["PASSWORD"], "host": database["HOST"],
    "options": database["OPTIONS"]["options"], "broker": settings.CELERY_BROKER_URL,
    "secure": settings.SESSION_COOKIE_SECURE, "redirect": settings.SECURE_SSL_REDIRECT,
}))
"""


def asked(environment: dict[str, str], **more: str) -> dict[str, Any]:
    command = [sys.executable, "-c", ASK]
    env = environment | {"DJANGO_SETTINGS_MODULE": "kim.settings", "DATABASE_URL": URL} | more
    answer: dict[str, Any] = json.loads(subprocess.check_output(command, text=True, cwd=ROOT, env=env))
    return answer


def test_the_owner_connects_with_the_named_account_and_works_as_the_owner_of_the_tables(
    environment: dict[str, str],
) -> None:
    found = asked(environment, KIM_DB_IDENTITY="owner")

    assert (found["user"], found["password"]) == ("owner", "secret")
    assert "-c role=kim_owner" in found["options"]


def test_everything_else_connects_as_the_web_server_and_never_knows_the_owners_password(
    environment: dict[str, str],
) -> None:
    found = asked(environment, KIM_WEB_PASSWORD="other")

    assert (found["user"], found["password"]) == ("kim_web", "other")
    assert "role=" not in found["options"]


def test_a_lock_is_not_waited_for_longer_than_five_seconds(environment: dict[str, str]) -> None:
    assert "-c lock_timeout=5s" in asked(environment)["options"]


def test_the_folder_of_a_socket_may_stand_in_the_address(environment: dict[str, str]) -> None:
    found = asked(environment, DATABASE_URL="postgresql://postgres@/kim?host=/run/somewhere")

    assert found["host"] == "/run/somewhere"


def test_one_address_serves_cache_and_broker(environment: dict[str, str]) -> None:
    assert asked(environment, REDIS_URL="unix:///run/v.sock")["broker"] == "redis+socket:///run/v.sock"


@pytest.mark.parametrize(("demo", "secure"), [("0", True), ("1", False)])
def test_cookies_travel_encrypted_except_in_the_demo(
    environment: dict[str, str], demo: str, secure: bool
) -> None:
    found = asked(environment, DEMO=demo)

    assert (found["secure"], found["redirect"]) == (secure, secure)


def test_the_content_security_policy_allows_nothing_unsafe() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert "unsafe" not in json.dumps(directives)
    assert directives["default-src"] == ["'none'"]
    assert directives["img-src"] == ["'self'", "data:"]
