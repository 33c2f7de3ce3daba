# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first page of each hat, photographed in a running demo for the README."""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import TYPE_CHECKING

from kim.demo.logins import PASSWORD
from kim.supervisor import environment
from permissions.hats import Hat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

WIDTH, HEIGHT = 1280, 900
COLOURS = 256  # flat pages lose nothing by it, and a picture weighs a third
# Who sees it, and where the person begins.
PICTURES = {
    "fallarbeit": ("stadt.fallmanagement", Hat.CASE.prefix),
    "fachaufsicht": ("koordination", Hat.FACH.prefix),
    "dienstaufsicht": ("stadt.leitung", Hat.DIENST.prefix),
    "datenschutz": ("stadt.datenschutz", Hat.DSB.prefix),
    "controlling": ("controlling", Hat.CTR.prefix),
    "erstanlaufstelle": ("erstanlaufstelle", Hat.DESK.prefix),
    "verwaltung": ("administration", Hat.ADMIN.prefix),
    "berichte": ("bericht", Hat.READ.prefix),
    "integrationszentrum": ("integrationszentrum", f"{Hat.READ.prefix}themen/"),
}


class Unpresentable(RuntimeError):
    """A page that belongs into no README."""


def names() -> list[str]:
    """The files that exist afterwards."""
    return [f"{name}.png" for name in PICTURES]


def demo() -> str:
    """Address of the running demo; empty when none answers."""
    address = f"http://127.0.0.1:{environment.port()}"
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=5) as answer:  # noqa: S310  # our own address
            return address if answer.status == HTTPStatus.OK else ""
    except (urllib.error.URLError, OSError):
        return ""


def take(address: str, folder: Path) -> None:
    """Sign in as each of them and photograph what is seen first."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # a tool of development

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium())
        for name, page in _first_pages(browser, address):
            path = folder / f"{name}.png"
            page.screenshot(path=path)
            _lighten(path)
        browser.close()


def _first_pages(browser: Browser, address: str) -> Iterator[tuple[str, Page]]:
    for name, (username, path) in PICTURES.items():
        visitor = browser.new_context(
            locale="de-DE",
            color_scheme="light",
            reduced_motion="reduce",
            viewport={"width": WIDTH, "height": HEIGHT},
        )
        page = visitor.new_page()
        page.goto(f"{address}/anmelden/?next={path}")
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(f"{address}{path}")
        if page.locator("nav").count() == 0:
            raise Unpresentable(f"{username} sees an error at {path}")
        page.wait_for_load_state("networkidle")
        yield name, page
        visitor.close()


def _lighten(path: Path) -> None:
    from PIL import Image  # noqa: PLC0415  # comes with the tools of development (pikepdf)

    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def _chromium() -> str | None:
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), None)
