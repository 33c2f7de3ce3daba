# SPDX-License-Identifier: AGPL-3.0-or-later
"""What proves who signs in, beside the password; only the login role reads it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from permissions import clock
from permissions.models.person import User


class Authenticator(models.Model):
    """The app that shows a new code every thirty seconds (RFC 6238)."""

    person = models.OneToOneField(User, models.CASCADE, related_name="authenticator")
    sealed_secret = models.BinaryField()
    last_step = models.BigIntegerField(default=0)  # no code counts twice
    added_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Authenticator"]] = models.Manager()

    class Data:
        confidential = ("person", "sealed_secret", "last_step", "added_at")


class Passkey(models.Model):
    """The public half of a key that never leaves the person's device."""

    person = models.ForeignKey(User, models.CASCADE, related_name="passkeys")
    name = models.CharField(_("Bezeichnung"), max_length=60)
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Passkey"]] = models.Manager()

    class Data:
        confidential = (
            "person",
            "name",
            "credential_id",
            "public_key",
            "sign_count",
            "added_at",
            "last_used_at",
        )


class RecoveryCode(models.Model):
    """A code on paper for the day on which the telephone is lost; it counts once."""

    person = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    fingerprint = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["RecoveryCode"]] = models.Manager()

    class Data:
        confidential = ("person", "fingerprint", "used_at")


class Invitation(models.Model):
    """The printed code with which somebody chooses the first password, once."""

    person = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    fingerprint = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Invitation"]] = models.Manager()

    class Data:
        confidential = ("person", "fingerprint", "created_by", "valid_until", "used_at")


class ForeignAccount(models.Model):
    """The account at an OpenID Connect provider that belongs to a person here."""

    person = models.ForeignKey(User, models.CASCADE, related_name="foreign_accounts")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["ForeignAccount"]] = models.Manager()

    class Data:
        confidential = ("person", "issuer", "subject", "linked_at")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="foreign_account_once"),
            models.UniqueConstraint(fields=["issuer", "person"], name="one_foreign_account_each"),
        ]


class FailedAttempt(models.Model):
    """A wrong password or code. What was attacked stands here as a keyed hash only."""

    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["FailedAttempt"]] = models.Manager()

    class Data:
        confidential = ("fingerprint", "at")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["fingerprint", "at"], name="failed_attempt"),
        ]
