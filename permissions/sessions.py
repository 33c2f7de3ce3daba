# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sessions that end by themselves: after a while without a click, and after a working day.

They live in the browser's time, not in the one that demo and tests set: hence the machine's clock.
"""

import datetime as dt
import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from permissions.models import Session

SEEN_EVERY = dt.timedelta(minutes=1)  # how exactly "last seen" is written down


def hashed(session_key: str | None) -> str:
    """What a session is called in the database: whoever reads the table learns no cookie."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()


def is_over(row: Session) -> bool:
    """Too long without a click, or too long altogether."""
    now = timezone.now()  # noqa: TID251  see above
    idle = dt.timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    longest = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return now - row.last_seen_at > idle or now - row.started_at > longest


class SessionStore(db.SessionStore):
    """Django's sessions in the database, with an owner, a beginning, and two ends."""

    row: Session | None = None
    # Whose session it was that the browser still names: what was typed in it is kept for her alone.
    ended_person: int | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:  # type: ignore[override]  # ours has an owner
        return Session

    def _get_session_from_db(self) -> Session | None:
        row = Session.objects.filter(pk=hashed(self.session_key)).first()
        if row is not None and is_over(row):
            self.ended_person = row.person_id
            row.delete()
            row = None
        self.row = row
        if row is None:
            self._session_key = None
        else:
            self._touch(row)
        return row

    def _touch(self, row: Session) -> None:
        now = timezone.now()  # noqa: TID251  see above
        if now - row.last_seen_at > SEEN_EVERY:
            row.last_seen_at = now
            row.save(update_fields=["last_seen_at"])

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=hashed(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:  # type: ignore[override]  # see above
        now = timezone.now()  # noqa: TID251  see above
        key = hashed(self._get_or_create_session_key())  # type: ignore[attr-defined]  # unknown to the stubs
        known = self.row if self.row is not None and self.row.pk == key else None
        self.row = Session(
            id=key,
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            person_id=data.get(SESSION_KEY),
            started_at=known.started_at if known else now,
            last_seen_at=now,
        )
        return self.row

    def rename(self) -> None:
        """Another name for the same session, which ends when it would have ended."""
        began = self.row.started_at if self.row is not None else None
        self.cycle_key()
        if began is not None and self.row is not None:
            self.row.started_at = began

    def delete(self, session_key: str | None = None) -> None:
        Session.objects.filter(pk=hashed(session_key or self.session_key)).delete()

    def flush(self) -> None:
        """Forget everything but whose it was."""
        if self.row is not None:
            self.ended_person = self.row.person_id
        super().flush()
