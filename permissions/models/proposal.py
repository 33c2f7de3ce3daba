# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one person may only propose, and another has to approve."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from permissions import clock
from permissions.models.organisation import Organisation, Post
from permissions.models.person import User
from permissions.roles import Role

# Who holds one of these sees or decides much; kim.powerful_roles() in the database says the same.
POWERFUL = frozenset(
    {
        Role.FACHAUFSICHT,
        Role.EMERGENCY_DECISION,
        Role.DATA_PROTECTION,
        Role.CONTROLLING,
        Role.ADMINISTRATION,
    }
)


class ProposalKind(models.TextChoices):
    APPOINT = "appoint", _("Aufgabe übertragen")
    RESET_SIGN_IN = "reset_sign_in", _("Zweiten Faktor zurücksetzen")
    REOPEN = "reopen", _("Konto wieder öffnen")


class Decision(models.TextChoices):
    APPROVED = "approved", _("freigegeben")
    DECLINED = "declined", _("abgelehnt")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> "ProposalQuerySet":
        return self.filter(decided_at__isnull=True)


class Proposal(models.Model):
    """One change of somebody's power. Only kim.decide_proposal() decides it, and carries it out."""

    kind = models.CharField(max_length=20, choices=ProposalKind)
    person = models.ForeignKey(User, models.PROTECT, related_name="proposals", verbose_name=_("Person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="proposals", verbose_name=_("Organisation")
    )
    role = models.CharField(_("Aufgabe"), max_length=30, choices=Role, blank=True)
    post = models.ForeignKey(
        Post, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Stelle")
    )
    # Organisations over which a supervising role is to hold.
    over = ArrayField(models.BigIntegerField(), default=list, blank=True)
    valid_from = models.DateField(_("gültig ab"), null=True, blank=True)
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Data:
        frame = (
            "kind",
            "person",
            "organisation",
            "role",
            "post",
            "over",
            "valid_from",
            "valid_until",
            "proposed_by",
            "proposed_at",
            "decided_by",
            "decided_at",
            "decision",
        )

    class Meta:
        ordering: ClassVar[list[str]] = ["-proposed_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(decision="approved") | ~Q(decided_by=F("proposed_by")),
                name="proposal_needs_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_by__isnull=False),
                name="proposal_decided_by_somebody",
            ),
        ]

    @property
    def is_powerful(self) -> bool:
        """Whether even an administrator needs a second person for it."""
        return self.kind != ProposalKind.APPOINT or self.role in POWERFUL
