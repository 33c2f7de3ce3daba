# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way to one's first page, and the three statements every public site owes."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from permissions import clock
from permissions.hats import hats_of
from permissions.models import User


class Statement(TemplateView):
    """A page of plain text that anybody may read."""


@login_required
def home(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the first page of the person's first hat."""
    assert isinstance(request.user, User)  # noqa: S101  # login_required has seen to it
    hats = hats_of(request.user, clock.today())
    if not hats:
        raise PermissionDenied(_("Ihnen ist zurzeit keine Aufgabe übertragen."))
    return HttpResponseRedirect(hats[0].prefix)
