# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts. The hash of the password lies in a table of its own that no hat can read."""

import secrets
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import acheck_password, check_password, make_password
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from permissions.models.organisation import Organisation, Post, valid_on
from permissions.roles import Role


def new_stamp() -> str:
    return secrets.token_hex(16)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who logs in. Rights come from dated memberships, never from this row."""

    password = None  # type: ignore[assignment]  # lives in Credential
    username = models.CharField(
        _("Benutzername"),
        max_length=60,
        unique=True,
        validators=[ASCIIUsernameValidator()],
    )
    display_name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-Mail"), blank=True)
    is_active = models.BooleanField(_("aktiv"), default=True)
    language = models.CharField(
        _("Sprache"),
        max_length=2,
        choices=[("de", "Deutsch"), ("en", "English")],
        default="de",
    )
    # Ends every session of the person when it changes; stands in for the password hash in the session.
    session_stamp = models.CharField(max_length=32, default=new_stamp, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    # Nobody opens anything by being special; guardian and Viewflow ask for these names.
    is_superuser = False
    is_staff = False

    class Data:
        frame = (
            "username",
            "display_name",
            "email",
            "is_active",
            "language",
            "session_stamp",
            "last_login",
        )

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        ordering: ClassVar[list[str]] = ["display_name"]

    def __str__(self) -> str:
        return self.display_name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Refuse: rights are asked from the access concept alone."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    def set_password(self, raw_password: str | None) -> None:
        Credential.objects.update_or_create(person=self, defaults={"password": make_password(raw_password)})
        self.session_stamp = new_stamp()

    def check_password(self, raw_password: str | None) -> bool:
        credential = Credential.objects.filter(person=self).first()
        return check_password(raw_password, credential.password if credential else "")

    async def acheck_password(self, raw_password: str | None) -> bool:
        credential = await Credential.objects.filter(person=self).afirst()
        return await acheck_password(raw_password, credential.password if credential else "")

    def has_usable_password(self) -> bool:
        return Credential.objects.filter(person=self).exists()

    def get_session_auth_hash(self) -> str:
        return self.session_stamp

    def get_session_auth_fallback_hash(self) -> Any:
        return iter(())


class Credential(models.Model):
    """The password hash of a person; only the login role reads it."""

    person = models.OneToOneField(User, models.CASCADE, related_name="credential")
    password = models.CharField(max_length=256)

    objects: ClassVar[models.Manager["Credential"]] = models.Manager()

    class Data:
        confidential = ("person", "password")

    def __str__(self) -> str:
        return f"Credential {self.pk}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: date) -> "MembershipQuerySet":
        return self.filter(valid_on(day), person__is_active=True)

    def in_role(self, role: Role) -> "MembershipQuerySet":
        return self.filter(role=role)


class Membership(models.Model):
    """A person's appointment in an organisation, from a day until a day."""

    person = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("Aufgabe"), max_length=30, choices=Role)
    post = models.ForeignKey(Post, models.PROTECT, related_name="memberships", null=True, blank=True)
    valid_from = models.DateField(_("gültig ab"))
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Data:
        frame = ("person", "organisation", "role", "post", "valid_from", "valid_until")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "role"], name="membership_of_person"),
            models.Index(fields=["organisation", "role"], name="membership_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.organisation}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def valid_on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(valid_on(day))


class Absence(models.Model):
    """From when until when somebody is away. There is no reason here, and there never will be."""

    person = models.ForeignKey(User, models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(User, models.PROTECT, related_name="substitutions", null=True, blank=True)
    valid_from = models.DateField(_("abwesend ab"))
    valid_until = models.DateField(_("abwesend bis"))

    objects = AbsenceQuerySet.as_manager()

    class Data:
        frame = ("person", "substitute", "valid_from", "valid_until")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="absence_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.valid_from:%d.%m.%Y} bis {self.valid_until:%d.%m.%Y}"


class Succession(models.Model):
    """Who decides what cannot wait while coordinator and deputy are both away; the first who is there does."""

    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="successions")
    person = models.ForeignKey(User, models.PROTECT, related_name="successions")
    place = models.PositiveSmallIntegerField(_("Rang"))
    title = models.CharField(_("Funktion"), max_length=100)
    valid_from = models.DateField(_("gültig ab"))
    valid_until = models.DateField(_("gültig bis"))
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("benannt von"))
    named_at = models.DateTimeField(_("benannt am"))

    objects: ClassVar[models.Manager["Succession"]] = models.Manager()

    class Data:
        frame = ("kommune", "person", "place", "title", "valid_from", "valid_until", "named_by", "named_at")

    class Meta:
        ordering: ClassVar[list[str]] = ["place", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="succession_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(place__range=(1, 9)), name="succession_place_between_1_and_9"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.person}"


class ContractAlarm(models.Model):
    """That a person's contract or post ends soon, told once for each of the three distances."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contract_alarms")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="contract_alarms")
    ends_on = models.DateField(_("endet am"))
    days = models.PositiveSmallIntegerField(_("Tage vorher"))
    open_cases = models.PositiveIntegerField(_("Fälle, die übergeben werden müssen"))
    raised_at = models.DateTimeField(_("gemeldet am"))

    objects: ClassVar[models.Manager["ContractAlarm"]] = models.Manager()

    class Data:
        frame = ("organisation", "membership", "ends_on", "days", "open_cases", "raised_at")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["membership", "ends_on", "days"], name="contract_alarm_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ends_on:%d.%m.%Y} ({self.days})"
