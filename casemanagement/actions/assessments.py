# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds of the assessment: begin a round, rate its domains, close the rating, talk it over."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.casework import deed, record_event, write
from casemanagement.choices import EventKind, Phase
from casemanagement.models import Assessment, Case, DomainRating
from permissions import clock
from permissions.actor import Actor
from permissions.models import User
from permissions.rights import Right


@deed(None)
def start(case: Case, *, by: Actor) -> Assessment:
    """Begin the next round, unless one is under way."""
    latest = case.current_assessment()
    if latest is not None and not latest.is_completed:
        return latest
    assessment = Assessment.objects.create(
        case=case,
        number=latest.number + 1 if latest else 1,
        started_on=clock.today(),
        written_by=_author(case, by),
    )
    case.phase = Phase.ASSESSMENT
    case.save(update_fields=["phase"])
    record_event(case, EventKind.ASSESSMENT_STARTED, by=by, number=assessment.number)
    return assessment


@deed(Right.WRITE_FILE)
def rate(
    assessment: Assessment,
    *,
    by: Actor,
    domain: str,
    standing: str,
    need: int | None = None,
    resource: int | None = None,
    client_priority: int | None = None,
    client_view: str = "",
    note: str = "",
) -> DomainRating:
    """Write down one domain, for the first time or again; the others may wait."""
    if assessment.is_completed:
        raise ValidationError(_("Dieses Assessment ist abgeschlossen und wird nicht mehr geändert."))
    rating = DomainRating.objects.filter(assessment=assessment, domain=domain).first() or DomainRating(
        case=assessment.case, assessment=assessment, domain=domain
    )
    rating.client_priority = client_priority
    _refuse_rank_given_twice(rating)
    write(
        rating,
        standing=standing,
        need=need,
        resource=resource,
        client_priority=client_priority,
        client_view=client_view,
        note=note,
    )
    record_event(assessment.case, EventKind.DOMAIN_RATED, by=by, domain=domain)
    return rating


@deed(Right.WRITE_FILE)
def complete(assessment: Assessment, *, by: Actor) -> None:
    """Close the rating: every domain is rated, or marked as not assessed or declined."""
    if missing := assessment.missing():
        raise ValidationError(missing)
    record_event(assessment.case, EventKind.DOMAINS_RATED, by=by, number=assessment.number)


@deed(Right.WRITE_FILE)
def discuss(assessment: Assessment, *, by: Actor, discussed_on: date, summary: str) -> None:
    """Close the round after the talk with the client."""
    if missing := assessment.missing():
        raise ValidationError(missing)
    assessment.summary, assessment.discussed_on = summary, discussed_on
    assessment.completed_on = clock.today()
    assessment.full_clean()
    assessment.save()
    record_event(assessment.case, EventKind.ASSESSMENT_COMPLETED, by=by, number=assessment.number)


def _author(case: Case, by: Actor) -> User:
    """Whoever leads the case when the process itself begins something."""
    responsible = case.responsible(clock.today())
    if responsible is not None:
        return responsible.person
    if by.person is None:
        raise ValidationError(_("Der Fall hat keine Fallführung."))
    return by.person


def _refuse_rank_given_twice(rating: DomainRating) -> None:
    if rating.client_priority is None:
        return
    others = DomainRating.objects.filter(
        assessment=rating.assessment, client_priority=rating.client_priority
    ).exclude(domain=rating.domain)
    if other := others.first():
        raise ValidationError(
            {
                "client_priority": _("Rang %(rank)d hat schon „%(domain)s“.")
                % {"rank": rating.client_priority, "domain": other.get_domain_display()}
            }
        )
