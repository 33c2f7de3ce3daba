# SPDX-License-Identifier: AGPL-3.0-or-later
"""The second factor: what somebody has, and the deeds around it. Runs before a hat is worn."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from permissions import clock
from permissions.accounts import codes, events, sealing
from permissions.actor import Actor
from permissions.models import Authenticator, Passkey, RecoveryCode, SecurityEventKind, User

RECOVERY_CODES = 10
_SECRET, _RECOVERY = "authenticator", "recovery"  # purposes of the keys


@dataclass(frozen=True)
class Factors:
    """What a person can prove herself with, beside the password."""

    authenticator: Authenticator | None
    passkeys: list[Passkey]
    recovery_left: int

    def __bool__(self) -> bool:
        return self.authenticator is not None or bool(self.passkeys)


def of(person: User) -> Factors:
    return Factors(
        Authenticator.objects.filter(person=person).first(),
        list(Passkey.objects.filter(person=person).order_by("added_at")),
        RecoveryCode.objects.filter(person=person, used_at=None).count(),
    )


def missing(person: User) -> bool:
    """Whether this person has to set up a second factor before anything else."""
    return settings.SECOND_FACTOR and person.has_usable_password() and not of(person)


def is_last(person: User) -> bool:
    """Whether taking one away would leave none, where one is compulsory."""
    known = of(person)
    return settings.SECOND_FACTOR and len(known.passkeys) + (known.authenticator is not None) <= 1


@transaction.atomic
def add_authenticator(person: User, *, secret: bytes, code: str, by: Actor) -> bool:
    """Keep the secret once the app has shown that it has it, too; False for a wrong code."""
    step = codes.step_of(secret, code, seconds=clock.now().timestamp(), after=0)
    if step is None:
        return False
    sealed = sealing.seal(secret, purpose=_SECRET, owner=person.pk)
    Authenticator.objects.update_or_create(
        person=person, defaults={"sealed_secret": sealed, "last_step": step, "added_at": clock.now()}
    )
    events.note(SecurityEventKind.FACTOR_ADDED, person=person, by=by, factor="authenticator")
    return True


@transaction.atomic
def renew_recovery_codes(person: User, *, by: Actor) -> list[str]:
    """Ten new codes for paper; they are shown once, and the former ones count no longer."""
    RecoveryCode.objects.filter(person=person).delete()
    fresh = [codes.new_printed() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, fingerprint=_recovery(person, code)) for code in fresh
    )
    events.note(SecurityEventKind.RECOVERY_RENEWED, person=person, by=by)
    return fresh


@transaction.atomic
def remove_factor(person: User, *, passkey: int | None = None, by: Actor) -> None:
    """Take a passkey away, or the app; what an open session proved stays proved until it ends."""
    if passkey is None:
        Authenticator.objects.filter(person=person).delete()
    else:
        Passkey.objects.filter(person=person, pk=passkey).delete()
    kind = "authenticator" if passkey is None else "passkey"
    events.note(SecurityEventKind.FACTOR_REMOVED, person=person, by=by, factor=kind)


def accept_code(person: User, typed: str) -> bool:
    """Whether this is a code of the person's app or paper; either counts once."""
    digits = "".join(letter for letter in typed if letter.isdecimal())
    if len(digits) == codes.DIGITS and len(codes.plain(typed)) <= codes.DIGITS:
        return _accept_app_code(person, digits)
    return _accept_recovery_code(person, typed)


@transaction.atomic
def _accept_app_code(person: User, code: str) -> bool:
    known = Authenticator.objects.select_for_update().filter(person=person).first()
    if known is None:
        return False
    try:
        secret = sealing.unseal(bytes(known.sealed_secret), purpose=_SECRET, owner=person.pk)
    except sealing.CannotUnseal:
        return False
    step = codes.step_of(secret, code, seconds=clock.now().timestamp(), after=known.last_step)
    if step is None:
        return False
    known.last_step = step
    known.sealed_secret = sealing.seal(secret, purpose=_SECRET, owner=person.pk)  # under the newest key
    known.save(update_fields=["last_step", "sealed_secret"])
    return True


@transaction.atomic
def _accept_recovery_code(person: User, typed: str) -> bool:
    unused = RecoveryCode.objects.filter(person=person, used_at=None)
    used = unused.filter(fingerprint=_recovery(person, typed)).update(used_at=clock.now())
    if used:
        events.note(SecurityEventKind.RECOVERY_USED, person=person, by=None)
    return bool(used)


def _recovery(person: User, code: str) -> str:
    return sealing.fingerprint(f"{person.pk}:{codes.plain(code)}", purpose=_RECOVERY)
