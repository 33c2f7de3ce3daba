# SPDX-License-Identifier: AGPL-3.0-or-later
"""What all rows of a case have in common."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from permissions.querysets import PermittedQuerySet

if TYPE_CHECKING:
    from permissions.models import User


class CaseRow(models.Model):
    """A row that hangs on one case by its field `case` and is deleted with it."""

    objects = PermittedQuerySet.as_manager()

    class Meta:
        abstract = True


def a_person(**options: Any) -> "models.ForeignKey[User, User]":
    """A person who did something; accounts are emptied, never deleted, so the row stays true."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **options)


def optional_person(**options: Any) -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        **options,
    )
