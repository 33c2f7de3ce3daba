# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases at each stage, as words: CaseFactory(led_by=carla, planned=True)."""

import datetime as dt
from typing import Any

import factory

from casemanagement import blind_index
from casemanagement.choices import (
    AssignmentRole,
    CaseState,
    ClosureReason,
    ConsentForm,
    ConsentKind,
    Domain,
    OutcomeLevel,
    Phase,
    RatingStanding,
    ReferralMode,
    ReferralSource,
)
from casemanagement.models import (
    Assessment,
    Assignment,
    Case,
    Client,
    ClientIdentity,
    ClientSituation,
    Closure,
    ConflictDeclaration,
    Consent,
    DomainRating,
    Referral,
)
from permissions import clock
from permissions.models import Membership, Organisation, User
from tests.factories.base import StageFactory
from tests.factories.plans import SupportPlanFactory


def home_of(person: User) -> Organisation:
    """Where the person manages cases."""
    living = Membership.objects.valid_on(clock.today()).filter(person=person)
    return living.select_related("organisation").earliest("pk").organisation


class AssignmentFactory(StageFactory):
    class Meta:
        model = Assignment

    role = AssignmentRole.RESPONSIBLE
    organisation = factory.LazyAttribute(lambda row: home_of(row.person))
    valid_from = factory.LazyFunction(clock.today)
    granted_by = factory.SelfAttribute("person")


class ConsentFactory(StageFactory):
    class Meta:
        model = Consent

    kind = ConsentKind.C1
    form = ConsentForm.ORAL_PROTOCOL
    valid_from = factory.LazyFunction(clock.today)
    valid_until = factory.LazyAttribute(lambda row: row.valid_from + dt.timedelta(days=365))
    recorded_by = factory.LazyAttribute(lambda row: row.case.registered_by)
    recorded_at = factory.LazyFunction(clock.now)


class AssessmentFactory(StageFactory):
    """`rated=True` fills all sixteen domains."""

    class Meta:
        model = Assessment

    number = 1
    started_on = factory.LazyFunction(clock.today)
    written_by = factory.LazyAttribute(lambda row: row.case.registered_by)

    @factory.post_generation
    def rated(self: Assessment, create: bool, extracted: bool, **_kwargs: Any) -> None:
        if not extracted:
            return
        for place, domain in enumerate(Domain):
            DomainRating.objects.create(
                case=self.case,
                assessment=self,
                domain=domain,
                standing=RatingStanding.RATED,
                need=place % 5,
                resource=2,
                client_priority=place + 1 if place < 3 else None,
            )


class CaseFactory(StageFactory):
    """A referral by default; `led_by` and the stages say the rest."""

    class Meta:
        model = Case

    class Params:
        accepted = factory.Trait(accepted_on=factory.SelfAttribute("received_on"), phase=Phase.ASSESSMENT)
        in_assessment = factory.Trait(accepted=True)
        in_planning = factory.Trait(accepted=True, phase=Phase.PLANNING)
        planned = factory.Trait(accepted=True, phase=Phase.IMPLEMENTATION)
        closed = factory.Trait(
            accepted=True,
            phase=Phase.ENDED,
            state=CaseState.CLOSED,
            closed_on=factory.LazyFunction(clock.today),
            deletion_on=factory.LazyAttribute(lambda row: dt.date(row.closed_on.year + 3, 12, 31)),
        )

    led_by: User | None = None
    consented = True
    number = factory.Sequence(lambda n: f"KIM-{n:06d}")
    registered_by = factory.LazyAttribute(lambda row: row.led_by or User.objects.earliest("pk"))
    organisation = factory.LazyAttribute(
        lambda row: home_of(row.led_by) if row.led_by else Organisation.objects.earliest("pk")
    )
    kommune = factory.SelfAttribute("organisation.kommune")
    received_on = factory.LazyFunction(clock.today)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        led_by, consented = kwargs.pop("led_by"), kwargs.pop("consented")
        case = super()._create(model_class, *args, **kwargs)
        _surround(case, led_by)
        if consented:
            _consent(case)
        _stage(case)
        return case


def _surround(case: Case, led_by: User | None) -> None:
    Client.objects.create(case=case, languages=["Arabisch"])
    ClientIdentity.objects.create(case=case, given_name="Samira", family_name=f"Haddad {case.pk}")
    ClientSituation.objects.create(case=case)
    blind_index.index(case, [("Samira", f"Haddad {case.pk}", None)])
    Referral.objects.create(
        case=case,
        source=ReferralSource.SELF,
        mode=ReferralMode.CLIENT_ONLY,
        client_consented=True,
        received_on=case.received_on,
    )
    if led_by is not None:
        AssignmentFactory(case=case, person=led_by, valid_from=case.received_on)
        ConflictDeclaration.objects.create(
            case=case, person=led_by, has_conflict=False, declared_at=clock.now()
        )


def _consent(case: Case) -> None:
    for kind in (ConsentKind.C0, ConsentKind.C1, ConsentKind.C2):
        ConsentFactory(case=case, kind=kind, valid_from=case.received_on)


def _stage(case: Case) -> None:
    """What must exist for the phase to be true."""
    if case.phase == Phase.ASSESSMENT:
        AssessmentFactory(case=case)
    if case.phase in {Phase.PLANNING, Phase.IMPLEMENTATION, Phase.ENDED} and case.accepted_on:
        AssessmentFactory(
            case=case,
            rated=True,
            completed_on=clock.today(),
            discussed_on=clock.today(),
            started_on=case.received_on,
        )
        SupportPlanFactory(case=case, agreed=case.phase != Phase.PLANNING)
    if case.state == CaseState.CLOSED:
        Closure.objects.create(
            case=case,
            reason=ClosureReason.GOALS_ACHIEVED,
            outcome_level=OutcomeLevel.IMPROVED,
            written_by=case.registered_by,
            written_at=clock.now(),
            closed_by=case.registered_by,
            closed_at=clock.now(),
        )
