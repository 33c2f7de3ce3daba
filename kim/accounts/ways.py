# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where to go on after signing in or confirming, and as whom one acts before a hat is worn."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from permissions import clock, held_forms
from permissions.actor import Actor
from permissions.hats import Hat, hats_of
from permissions.models import User


def ours(request: HttpRequest) -> str:
    """The page that was asked for, if it is one of ours."""
    back = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if is_ours else ""


def after_sign_in(request: HttpRequest, back: str) -> str:
    """What was typed comes first, then the page that was asked for, then the first page of the hat."""
    return reverse("held_form") if held_forms.is_waiting(request) else back or "/"


def itself(person: User) -> Actor:
    """The person about the own account."""
    hats = hats_of(person, clock.today())
    return Actor(person, hats[0] if hats else Hat.READ)
