# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happened to accounts and rights; administrators and data protection read it, nobody changes it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from permissions import clock


class SecurityEventKind(models.TextChoices):
    SIGNED_IN = "signed_in", _("angemeldet")
    LOCKED = "locked", _("nach zu vielen Versuchen gesperrt")
    UNLOCKED = "unlocked", _("Sperre aufgehoben")
    SESSION_ENDED = "session_ended", _("Sitzung beendet")
    PASSWORD_CHANGED = "password_changed", _("Passwort geändert")
    FACTOR_ADDED = "factor_added", _("zweiten Faktor eingerichtet")
    FACTOR_REMOVED = "factor_removed", _("zweiten Faktor entfernt")
    RECOVERY_RENEWED = "recovery_renewed", _("Ersatzcodes erneuert")
    RECOVERY_USED = "recovery_used", _("Ersatzcode verwendet")
    LINKED = "linked", _("mit dem Anmeldedienst verbunden")
    ENTERED = "entered", _("Person eingetragen")
    CHANGED = "changed", _("Angaben zur Person geändert")
    INVITED = "invited", _("Einladung ausgestellt")
    INVITATION_USED = "invitation_used", _("Einladung eingelöst")
    APPOINTED = "appointed", _("Aufgabe übertragen")
    DISMISSED = "dismissed", _("Aufgabe beendet")
    PROPOSED = "proposed", _("vorgeschlagen")
    APPROVED = "approved", _("freigegeben")
    DECLINED = "declined", _("abgelehnt")
    CLOSED = "closed", _("Konto geschlossen")
    AGREEMENT_ENTERED = "agreement_entered", _("Dienst- oder Betriebsvereinbarung eingetragen")
    POST_CHANGED = "post_changed", _("Stelle geändert")
    SUCCESSION_NAMED = "succession_named", _("für Entscheidungen im Notfall benannt")
    OVER_BUDGET = "over_budget", _("ungewöhnlich viele Zugriffe")


class SecurityEvent(models.Model):
    """One such event: numbers and codes, never a password, a secret or a case."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    kind = models.CharField(max_length=30, choices=SecurityEventKind)
    person_id = models.BigIntegerField(null=True)  # whose account
    by_id = models.BigIntegerField(null=True)  # who did it; nobody for the system
    hat = models.CharField(max_length=10)
    organisation_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    sealed_in = models.BigIntegerField(null=True)

    objects: ClassVar[models.Manager["SecurityEvent"]] = models.Manager()

    class Data:
        frame = ("at", "kind", "person_id", "by_id", "hat", "organisation_id", "detail", "sealed_in")

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation_id", "-at"], name="security_of_organisation"),
            models.Index(fields=["id"], name="security_unsealed", condition=models.Q(sealed_in__isnull=True)),
        ]


class SecuritySeal(models.Model):
    """A batch of these events under one hash, chained to the batch before; the anchors hold its end."""

    at = models.DateTimeField(default=clock.now)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    # When the time of its events was over; the chain goes on over it.
    emptied_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["SecuritySeal"]] = models.Manager()

    class Data:
        frame = ("at", "first_id", "last_id", "count", "previous", "hash", "emptied_at")

    def __str__(self) -> str:
        return f"Siegel {self.pk}"
