# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one page on which somebody without an account tells us something. It never tells anything back.

Nobody acts here: the database lets the bare login add a row to a queue and read none of it. Instead of
a puzzle from elsewhere there are a field that no person sees, a moment that nobody can hurry, and counters.
"""

import ipaddress
import re
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from casemanagement.actions import outside
from casemanagement.forms.pages_advice import OutsideForm
from casemanagement.models.advice import NUMBER_LENGTH, SIGNS, a_number
from kim.accounts.forms import remote
from permissions.accounts import throttle
from permissions.accounts.sealing import fingerprint

# Within the quarter of an hour of permissions.accounts.throttle: behind one network there may be a whole office.
MOST_OF_NETWORK, MOST_OF_ALL = 10, 60
# Filled in by programs alone; it has a name that they like, and none of ours.
TRAP = "website"
NUMBER = re.compile(rf"M-[{SIGNS}]{{{NUMBER_LENGTH}}}")


@method_decorator(never_cache, name="dispatch")
class Outside(View):
    """The form, and after it the same sentence for everybody."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(OutsideForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if request.POST.get(TRAP):
            return _received(a_number())
        form = OutsideForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        with transaction.atomic():
            if _too_many(request):
                return self._page(form, status=HTTPStatus.TOO_MANY_REQUESTS, too_many=True)
            row = outside.receive(**form.deed())
        return _received(row.number)

    def _page(self, form: OutsideForm, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        return render(self.request, "kim/outside.html", {"form": form, "trap": TRAP} | context, status=status)


class OutsideReceived(TemplateView):
    """Says that it has arrived, whatever arrived; the number is the sender's own to keep."""

    template_name = "kim/outside_received.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = self.request.GET.get("nummer", "")
        return super().get_context_data(number=number if NUMBER.fullmatch(number) else "", **kwargs)


def _received(number: str) -> HttpResponseBase:
    return redirect(f"{reverse('outside_received')}?nummer={number}")


def _too_many(request: HttpRequest) -> bool:
    """Count this one, unless its network or all together have sent enough for now."""
    mark = fingerprint(_network(remote(request)), purpose="outside.network")
    whole = fingerprint("", purpose="outside.all")
    # Always in this order, so that two requests never wait for each other.
    if throttle.is_closed(whole, most=MOST_OF_ALL) or throttle.is_closed(mark, most=MOST_OF_NETWORK):
        return True
    throttle.count(mark, whole)
    return False


def _network(address: str) -> str:
    """What one connection may be: a house usually has a whole one of them."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    bits = 24 if known.version == 4 else 64  # noqa: PLR2004  the two versions that there are
    return str(ipaddress.ip_network((known, bits), strict=False))
