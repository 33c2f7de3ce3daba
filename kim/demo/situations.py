# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes the demo's present day worth looking at: absences, waiting referrals, a revoked consent."""

from datetime import date, datetime, time, timedelta
from random import Random

from casemanagement import reminders, working_days
from casemanagement.actions import advice, consents, outside, referrals
from casemanagement.choices import (
    ConsentKind,
    FieldOfAction,
    Phase,
    ReferralMode,
    ReferralSource,
    RevokedVia,
    Stadtbezirk,
)
from casemanagement.choices.advice import AdviceLanguage, AdviceOutcome
from casemanagement.models import Case
from kim.demo.invented import family
from kim.demo.lives import Staff
from kim.demo.words import NEEDS
from permissions import actions, clock
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.models import Absence, Kommune, User

REFERRALS_AT_THE_DESK = 4
ADVISED_DAYS, ADVISED_A_DAY = 20, 6


def arrange(staff: Staff, *, seed: int, today: date) -> None:
    """Bring the caseload to its present day."""
    _absences(staff, today)
    _referrals_at_the_desk(Random(f"{seed}-desk"), today)
    _brief_advice(Random(f"{seed}-advice"), today)
    _from_outside()
    _revocation(today)
    reminders.fire_deadlines()


def _absences(staff: Staff, today: date) -> None:
    """One uncovered, one covered, one announced."""
    if Absence.objects.exists():
        return
    city = staff.case_managers["stadt"]
    by = Actor.system()
    actions.report_absence(city[3], valid_from=today, valid_until=today + timedelta(days=11), by=by)
    actions.report_absence(
        city[4], valid_from=today, valid_until=today + timedelta(days=4), substitute=city[5], by=by
    )
    begins = today + timedelta(days=14)
    drk = staff.case_managers["drk"][0]
    actions.report_absence(drk, valid_from=begins, valid_until=begins + timedelta(days=9), by=by)


def _brief_advice(rng: Random, today: date) -> None:
    """Four weeks of the counting sheet."""
    desk = Actor(User.objects.get(username="erstanlaufstelle"), Hat.DESK)
    for back in range(ADVISED_DAYS):
        day = today - timedelta(days=back)
        for _again in range(rng.randint(2, ADVISED_A_DAY)):
            with clock.at(datetime.combine(day, time(9, 30), clock.BERLIN)), acting_as(desk):
                advice.count(
                    by=desk,
                    fields_of_action=rng.sample(FieldOfAction.values, rng.choice((1, 1, 2))),
                    minutes=rng.choice((5, 10, 10, 15, 20, 30)),
                    language=rng.choice(AdviceLanguage.values),
                    outcome=rng.choice(
                        (AdviceOutcome.INFORMED, AdviceOutcome.INFORMED, AdviceOutcome.REFERRED)
                    ),
                    stadtbezirk=rng.choice(Stadtbezirk.values),
                )


def _from_outside() -> None:
    """Two partners without an account have written."""
    for sender, name, urgency, need in (
        (
            "Sprachcafé Baumheide",
            "Oksana Beispiel",
            "normal",
            "Sucht einen Kita-Platz und versteht die Briefe nicht.",
        ),
        ("Turnverein Sieker", "Amir Muster", "urgent", "Verliert in zwei Wochen das Zimmer."),
    ):
        given, family_name = name.split()
        outside.receive(
            Kommune.objects.order_by("pk")[0],
            client_consented=True,
            sender=sender,
            callback="0521 000000",
            given_name=given,
            family_name=family_name,
            phone="0521 000001",
            language=AdviceLanguage.OTHER,
            urgency=urgency,
            need=need,
        )


def _referrals_at_the_desk(rng: Random, today: date) -> None:
    desk = Actor(User.objects.get(username="erstanlaufstelle"), Hat.DESK)
    for place in range(REFERRALS_AT_THE_DESK):
        day = working_days.next_working_day(today - timedelta(days=7 - place))
        if day >= today:
            continue
        with clock.at(datetime.combine(day, time(10 + place, 20), clock.BERLIN)):
            person = family(rng, day, 1)[0]
            referrals.register(
                by=desk,
                source=ReferralSource.FIRST_CONTACT_POINT,
                mode=ReferralMode.WARM,
                client_consented=True,
                given_name=person.given_name,
                family_name=person.family_name,
                birth_date=person.birth_date,
                gender=person.gender,
                languages=person.languages,
                stadtbezirk=person.stadtbezirk,
                need_summary=rng.choice(NEEDS),
            )


def _revocation(today: date) -> None:
    """One client took the core consent back yesterday: the file is shut, the coordinator ends it."""
    running = Case.objects.running().filter(phase=Phase.IMPLEMENTATION).order_by("received_on", "pk")
    case = running.first()
    if case is None:
        return
    responsible = case.responsible(today)
    core = case.consents.living(today).of_kind(ConsentKind.C1).first()
    if responsible is not None and core is not None:
        by = Actor(responsible.person, Hat.CASE)
        consents.revoke(core, by=by, revoked_on=today, revoked_via=RevokedVia.IN_PERSON)
