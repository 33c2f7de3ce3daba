# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door of every page: which hat the address asks for, who wears it, and in whose name the database is read."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from permissions import accesslog, clock, held_forms
from permissions.actor import Actor, acting_as
from permissions.hats import Hat, appointments_of, hats_carried
from permissions.models import AccessAction, Membership, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    class ActorRequest(HttpRequest):
        """A request inside the tree of a hat."""

        user: User | AnonymousUser
        actor: Actor
        appointments: list[Membership]
        hats: list[Hat]
        refused: list[str]


REFUSALS = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


class ActorMiddleware:
    """Outside the trees of the hats nobody acts; inside, one person in one hat, in one transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: "ActorRequest") -> HttpResponseBase:
        hat = Hat.of_path(request.path_info)
        # Session and account are read here, as the login role; the hats cannot.
        person = request.user if isinstance(request.user, User) else None
        request.appointments = appointments_of(person, clock.today()) if person else []
        request.hats = hats_carried(person, request.appointments) if person else []
        if hat is None:
            return self.get_response(request)
        if person is None:
            return held_forms.sign_in_again(request)
        if held_forms.is_to_be_kept(request):
            return held_forms.keep(request, person.pk)
        if hat not in request.hats:
            accesslog.record(Actor(person, hat), AccessAction.REFUSE, block="hat")
            raise PermissionDenied(
                _("Diese Seiten gehören zu einer Aufgabe, die Ihnen nicht übertragen ist.")
            )
        request.actor = Actor(person, hat)
        request.refused = []
        return self._respond(request)

    def _respond(self, request: "ActorRequest") -> HttpResponseBase:
        # The outer transaction holds the hat while the template is rendered, after the view's own.
        with acting_as(request.actor), transaction.atomic(), accesslog.one_request():
            response = self.get_response(request)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
            elif request.refused or response.status_code in REFUSALS:
                # One event for one answer; what does not exist is refused like what is not allowed.
                accesslog.record(request.actor, AccessAction.REFUSE, block=(*request.refused, "")[0])
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR and request.actor.person:
            held_forms.hold_after_failure(request, request.actor.person.pk)
        return response


def refuse(request: "ActorRequest", block: str) -> Http404:
    """Note the refusal, outliving the rollback of the view, and give the answer that reveals nothing."""
    request.refused.append(block)
    return Http404(_("Diese Seite gibt es nicht, oder Sie dürfen sie nicht sehen."))


def attempt(request: HttpRequest, deed: Callable[[], object], done: str, page: str) -> HttpResponseRedirect:
    """Do it, or say in one sentence why not; then back to the page."""
    try:
        deed()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        if done:
            messages.success(request, done)
    return HttpResponseRedirect(page)
