# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a browser is called in the list of one's sessions: enough to recognise it, nothing to follow it by."""

from django.http import HttpRequest

BROWSER = "browser"  # in the session
# Order matters: each names itself after those below.
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(request: HttpRequest) -> str:
    agent = request.headers.get("User-Agent", "")
    found = [next((name for mark, name in names if mark in agent), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(name for name in found if name)
