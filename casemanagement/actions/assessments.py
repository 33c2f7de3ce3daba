# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds of the assessment: begin a round, rate its domains, close the rating, talk it over."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement import assessment_items, deadlines
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import CHOSEN_OCCASIONS, Domain, EventKind, Occasion, Phase, RatingStanding
from casemanagement.models import Assessment, Case, DomainRating
from permissions import clock
from permissions.actor import Actor
from permissions.models import User
from permissions.rights import Right

AGAIN = "reassessment"
ANSWER = ("item_version", "standing", "need", "resource", "client_priority", "client_view", "note")


@deed(None)
def start(case: Case, *, by: Actor, occasion: str = Occasion.INITIAL) -> Assessment:
    """Begin the next round, unless one is under way; the case goes back into its phase."""
    latest = case.current_assessment()
    if latest is not None and not latest.is_completed:
        return latest
    assessment = _next_round(case, by, latest, occasion)
    write(case, phase=Phase.ASSESSMENT)
    record_event(case, EventKind.ASSESSMENT_STARTED, by=by, number=assessment.number)
    return assessment


@deed(Right.WRITE_FILE)
def repeat(case: Case, *, by: Actor, occasion: str, note: str = "") -> Assessment:
    """Look at everything again while the support goes on: after half a year, or because much has changed."""
    if not case.may_be_assessed_again():
        raise Conflict(_("Zurzeit kann kein neues Assessment beginnen."))
    if occasion not in CHOSEN_OCCASIONS:
        raise ValidationError({"occasion": _("Bitte wählen Sie den Anlass.")})
    if occasion != Occasion.SIX_MONTHS and not note.strip():
        raise ValidationError({"note": _("Bitte schreiben Sie in einem Satz, was sich verändert hat.")})
    assessment = _next_round(case, by, case.current_assessment(), occasion, note)
    data = {"number": assessment.number, "occasion": occasion}
    record_event(case, EventKind.REASSESSMENT_BEGUN, by=by, **data)
    return assessment


def _next_round(
    case: Case, by: Actor, latest: Assessment | None, occasion: str, note: str = ""
) -> Assessment:
    return write(
        Assessment(case=case, started_on=clock.today(), written_by=_author(case, by)),
        number=latest.number + 1 if latest else 1,
        occasion=occasion,
        occasion_note=note,
    )


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
    asked = assessment_items.asked_on(domain, assessment.started_on)
    write(
        rating,
        item_version=asked.version if asked else None,
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
def take_over(assessment: Assessment, *, by: Actor, domain: str) -> DomainRating:
    """Nothing has changed since the round before: its answer stands again, to the question it was given to."""
    if assessment.is_completed:
        raise ValidationError(_("Dieses Assessment ist abgeschlossen und wird nicht mehr geändert."))
    former = DomainRating.objects.filter(
        case=assessment.case, assessment__number=assessment.number - 1, domain=domain
    ).first()
    if former is None:
        raise ValidationError(_("Im Assessment davor gibt es dazu keine Antwort."))
    rating = DomainRating.objects.filter(assessment=assessment, domain=domain).first() or DomainRating(
        case=assessment.case, assessment=assessment, domain=domain
    )
    rating.client_priority = former.client_priority
    _refuse_rank_given_twice(rating)
    write(rating, **{name: getattr(former, name) for name in ANSWER})
    record_event(assessment.case, EventKind.DOMAIN_RATED, by=by, domain=domain, unchanged=True)
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
    _complete(assessment, by)


@deed(Right.WRITE_FILE)
def leave_rating(assessment: Assessment, *, by: Actor) -> None:
    """Close the rating with what there is: the other domains are marked as not assessed."""
    known = set(assessment.ratings.values_list("domain", flat=True))
    for domain in Domain:
        if domain not in known:
            row = DomainRating(case=assessment.case, assessment=assessment, domain=domain)
            write(row, standing=RatingStanding.NOT_ASSESSED)
    record_event(assessment.case, EventKind.DOMAINS_RATED, by=by, number=assessment.number)


@deed(Right.WRITE_FILE)
def leave_talk(assessment: Assessment, *, by: Actor) -> None:
    """Close the round without the talk."""
    _complete(assessment, by)


def _complete(assessment: Assessment, by: Actor) -> None:
    assessment.completed_on = clock.today()
    assessment.full_clean()
    assessment.save()
    if assessment.case.has_planning() and not assessment.case.has_agreed_plan():
        deadlines.start(assessment.case, "plan", on=clock.today())
    deadlines.begin_again(assessment.case, AGAIN, on=clock.today())
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
