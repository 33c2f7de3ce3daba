# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody typed is not lost when the session ended meanwhile: it waits, encrypted, for her alone."""

import base64
import json
from contextlib import suppress
from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse

from permissions.accounts import sealing

MOST_CHARACTERS = 500_000
_HELD, _PURPOSE = "held_form", "held form"
# What kim.js adds to a form that nobody has sent: keep it, do nothing.
KEEP = "kim_keep"


@dataclass(frozen=True)
class Held:
    """A form that was sent and not yet received."""

    path: str
    fields: list[tuple[str, str]]


def hold(request: HttpRequest, owner: int) -> None:
    """Keep the fields of this request; passwords and files are asked for again."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {"csrfmiddlewaretoken", KEEP} and "password" not in name
    ]
    text = json.dumps([request.get_full_path(), fields])
    if len(text) <= MOST_CHARACTERS:
        sealed = sealing.seal(text.encode(), purpose=_PURPOSE, owner=owner)
        request.session[_HELD] = base64.b64encode(sealed).decode()


def sign_in_again(request: HttpRequest) -> HttpResponseBase:
    """Lead to the door, and keep what a form of ours brought from a session that has ended."""
    owner = getattr(request.session, "ended_person", None)
    if request.method == "POST" and owner is not None and _came_from_us(request):
        hold(request, owner)
    return redirect_to_login(request.get_full_path())


def is_to_be_kept(request: HttpRequest) -> bool:
    """Whether the page was left alone for so long that the browser sends what was typed by itself."""
    return request.method == "POST" and KEEP in request.POST


def keep(request: HttpRequest, owner: int) -> HttpResponseBase:
    """Keep it and do nothing else, although the session still lives: somebody was active on another page."""
    if _came_from_us(request):
        hold(request, owner)
    return HttpResponseRedirect(reverse("held_form"))


def hold_after_failure(request: HttpRequest, owner: int) -> None:
    """Keep what was typed when the program failed; with the error Django saves no session, so it is done here."""
    if request.method == "POST" and _came_from_us(request):
        hold(request, owner)
        with suppress(DatabaseError), transaction.atomic():
            request.session.save()


def is_waiting(request: HttpRequest) -> bool:
    return _HELD in request.session


def held(request: HttpRequest, owner: int) -> Held | None:
    """What waits for this person; what waits for somebody else is forgotten."""
    try:
        sealed = base64.b64decode(request.session[_HELD])
        path, fields = json.loads(sealing.unseal(sealed, purpose=_PURPOSE, owner=owner))
    except (KeyError, ValueError, sealing.CannotUnseal):
        forget(request)
        return None
    return Held(path, [(name, value) for name, value in fields])


def forget(request: HttpRequest) -> None:
    request.session.pop(_HELD, None)


def _came_from_us(request: HttpRequest) -> bool:
    # The middleware that asks this runs before Django's own check.
    check = CsrfViewMiddleware(lambda _request: None)  # type: ignore[arg-type]
    return check.process_view(request, None, (), {}) is None  # type: ignore[arg-type]
