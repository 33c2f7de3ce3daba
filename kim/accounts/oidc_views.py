# SPDX-License-Identifier: AGPL-3.0-or-later
"""To the municipality's provider and back, and out of it."""

import logging
from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from kim.accounts import oidc
from kim.accounts.signing_in import sign_in
from kim.accounts.ways import after_sign_in, ours
from permissions import stepup
from permissions.accounts import foreign
from permissions.models import User

log = logging.getLogger(__name__)
_PENDING, BY_PROVIDER = "oidc_pending", "by_provider"  # in the session


class Go(View):
    """To the provider; for a confirmation with the wish to ask again."""

    def get(self, request: HttpRequest) -> HttpResponse:
        known = oidc.provider()
        if known is None:
            return HttpResponseRedirect(reverse("login"))
        pending = oidc.Pending.new(ours(request), fresh=request.user.is_authenticated)
        try:
            way = oidc.way_there(known, pending, _callback(request))
        except oidc.Refused as reason:
            return _refuse(request, str(reason))
        request.session[_PENDING] = asdict(pending)
        return HttpResponseRedirect(way)


class Back(View):
    """Back from the provider, with a code that counts once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        known, raw = oidc.provider(), request.session.pop(_PENDING, None)
        if known is None or raw is None:
            return _refuse(request, "not asked")
        pending = oidc.Pending(**raw)
        if request.GET.get("state") != pending.state or "code" not in request.GET:
            return _refuse(request, "state")
        try:
            claims = oidc.claims_of(known, pending, code=request.GET["code"], redirect_uri=_callback(request))
        except oidc.Refused as reason:
            return _refuse(request, str(reason))
        person = foreign.person_of(known.issuer, str(claims["sub"])) or foreign.link(
            claims, claim=known.link_claim, by=None
        )
        if person is None:
            return _refuse(request, "no account")
        return self._let_in(request, person, pending)

    def _let_in(self, request: HttpRequest, person: User, pending: oidc.Pending) -> HttpResponse:
        if pending.fresh:
            if request.user != person:
                return _refuse(request, "somebody else")
            stepup.confirm_again(request)
        else:
            sign_in(request, person, way="provider")
            request.session[BY_PROVIDER] = True
        return HttpResponseRedirect(after_sign_in(request, pending.back))


@method_decorator(csrf_exempt, name="dispatch")  # the provider has no cookie of ours; the token is signed
class SignedOutThere(View):
    """The provider tells that somebody signed out there (back-channel logout)."""

    def post(self, request: HttpRequest) -> HttpResponse:
        known = oidc.provider()
        if known is None:
            return HttpResponse(status=400)
        try:
            subject = oidc.subject_to_sign_out(known, request.POST.get("logout_token", ""))
        except oidc.Refused as reason:
            log.warning("logout token refused: %s", reason)
            return HttpResponse(status=400)
        foreign.sign_out(known.issuer, subject, by=None)
        return HttpResponse(headers={"Cache-Control": "no-store"})


class SignOut(LogoutView):
    """Out of here; and out of the provider's session, if that was the way in."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        known = oidc.provider()
        by_provider = request.session.get(BY_PROVIDER, False)
        response = super().post(request, *args, **kwargs)
        if known is None or not by_provider:
            return response
        try:
            way = oidc.way_out(known, request.build_absolute_uri(reverse("login")))
        except oidc.Refused:
            way = ""
        return HttpResponseRedirect(way) if way else response


def _callback(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("oidc_back"))


def _refuse(request: HttpRequest, reason: str) -> HttpResponse:
    log.warning("sign-in by provider refused: %s", reason)
    messages.error(
        request,
        _(
            "Die Anmeldung über den Anmeldedienst ist nicht gelungen. Bitte wenden Sie sich an die Verwaltung."
        ),
    )
    return HttpResponseRedirect(reverse("login"))
