# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in by name and password, before any hat is worn."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from permissions.models import User


class PasswordBackend(BaseBackend):
    """Knows accounts and nothing of rights: those come from permissions.access."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        if not username or not password:
            return None
        person = User.objects.filter(username=username, is_active=True).first()
        if person is None:
            make_password(password)  # the same work, so that the time does not tell who exists
            return None
        return person if person.check_password(password) else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
