# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the frame around every page needs: the hat worn, the hats at hand, and the navigation."""

from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kim.navigation import Link, address_of, links
from permissions.hats import ROLES_OF_HAT, Hat
from permissions.models import Membership


@dataclass(frozen=True)
class Shell:
    """The frame of one page."""

    person: Any = None
    hat: Hat | None = None
    hats: list[Hat] = field(default_factory=list)
    appointments: list[Membership] = field(default_factory=list)  # by which the hat is worn
    navigation: list[Link] = field(default_factory=list)
    note_url: str = ""  # where a case manager writes a note, from every page
    version: str = ""
    is_demo: bool = False
    idle_seconds: int = 0  # after which the session ends without a click


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor of all pages."""
    user = getattr(request, "user", None)
    actor = getattr(request, "actor", None)
    shell = Shell(
        person=user if user is not None and user.is_authenticated else None,
        hat=actor.hat if actor else None,
        hats=getattr(request, "hats", []),
        appointments=_carrying(actor.hat, getattr(request, "appointments", [])) if actor else [],
        navigation=links(actor.hat, request.path) if actor else [],
        note_url=_note_url(actor.hat if actor else None, getattr(request, "hats", [])),
        version=_version(),
        is_demo=settings.DEMO,
        idle_seconds=settings.SESSION_IDLE_SECONDS,
    )
    return {"shell": shell}


def _note_url(hat: Hat | None, hats: list[Hat]) -> str:
    """On pages of other duties nobody writes notes; on those of no duty whoever has this one does."""
    if hat is Hat.CASE or (hat is None and Hat.CASE in hats):
        return address_of("cases:note_anywhere")
    return ""


def _carrying(hat: Hat, appointments: list[Membership]) -> list[Membership]:
    return [row for row in appointments if row.role in ROLES_OF_HAT[hat]]


def _version() -> str:
    try:
        return version("kim")
    except PackageNotFoundError:
        return ""
