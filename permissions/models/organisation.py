# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who employs whom: municipality, organisations, and their posts."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from permissions.roles import Role


def valid_on(day: date) -> Q:
    """The condition that a dated row holds on this day; both ends are included."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


class Kommune(models.Model):
    """A municipality; no access, search or figure crosses it."""

    name = models.CharField(_("Name"), max_length=100, unique=True)
    key = models.CharField(_("Amtlicher Gemeindeschlüssel"), max_length=8, unique=True)

    objects: ClassVar[models.Manager["Kommune"]] = models.Manager()

    class Data:
        frame = ("name", "key")

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """An employer or partner; case management posts belong to one."""

    class Kind(models.TextChoices):
        CITY = "city", _("Stadtverwaltung")
        WELFARE = "welfare", _("Freier Träger")
        COMPANY = "company", _("Gesellschaft")
        DEPARTMENT = "department", _("Dezernat")

    kommune = models.ForeignKey(Kommune, models.PROTECT, related_name="organisations")
    name = models.CharField(_("Name"), max_length=200)
    short_name = models.CharField(_("Kurzname"), max_length=40)
    code = models.SlugField(_("Kürzel"), max_length=20)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    # Figures per case manager open only once this agreement is in force (design: personnel data).
    agreement_on = models.DateField(_("Dienst- oder Betriebsvereinbarung vom"), null=True, blank=True)

    objects: ClassVar[models.Manager["Organisation"]] = models.Manager()

    class Data:
        frame = ("kommune", "name", "short_name", "code", "kind", "agreement_on")

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        permissions = [
            ("fachaufsicht", "Fachaufsicht"),
            ("dienstaufsicht", "Dienstaufsicht"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kommune", "code"], name="organisation_code_once"),
        ]

    def __str__(self) -> str:
        return self.short_name


class OrganisationUserPermission(UserObjectPermissionBase):
    """A standing duty of a person on an organisation: fachaufsicht or dienstaufsicht."""

    content_object = models.ForeignKey(Organisation, models.CASCADE, related_name="duties")

    class Data:
        frame = ("permission", "user", "content_object")

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class PostQuerySet(models.QuerySet["Post"]):
    def valid_on(self, day: date) -> "PostQuerySet":
        return self.filter(valid_on(day))

    def of_case_management(self) -> "PostQuerySet":
        return self.filter(role=Role.CASE_MANAGEMENT)

    def ending(self, *, after: date, until: date) -> "PostQuerySet":
        return self.filter(valid_until__range=(after, until))


class Post(models.Model):
    """A funded share of working time; every post of the programme is temporary or may become so."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    role = models.CharField(_("Aufgabe"), max_length=30, choices=Role)
    title = models.CharField(_("Bezeichnung"), max_length=100)
    vzae = models.DecimalField(
        _("VZÄ"),
        max_digits=3,
        decimal_places=2,
        validators=[
            MinValueValidator(Decimal("0.05")),
            MaxValueValidator(Decimal("1.00")),
        ],
    )
    valid_from = models.DateField(_("gültig ab"))
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Data:
        frame = ("organisation", "role", "title", "vzae", "valid_from", "valid_until")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="post_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(vzae__gt=0, vzae__lte=1), name="post_vzae_between_0_and_1"),
        ]

    def __str__(self) -> str:
        return self.title
