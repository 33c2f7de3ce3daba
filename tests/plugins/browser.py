# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real browser for the tests: the machine's Chromium, or a loud line that none was found."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
WHAT_TO_DO = "apt-get install -y chromium"
REQUIRED = os.environ.get("KIM_REQUIRE_BROWSER") == "1"

# It asks nobody on the network for anything: no updates, no lists, no translations.
QUIET = [
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
]
SETTLED_MILLISECONDS = 10_000

_skipped = pytest.StashKey[list[str]]()


class Axe(Protocol):
    """Asks axe-core for the barriers of a page."""

    def __call__(self, page: Page, **options: Any) -> list[dict[str, Any]]:
        """One entry per violation: rule, impact, what it says, where."""


def chromium() -> str | None:
    """Where the machine's browser is."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for the browser is a browser test; a parameter of that name is not the browser."""
    for item in items:
        values = getattr(getattr(item, "callspec", None), "params", {})
        if "browser" in getattr(item, "fixturenames", ()) and "browser" not in values:
            item.add_marker(pytest.mark.browser)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without a browser: skip and say so at the end, or fail where one is required."""
    if item.get_closest_marker("browser") is None or chromium():
        return
    if REQUIRED:
        pytest.fail(f"no Chromium ({WHAT_TO_DO})", pytrace=False)
    pytest.skip("no Chromium")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skipped browser test must not look like a passed one."""
    reports = terminalreporter.stats.get("skipped", [])
    number = sum("no Chromium" in str(report.longrepr) for report in reports)
    if number:
        line = f"!!! {number} browser tests NOT run: no Chromium ({WHAT_TO_DO}) !!!"
        terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor: no cookies, German."""
    visitor = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
    visitor.set_default_timeout(SETTLED_MILLISECONDS)
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of the fresh visitor."""
    return context.new_page()


@pytest.fixture
def axe() -> Axe:
    """Violations that axe-core finds on a page; evaluated from outside, so the strict CSP stays."""
    source = AXE.read_text(encoding="utf-8")

    def violations(page: Page, **options: Any) -> list[dict[str, Any]]:
        page.evaluate(source)
        found: list[dict[str, Any]] = page.evaluate(
            "async (o) => (await axe.run(document, o)).violations", options
        )
        return [
            {
                "rule": violation["id"],
                "impact": violation["impact"],
                "says": violation["help"],
                "where": [" ".join(map(str, node["target"])) for node in violation["nodes"]],
            }
            for violation in found
        ]

    return violations
