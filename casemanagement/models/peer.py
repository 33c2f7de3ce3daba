# SPDX-License-Identifier: AGPL-3.0-or-later
"""Kollegiale Fallberatung: colleagues, also of other houses, talk about a case without its name."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import PeerState
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, a_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of
from casemanagement.validators import note_length
from permissions.querysets import PermittedQuerySet

if TYPE_CHECKING:
    import datetime as dt


class PeerDiscussionQuerySet(PermittedQuerySet["PeerDiscussion"]):
    def living(self, day: "dt.date") -> Self:
        return self.filter(state=PeerState.OPEN, ends_on__gte=day)


class PeerDiscussion(CaseRow):
    """One question about a case and the sheet that the invited see; it ends by its day."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="peer_discussions")
    question = EncryptedTextField(_("Frage"), validators=[note_length])
    # Codes as they stood when the colleagues were invited; later work on the file does not show.
    sheet: Any = models.JSONField(default=dict)
    opened_by = a_person(verbose_name=_("eingeladen von"))
    opened_at = models.DateTimeField(_("eingeladen am"))
    ends_on = models.DateField(_("endet am"))
    state = models.CharField(_("Stand"), max_length=10, choices=PeerState, default=PeerState.OPEN)
    result = EncryptedTextField(_("Ergebnis"), blank=True, validators=[note_length])
    ended_at = models.DateTimeField(_("beendet am"), null=True, blank=True)

    objects = PeerDiscussionQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = (
            "case",
            "question",
            "sheet",
            "opened_by",
            "opened_at",
            "ends_on",
            "state",
            "result",
            "ended_at",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("state", PeerState),
            models.CheckConstraint(
                condition=~models.Q(state=PeerState.ENDED) | models.Q(ended_at__isnull=False),
                name="peer_discussion_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Fallberatung {self.pk}"


class PeerInvitation(CaseRow):
    """Who may see the sheet, as long as the discussion lasts."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="peer_invitations")
    discussion = models.ForeignKey(PeerDiscussion, models.CASCADE, related_name="invitations")
    person = a_person(verbose_name=_("eingeladen"))

    class Data:
        frame = ("case", "discussion", "person")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["discussion", "person"], name="peer_invited_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person"], name="peer_invited")]

    def __str__(self) -> str:
        return f"Einladung {self.pk}"


class PeerComment(CaseRow):
    """What a colleague says to the question."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="peer_comments")
    discussion = models.ForeignKey(PeerDiscussion, models.CASCADE, related_name="comments")
    text = EncryptedTextField(_("Beitrag"), validators=[note_length])
    written_by = a_person(verbose_name=_("geschrieben von"))
    written_at = models.DateTimeField(_("geschrieben am"))

    class Data:
        frame = ("case", "discussion", "text", "written_by", "written_at")

    def __str__(self) -> str:
        return f"Beitrag {self.pk}"
