# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the journals stood at an hour, in one hash that is handed out of the database."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from permissions import clock


class JournalAnchor(models.Model):
    """One hash over the ends of all chains and seals, chained to the anchor before; appended only.

    Whoever rewrites a whole chain changes the root; whoever rewrites the anchors, too, is convicted by
    the copy that somebody else has.
    """

    number = models.PositiveIntegerField(_("Nummer"), unique=True)
    at = models.DateTimeField(_("Zeitpunkt"), default=clock.now)
    last_event = models.BigIntegerField(_("letzter Eintrag"))
    last_seal = models.BigIntegerField(_("letztes Siegel"))
    cases = models.BigIntegerField(_("Fälle"))
    events = models.BigIntegerField(_("Einträge"))
    accesses = models.BigIntegerField(_("Zugriffe"))
    # Anchors of before these two counted speak of cases and accesses only.
    last_account_seal = models.BigIntegerField(_("letztes Siegel der Konten"), null=True)
    account_events = models.BigIntegerField(_("Ereignisse der Konten"), null=True)
    root = models.CharField(_("Wurzel"), max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(_("Prüfsumme"), max_length=64)

    objects: ClassVar[models.Manager["JournalAnchor"]] = models.Manager()

    class Data:
        frame = (
            "number",
            "at",
            "last_event",
            "last_seal",
            "cases",
            "events",
            "accesses",
            "last_account_seal",
            "account_events",
            "root",
            "previous",
            "hash",
        )

    def __str__(self) -> str:
        return f"Prüfanker {self.number}"
