# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is signed in where. The row is named after a hash, so whoever reads it cannot sign in with it."""

from typing import ClassVar

from django.db import models

from permissions.models.person import User


class Session(models.Model):
    """One browser in which somebody is signed in, or is about to be."""

    id = models.CharField(max_length=64, primary_key=True)  # SHA-256 of what the cookie says
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)
    person = models.ForeignKey(User, models.CASCADE, related_name="sessions", null=True)
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Session"]] = models.Manager()

    class Data:
        confidential = ("session_data", "expire_date", "person", "started_at", "last_seen_at")
