# SPDX-License-Identifier: AGPL-3.0-or-later
"""How an invented case goes from referral to closure: the same steps that a person clicks, on invented days."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from casemanagement import jobs, working_days
from casemanagement.actions import (
    assessments,
    cases,
    clients,
    contacts,
    goals,
    households,
    referrals,
)
from casemanagement.actions.grounds import Ground
from casemanagement.casework import casework
from casemanagement.choices import (
    Agreement,
    ConsentForm,
    ConsentKind,
    ContactKind,
    DeclineReason,
    Domain,
    GoalOwner,
    Intensity,
    Interpretation,
    MeasureState,
    OverlapAnswer,
    OverlapConsequence,
    OverlapService,
    OverlapSource,
    RatingStanding,
    ReferralMode,
    Relation,
    TriageDecision,
    Urgency,
    UrgentReason,
)
from casemanagement.models import Case, Goal, WorkItem
from casemanagement.models.programme import KIM
from kim.demo.exchanges import PROVIDERS, agreed_exchange
from kim.demo.handovers import Handover
from kim.demo.invented import Newcomer
from kim.demo.words import GOALS, NEEDS, NOTES, PAPER, SUMMARY
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import Organisation, User
from permissions.rights import Right
from workflows import steps

ACCEPTED_OF_100, WAITING_OF_100, REFERRED_OF_100 = 84, 5, 3


class NotYet(Exception):
    """The next step lies in the future: the demo's present has been reached."""


@dataclass
class Staff:
    """Who works in the demo: case managers by organisation, and the coordinator."""

    case_managers: dict[str, list[User]]
    coordinator: User
    organisations: dict[str, Organisation]


@dataclass
class Life:
    """One case on its way; `day` is the day it has reached."""

    rng: Random
    staff: Staff
    newcomer: Newcomer
    house: str
    today: date
    day: date
    ends: bool
    programme: str = KIM
    case: Case = field(init=False)
    lead: User = field(init=False)

    @property
    def by(self) -> Actor:
        return Actor(self.lead, Hat.CASE)

    @property
    def coordinator(self) -> Actor:
        return Actor(self.staff.coordinator, Hat.FACH)

    @contextmanager
    def after(self, least: int, most: int) -> Iterator[date]:
        """Let some days pass and live on a working day, at some hour of the office."""
        day = working_days.next_working_day(self.day + timedelta(days=self.rng.randint(least, most)))
        if day >= self.today:
            raise NotYet
        self.day = day
        moment = datetime.combine(day, time(self.rng.randint(8, 16), self.rng.randint(0, 59)), clock.BERLIN)
        with clock.at(moment):
            yield day

    @contextmanager
    def work(self, least: int, most: int) -> Iterator[date]:
        """As `after`, with all that is done on that day as one piece of casework of whoever leads the case."""
        with self.after(least, most) as day, casework(self.case, by=self.by, right=Right.READ_FRAME):
            yield day

    def step(self, kind: str, *, by: Actor | None = None, **data: Any) -> None:
        """Finish the open step of this kind, as its form would."""
        item = WorkItem.objects.open().filter(case=self.case, kind=kind).latest("pk")
        task = steps.find(item.process_id or 0, item.task_id or 0)
        if task is None:
            raise LookupError(kind)
        steps.finish(task, by=by or self.by, data=data)

    def live(self) -> bool:
        """Go as far as the present allows; say whether the case is open then."""
        try:
            self._arrive()
            if self._intake():
                if self.case.has_assessment():
                    self._assess()
                Planning(self).run()
        except NotYet:
            pass
        return Case.objects.get(pk=self.case.pk).is_open

    def _arrive(self) -> None:
        people = self.staff.case_managers[self.house]
        self.lead = self.rng.choice(people)
        with self.after(0, 0) as day:
            self.case = referrals.register(by=self.by, received_on=day, **self._referral())

    def _referral(self) -> dict[str, Any]:
        person = self.newcomer
        return {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "birth_date": person.birth_date,
            "gender": person.gender,
            "languages": person.languages,
            "interpreter_needed": self.rng.random() < 0.6,
            "phone": f"0521 555 {self.rng.randint(1000, 9999)}",
            "stadtbezirk": person.stadtbezirk,
            "source": person.source,
            "mode": self.rng.choice(ReferralMode.values),
            "client_consented": True,
            "need_summary": self.rng.choice(NEEDS),
            "programme": self.programme,
        }

    def _intake(self) -> bool:
        """Whether the case is taken on."""
        with self.work(0, 2):
            self.step("intake.assess_urgency", **self._urgency())
            self.step("intake.check_duplicates", is_duplicate=False)
        with self.after(1, 5) as day:
            self.note(
                day, self.rng.choice([ContactKind.OFFICE, ContactKind.SHELTER_VISIT, ContactKind.PHONE])
            )
            self.step("intake.record_overlap", answers=self._no_overlap())
        with self.work(1, 5):
            self.step("intake.obtain_consent", **self._consent())
            self._describe()
            self.step("intake.declare_conflict", has_conflict=False)
        return self._decide()

    def _urgency(self) -> dict[str, Any]:
        if self.rng.random() < 0.08:
            return {"urgency": Urgency.URGENT, "urgent_reason": self.rng.choice(UrgentReason.values)}
        return {"urgency": Urgency.NORMAL}

    def _no_overlap(self) -> list[dict[str, str]]:
        facts = {
            "answer": OverlapAnswer.NO,
            "source": OverlapSource.CLIENT,
            "consequence": OverlapConsequence.NONE,
        }
        return [{"service": service, **facts} for service in OverlapService]

    def _consent(self) -> dict[str, Any]:
        kinds = [ConsentKind.C1, ConsentKind.C2]
        kinds += [ConsentKind.C3] if self.rng.random() < 0.7 else []
        kinds += [ConsentKind.C4] if self.rng.random() < 0.6 else []
        kinds += [ConsentKind.C5] if self.house != "stadt" else []
        signed = SimpleUploadedFile("einwilligung.pdf", PAPER, content_type="application/pdf")
        return {
            "is_given": True,
            "kinds": kinds,
            "form": ConsentForm.PAPER,
            "language": self.newcomer.languages[0],
            "document": signed,
        }

    def _describe(self) -> None:
        person = self.newcomer
        with casework(self.case, by=self.by, right=Right.WRITE_FILE) as case:
            clients.change_situation(case, by=self.by, nationality=person.nationality, **person.situation)
            clients.change_identity(
                case, by=self.by, street=person.street, postcode="33602", city="Bielefeld"
            )
            for given_name, born in person.children:
                households.add_person(
                    case,
                    by=self.by,
                    relation=Relation.CHILD,
                    given_name=given_name,
                    family_name=person.family_name,
                    birth_date=born,
                )

    def _decide(self) -> bool:
        dice = self.rng.randint(1, 100)
        with self.after(1, 4):
            if dice > ACCEPTED_OF_100 + WAITING_OF_100:
                referred = dice <= ACCEPTED_OF_100 + WAITING_OF_100 + REFERRED_OF_100
                decision = TriageDecision.REFERRED_ON if referred else TriageDecision.DECLINED
                reasons = [DeclineReason.NO_COMPLEX_NEED, DeclineReason.OTHER_SERVICE_RESPONSIBLE]
                ground = Ground(nothing_told=True) if referred else None
                reason = self.rng.choice(reasons)
                self.step("intake.decide_triage", decision=decision, reason=reason, ground=ground)
                return False
            waits = dice > ACCEPTED_OF_100
            decision = TriageDecision.WAITING_LIST if waits else TriageDecision.ACCEPTED
            self.step("intake.decide_triage", decision=decision)
        if waits:
            with self.after(10, 40):
                self.step("intake.offer_place", by=self.coordinator, outcome="place")
        with self.after(0, 2):
            self.step("intake.assign_case", by=self.coordinator, person=self.lead)
        return True

    def _assess(self) -> None:
        with self.after(5, 14) as day:
            self.note(day, ContactKind.OFFICE)
        with self.work(7, 28):
            self.rate_all_domains()
            self.step("assessment.rate_domains")
        with self.work(2, 9) as day:
            intensity = self.rng.choices(Intensity.values, weights=[25, 50, 25])[0]
            cases.set_intensity(self.case, by=self.by, intensity=intensity)
            self.step("assessment.discuss_summary", discussed_on=day, summary=SUMMARY)

    def rate_all_domains(self) -> None:
        """One deed after the other inside one piece of casework, as on a long afternoon."""
        ranked = self.rng.sample(list(GOALS), 3)
        with casework(self.case, by=self.by, right=Right.WRITE_FILE) as case:
            assessment = case.current_assessment()
            for domain in Domain:
                assessments.rate(assessment, by=self.by, domain=domain, **self._rating(domain, ranked))

    def _rating(self, domain: Domain, ranked: list[Domain]) -> dict[str, Any]:
        if domain in ranked:
            return {
                "standing": RatingStanding.RATED,
                "need": self.rng.choice([2, 3, 3, 4]),
                "resource": self.rng.randint(1, 3),
                "client_priority": ranked.index(domain) + 1,
            }
        if self.rng.random() < 0.2:
            return {"standing": RatingStanding.NOT_ASSESSED}
        need = self.rng.choice([0, 0, 1, 1, 2, 3])
        return {"standing": RatingStanding.RATED, "need": need, "resource": self.rng.randint(1, 4)}

    def note(self, day: date, kind: str) -> None:
        contacts.write(
            self.case,
            by=self.by,
            kind=kind,
            occurred_on=day,
            minutes=self.rng.choice([15, 30, 45, 60, 90]),
            language=self.newcomer.languages[0],
            interpretation=self.rng.choice(
                [Interpretation.NONE_NEEDED, Interpretation.PROFESSIONAL, Interpretation.PHONE_VIDEO]
            ),
            text=self.rng.choice(NOTES),
        )


class Planning:
    """The second half of a life: plan, linking, reviews, and perhaps the end."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.rng = life.rng

    def run(self) -> None:
        self._settle_leadership()
        if self.life.case.has_planning():
            self._agree_on_plan()
            self._link()
        self._follow_up()

    def _settle_leadership(self) -> None:
        life = self.life
        hands_over = life.house != "stadt" and self.rng.random() < 0.6
        with life.after(0, 2):
            life.step("support_planning.decide_leadership", leadership="handover" if hands_over else "stay")
        if hands_over:
            Handover(life).run()

    def _agree_on_plan(self) -> None:
        life = self.life
        with life.work(2, 8):
            self._draft()
            life.step("support_planning.draft_plan")
        with life.after(1, 8) as day:
            life.note(day, ContactKind.OFFICE)
            signed = SimpleUploadedFile("hilfeplan.pdf", PAPER, content_type="application/pdf")
            life.step(
                "support_planning.agree_plan",
                agreement=Agreement.YES,
                agreed_on=day,
                agreement_reason="",
                signed_document=signed,
            )
            jobs.run_due()

    def _draft(self) -> None:
        life = self.life
        with casework(life.case, by=life.by, right=Right.WRITE_FILE) as case:
            plan = case.draft_plan()
            for domain in self.rng.sample(list(GOALS), self.rng.randint(2, 3)):
                text, sign, _measures, _milestone = GOALS[domain]
                goals.add(
                    plan,
                    by=life.by,
                    domain=domain,
                    text=text,
                    sign=sign,
                    target_on=life.day + timedelta(days=self.rng.randint(90, 240)),
                    owner=GoalOwner.CLIENT,
                    weight=self.rng.randint(1, 3),
                    gas_start=-2,
                )

    def _link(self) -> None:
        life = self.life
        with life.after(2, 9) as day, casework(life.case, by=life.by, right=Right.WRITE_FILE) as case:
            for goal in Goal.objects.filter(plan=case.current_plan()):
                ground = agreed_exchange(case, PROVIDERS[goal.domain], by=life.by)
                for kind in GOALS[Domain(goal.domain)][2]:
                    measure = goals.add_measure(goal, by=life.by, type=kind, provider="", proposed_on=day)
                    goals.move_measure(
                        measure, by=life.by, state=MeasureState.REFERRAL_SENT, on=day, ground=ground
                    )
        with life.work(7, 35) as day:
            self._start_measures(day)
            life.note(day, ContactKind.PHONE)
            life.step("support_planning.link_services")

    def _start_measures(self, day: date) -> None:
        life = self.life
        started: set[int] = set()
        with casework(life.case, by=life.by, right=Right.WRITE_FILE) as case:
            for measure in case.measures.select_related("goal").order_by("pk"):
                begins = measure.goal_id not in started and self.rng.random() < 0.85
                unavailable = measure.goal_id not in started and not begins
                state = MeasureState.STARTED if begins else MeasureState.WAITING_LIST
                state = MeasureState.NOT_AVAILABLE if unavailable else state
                goals.move_measure(measure, by=life.by, state=state, on=day)
                started.add(measure.goal_id)
                milestone = GOALS[Domain(measure.goal.domain)][3]
                if begins and milestone and measure.goal.domain == Domain.LANGUAGE:
                    goals.reach_milestone(case, by=life.by, kind=milestone, reached_on=day)

    def _follow_up(self) -> None:
        from kim.demo.endings import follow_up  # noqa: PLC0415  # the end of the story in its own file

        follow_up(self.life)
