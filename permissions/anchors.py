# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hands the state of the journals out of the database every hour, and checks them against such a paper."""

import datetime as dt
import hashlib
import json
import logging
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils.translation import gettext as _

from permissions.actor import Actor, acting_as
from permissions.models import JournalAnchor

EVERY = dt.timedelta(minutes=50)  # a beat that comes twice in an hour finds its work done
NUMBERS = ("number", "last_event", "last_seal", "cases", "events", "accesses")
OF_ACCOUNTS = ("last_account_seal", "account_events")
# An anchor that was kept before the journal of accounts was sealed still counts for what it says.
FORMATS = {"kim-anchor-1": NUMBERS, "kim-anchor-2": (*NUMBERS, *OF_ACCOUNTS)}
TEXTS = ("at", "root", "previous", "hash")

log = logging.getLogger(__name__)


class UnreadableAnchor(ValueError):
    """The paper is no anchor, or somebody changed it."""


def anchor() -> dict[str, Any] | None:
    """Write the anchor of this hour and hand it out; None if this hour has one."""
    with acting_as(Actor.system()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT kim.anchor_journals(make_interval(secs => %s))", [EVERY.total_seconds()])
        (answer,) = cursor.fetchone()
    if answer is None:
        return None
    known = json.loads(answer)
    written = {name: known[name] for name in (*FORMATS["kim-anchor-2"], *TEXTS)} | {"format": "kim-anchor-2"}
    hand_out(written)
    return written


def on_paper(known: JournalAnchor) -> dict[str, Any]:
    """What leaves the database: numbers and hashes, nothing of anybody."""
    form = "kim-anchor-1" if known.last_account_seal is None else "kim-anchor-2"
    facts: dict[str, Any] = {name: getattr(known, name) for name in (*FORMATS[form], *TEXTS)}
    return facts | {"at": _stamp(known.at), "format": form}


def hand_out(paper: dict[str, Any]) -> None:
    """Mail it to every organisation's data protection officer; one that fails is covered by the next hour's."""
    for code, address in settings.ANCHOR_MAIL.items():
        try:
            send_mail(
                _("KIM: Prüfanker %s") % paper["number"],
                as_text(paper),
                settings.DEFAULT_FROM_EMAIL,
                [address],
            )
        except OSError as error:
            log.warning("Anchor %s not sent to %s: %s", paper["number"], code, type(error).__name__)


def as_text(paper: dict[str, Any]) -> str:
    names = ("format", *FORMATS[paper["format"]], *TEXTS)
    return "".join(f"{name}: {paper[name]}\n" for name in names)


def read(text: str) -> dict[str, Any]:
    """An anchor as it was mailed; raises UnreadableAnchor unless its own hash fits it."""
    lines = (line.partition(":") for line in text.splitlines())
    known = {name.strip(): value.strip() for name, _colon, value in lines if value.strip()}
    form = known.get("format", "")
    try:
        paper: dict[str, Any] = {name: int(known[name]) for name in FORMATS.get(form, NUMBERS)}
        paper |= {name: known.get(name, "") if name == "previous" else known[name] for name in TEXTS}
    except (KeyError, ValueError):
        raise UnreadableAnchor(_("Das ist kein Prüfanker.")) from None
    if form not in FORMATS or digest(paper) != paper["hash"]:
        raise UnreadableAnchor(_("Der Prüfanker ist beschädigt: Seine Prüfsumme passt nicht zu ihm."))
    return paper | {"format": form}


def digest(paper: dict[str, Any]) -> str:
    """The same as kim.anchor_digest()."""
    order = (
        "previous",
        "number",
        "at",
        "last_event",
        "last_seal",
        "cases",
        "events",
        "accesses",
        *OF_ACCOUNTS,
        "root",
    )
    return hashlib.sha256("|".join(str(paper[name]) for name in order if name in paper).encode()).hexdigest()


def contradictions(paper: dict[str, Any]) -> list[str]:
    """What in the database does not agree with an anchor from outside."""
    found = []
    known = JournalAnchor.objects.filter(number=paper["number"]).first()
    if known is None:
        found.append(_("Der Prüfanker %s fehlt in der Datenbank.") % paper["number"])
    elif known.hash != paper["hash"]:
        found.append(_("Der Prüfanker %s wurde in der Datenbank geändert.") % paper["number"])
    if (now := recomputed(paper)) != paper["root"]:
        found.append(
            _(
                "Die Protokolle bis zum Prüfanker %(number)s sind nicht mehr, was sie waren: %(now)s statt %(then)s."
            )
            % {"number": paper["number"], "now": now[:12], "then": paper["root"][:12]}
        )
    return found


def broken() -> list[str]:
    """What is wrong with the anchors inside the database, and with what the newest one vouches for."""
    found, previous = [], ""
    newest = None
    for number, newest in enumerate(JournalAnchor.objects.order_by("number").iterator(), 1):
        paper = on_paper(newest)
        if (newest.number, newest.previous) != (number, previous) or digest(paper) != newest.hash:
            return [_("Die Kette der Prüfanker ist an Nummer %s gebrochen.") % number]
        previous = newest.hash
    if newest is not None and recomputed(on_paper(newest)) != newest.root:
        found.append(_("Die Protokolle passen nicht zum neuesten Prüfanker (Nummer %s).") % newest.number)
    return found


def recomputed(paper: dict[str, Any]) -> str:
    """The root as the present rows give it; run as the owner or the system."""
    ends = [paper.get(name) for name in ("last_event", "last_seal", "last_account_seal")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT root FROM kim.journal_root(%s, %s, %s)", ends)
        return str(cursor.fetchone()[0])


def _stamp(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
