# SPDX-License-Identifier: AGPL-3.0-or-later
"""Step-up: whatever can do great harm asks again who sits at the keyboard."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from permissions import clock, held_forms
from permissions.models import User
from permissions.sessions import SessionStore

FRESH_FOR = dt.timedelta(minutes=5)
_CONFIRMED_AT = "confirmed_at"


def confirm(request: HttpRequest) -> None:
    """Note that the person has just proved who she is; signing in counts as well."""
    request.session[_CONFIRMED_AT] = clock.now().isoformat()


def confirm_again(request: HttpRequest) -> None:
    """The same in a session that goes on, under a new name: who had seen the old one has nothing of the proof."""
    store = request.session
    if isinstance(store, SessionStore):
        store.rename()
    confirm(request)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the last proof is young enough."""
    stamp: str = request.session.get(_CONFIRMED_AT, "")
    return stamp != "" and clock.now() - dt.datetime.fromisoformat(stamp) <= FRESH_FOR


def ask_again(request: HttpRequest, back: str = "") -> HttpResponseRedirect:
    """Lead to the confirmation, and from there back to where one was; what was typed waits."""
    if request.method == "POST" and isinstance(request.user, User):
        held_forms.hold(request, request.user.pk)
    return HttpResponseRedirect(
        f"{reverse('confirm')}?{urlencode({'next': back or request.get_full_path()})}"
    )


class FreshSignIn(View):
    """Stands before HatPage or CasePage among the bases: neither shown nor done without a fresh proof.

    Which pages must be one stands in tests/matrix/fresh.py.
    """

    def needs_proof(self, request: HttpRequest) -> bool:
        """Whether this request does; a page that is mostly for reading asks only before the deed."""
        return True

    def page_of_file(self) -> str:
        """Where a file is offered. The proof leads back there: a browser shows no page beside a file."""
        return ""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not self.needs_proof(request) or is_fresh(request):
            return super().dispatch(request, *args, **kwargs)
        if back := self.page_of_file():
            messages.info(request, _("Danach können Sie die Datei laden."))
        return ask_again(request, back)


def hand_out(
    page: FreshSignIn, content: bytes | str | Iterable[bytes], *, content_type: str, name: str
) -> HttpResponseBase:
    """A file that leaves the program: saved, never shown inside our origin, never kept by the browser.

    Only a page that asks for a fresh proof can call this; nothing else says Content-Disposition.
    """
    if not page.needs_proof(page.request):
        raise TypeError(f"{type(page).__name__} hands out a file without a fresh proof.")
    made = HttpResponse if isinstance(content, bytes | str) else StreamingHttpResponse
    response = made(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
