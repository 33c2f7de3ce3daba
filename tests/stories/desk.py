# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person at the screen: signs in, opens a case, does the step that lies there."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.cast import PASSWORD


class Desk:
    """One person's browser."""

    def __init__(self, browser: Browser, base: str, name: str) -> None:
        self.context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.base = base
        self.problems: list[str] = []
        self.page.on("console", self._listen)
        self.goto("/anmelden/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")

    def _listen(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        # The answer 403, 404 or 409 to a refusal is what a story may be about.
        if kind == "error" and "the server responded with a status of 4" not in text:
            self.problems.append(text)

    def goto(self, path: str) -> int:
        """Open an address; returns the status of the answer."""
        response = self.page.goto(self.base + path)
        assert response is not None
        return response.status

    def case(self, number: str, page: str = "", *, hat: str = "fallarbeit") -> int:
        return self.goto(f"/{hat}/fall/{number}/{page}")

    def fill(self, **answers: object) -> None:
        """Answer fields by their names, whatever kind they are."""
        for name, value in answers.items():
            for one in value if isinstance(value, list) else [value]:
                self._answer(name, one)

    def _answer(self, name: str, value: object) -> None:
        field = self.page.locator(f"main [name='{name}']").first
        kind = field.get_attribute("type") or field.evaluate("e => e.tagName.toLowerCase()")
        if kind in {"radio", "checkbox"}:
            chosen = f"main [name='{name}']" if value is True else f"main [name='{name}'][value='{value}']"
            self.page.locator(chosen).first.check()
        elif kind == "select":
            field.select_option(str(value))
        elif isinstance(value, bytes):
            field.set_input_files({"name": "datei.pdf", "mimeType": "application/pdf", "buffer": value})
        else:
            field.fill(str(value))

    def submit(self) -> None:
        """Send the form of the page, not one that is folded away, and stand on the page after it."""
        with self.page.expect_navigation():
            self.page.locator("main form[method=post] button[type=submit]:visible").last.click()

    def do(self, title: str, **answers: object) -> None:
        """Open the step with this title from the page at hand, answer it, send it."""
        self.page.get_by_role("link", name=title, exact=True).first.click()
        expect(self.page.locator("h1")).to_have_text(title)
        self.fill(**answers)
        self.submit()
        errors = self.page.locator("[aria-invalid=true], .app-errors").all_inner_texts()
        assert not errors, f"{title}: {errors}"

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)

    def leave(self) -> None:
        assert self.problems == []
        self.context.close()
