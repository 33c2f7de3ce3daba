# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door of every page: which hat the address asks for, who wears it, and in whose name the database is read."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from permissions import accesslog, clock
from permissions.actor import Actor, acting_as
from permissions.hats import Hat, hats_of
from permissions.models import AccessAction, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    class ActorRequest(HttpRequest):
        """A request inside the tree of a hat."""

        user: User | AnonymousUser
        actor: Actor
        hats: list[Hat]
        refused: list[str]


class ActorMiddleware:
    """Outside the trees of the hats nobody acts; inside, one person in one hat, in one transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: "ActorRequest") -> HttpResponseBase:
        hat = Hat.of_path(request.path_info)
        # Session and account are read here, as the login role; the hats cannot.
        person = request.user if isinstance(request.user, User) else None
        request.hats = hats_of(person, clock.today()) if person else []
        if hat is None:
            return self.get_response(request)
        if person is None:
            return redirect_to_login(request.get_full_path())
        if hat not in request.hats:
            raise PermissionDenied(
                _("Diese Seiten gehören zu einer Aufgabe, die Ihnen nicht übertragen ist.")
            )
        request.actor = Actor(person, hat)
        request.refused = []
        return self._respond(request)

    def _respond(self, request: "ActorRequest") -> HttpResponseBase:
        # The outer transaction holds the hat while the template is rendered, after the view's own.
        with acting_as(request.actor), transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
            else:
                for block in request.refused:
                    accesslog.record(request.actor, AccessAction.REFUSE, block=block)
            return response


def refuse(request: "ActorRequest", block: str) -> Http404:
    """Note the refusal, outliving the rollback of the view, and give the answer that reveals nothing."""
    request.refused.append(block)
    return Http404(_("Diese Seite gibt es nicht, oder Sie dürfen sie nicht sehen."))
