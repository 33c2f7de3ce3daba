# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page that a person of the demo can reach by clicking: no barrier, no error, and light enough.

The pages are found by following links, one of each kind, so a new page is covered by being linked.
They come from the real web server, with compressed files and the real Content-Security-Policy.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from kim.demo.logins import PASSWORD
from permissions.hats import Hat
from tests.ground.conftest import eventually, running_below
from tests.ground.test_supervisor import Demo
from tests.plugins.browser import Axe

pytestmark = [pytest.mark.demo, pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("demo")]

HEAVIEST = 150_000
MOST_REQUESTS = 10
CASES = 10
VISITORS = {
    "stadt.fallmanagement": Hat.CASE,
    "koordination": Hat.FACH,
    "awo.leitung": Hat.DIENST,
    "stadt.datenschutz": Hat.DSB,
    "controlling": Hat.CTR,
    "erstanlaufstelle": Hat.DESK,
    "administration": Hat.ADMIN,
    "bericht": Hat.READ,
    "integrationszentrum": Hat.READ,
}
# Answers that are no page: papers that the browser saves.
PAPERS = {
    "cases:document",
    "cases:plan_pdf",
    "cases:consent_list",
    "dataprotection:anchor_file",
    "dataprotection:deletion_certificate",
    "supervision:deletion_certificate",
}


@dataclass
class Finding:
    """What is wrong with the pages of one visitor."""

    barriers: list[tuple[str, str, Any]] = field(default_factory=list)
    weights: list[tuple[str, int, int]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def watch(self, request: Request) -> None:
        """No request leaves this machine, not even one that the policy would stop."""
        if urlsplit(request.url).hostname not in {"127.0.0.1", None}:
            self.errors.append(f"asks elsewhere: {request.url}")


@pytest.fixture(scope="module")
def running(home: Path) -> Iterator[Demo]:
    """The demo with a few cases."""
    demo = Demo(home, cases=CASES)
    demo.wait_until_ready()
    complete = "The invented caseload is complete"
    assert eventually(lambda: complete in demo.said, patience=180), demo.said
    yield demo
    demo.process.kill()
    demo.process.wait()
    assert eventually(lambda: running_below(home) == [])


@pytest.mark.parametrize("username", VISITORS)
def test_every_page_is_without_barriers_without_errors_and_light(
    username: str, running: Demo, browser: Browser, axe: Axe
) -> None:
    found = Finding()
    for scheme, width in (("light", 1280), ("dark", 375)):
        visit(browser, running, username, found, axe, scheme=scheme, width=width)

    assert found.errors == []
    assert found.barriers == []
    assert [entry for entry in found.weights if entry[1] > HEAVIEST or entry[2] > MOST_REQUESTS] == []
    assert len(found.seen) >= LEAST_PAGES[VISITORS[username]]


# So many kinds of pages each hat has at least; fewer means that the way to them was lost.
LEAST_PAGES = {
    Hat.CASE: 25,
    Hat.FACH: 8,
    Hat.DIENST: 4,
    Hat.DSB: 2,
    Hat.CTR: 3,
    Hat.DESK: 2,
    Hat.ADMIN: 2,
    Hat.READ: 1,
}


def visit(
    browser: Browser, demo: Demo, username: str, found: Finding, axe: Axe, *, scheme: Any, width: int
) -> None:
    base = f"http://127.0.0.1:{demo.port}"
    context = browser.new_context(
        locale="de-DE", color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.on("console", found.listen)
    page.on("request", found.watch)
    sign_in(page, base, username)
    seen: dict[str, str] = {}
    waiting = [VISITORS[username].prefix]
    while waiting:
        path = waiting.pop(0)
        name = kind_of(path)
        if name is None or name in seen or name in PAPERS or Hat.of_path(path) is not VISITORS[username]:
            continue
        seen[name] = path
        look_at(page, base, path, found, axe, scheme)
        waiting += [
            urlsplit(link).path
            for link in page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
            if link.startswith(base)
        ]
    found.seen |= seen
    context.close()


def look_at(page: Page, base: str, path: str, found: Finding, axe: Axe, scheme: str) -> None:
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    weight, requests = [0], [0]
    client.on("Network.loadingFinished", lambda done: weight.append(int(done["encodedDataLength"])))
    client.on("Network.requestWillBeSent", lambda sent: requests.append(_counts(sent["request"]["url"])))
    answer = page.goto(base + path)
    if answer is None or answer.status >= 400:
        found.errors.append(f"{path}: {answer.status if answer else 'no answer'}")
    found.barriers += [(path, scheme, violation) for violation in axe(page)]
    page.wait_for_load_state("networkidle")  # axe has used the time that this takes
    found.weights.append((path, sum(weight), sum(requests)))
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.errors.append(f"{path}: wider than the window ({scheme})")
    client.detach()


def _counts(url: str) -> int:
    return 0 if url.startswith("data:") else 1


def kind_of(path: str) -> str | None:
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def sign_in(page: Page, base: str, username: str) -> None:
    page.goto(f"{base}/anmelden/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{base}/**")
