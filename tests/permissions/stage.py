# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stage on which everything could leak: one row of every table for cases of all kinds of people."""

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction

from casemanagement.models import (
    AccessList,
    Assignment,
    AvoidedPerson,
    Case,
    ConfidentialNote,
    ConflictDeclaration,
    Consent,
    EmergencyAccess,
    FileOpening,
    Finding,
    Handover,
    IdentityToken,
    ImportRun,
    NamedPerson,
    ProtectedAddress,
    Sample,
)
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Kommune, Organisation, User
from tests.cast import House

SINCE = dt.date(2024, 1, 1)

# What a row needs beside its plain values, where a constraint ties fields together.
TIED: dict[str, dict[str, Any]] = {
    "casemanagement.Assignment": {"role": "deputy", "valid_until": SINCE},
    "casemanagement.Consent": {"kind": "C6", "recipient_text": "Jobcenter"},
    "casemanagement.DomainRating": {"standing": "declined"},
    "casemanagement.AuthorityRequest": {"claimed_basis": "none"},
    "casemanagement.ConsentSignature": {"signed_by": "client"},
    "casemanagement.Disclosure": {"legal_basis": "necessity", "medium": "phone"},
    "casemanagement.Representative": {"kind": "parent"},
    "casemanagement.EmergencyAccess": {
        "hat": "admin",
        "opened_at": dt.datetime(2024, 1, 1, 8, tzinfo=clock.BERLIN),
        "valid_until": dt.datetime(2024, 1, 1, 12, tzinfo=clock.BERLIN),
    },
    "casemanagement.FileOpening": {"valid_until": dt.datetime(2999, 1, 1, tzinfo=clock.BERLIN)},
    "casemanagement.Milestone": {"level": "a1"},
    "casemanagement.Notice": {"kind": "conflict_declared", "to_hat": "fach"},
    "casemanagement.OverlapCheck": {"answer": "no"},
    "casemanagement.SampledCase": {"finished_at": None, "finished_by": None},
    "casemanagement.Triage": {"decision": "accepted"},
}


def case_models() -> list[type[models.Model]]:
    """Every model with a way to a case, the case itself first."""
    hanging = [
        model
        for model in apps.get_models()
        if model._meta.managed and any(field.name == "case" for field in model._meta.get_fields())
    ]
    return [Case, *(model for model in hanging if not model._meta.parents)]


def case_column(model: type[models.Model]) -> str:
    return "pk" if model is Case else "case_id"


class Stage:
    """Cases by letter, each with one row in every table that hangs on a case."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.cases: dict[str, Case] = {}
        self.numbers: Iterator[int] = count(1)
        kommune = house.organisation("stadt").kommune
        with acting_in_role(OWNER):
            Sample.objects.create(kommune=kommune, month=SINCE, seed="s", drawn_at=clock.now())
            ImportRun.objects.create(
                started_by=house["kora"], started_at=clock.now(), file_hash="f", state="done"
            )
            Finding.objects.create(
                kommune=kommune, field_of_action="work", gap_type="other", severity=1, written_on=SINCE
            )

    def case(self, letter: str, code: str, **values: Any) -> Case:
        """A case of this organisation with a row of everything."""
        organisation = values.pop("organisation", None) or self.house.organisation(code)
        facts: dict[str, Any] = {"phase": "assessment", "accepted_on": SINCE} | values
        case = Case.objects.create(
            number=f"KIM-{letter}{next(self.numbers):05}",
            kommune=organisation.kommune,
            organisation=organisation,
            received_on=SINCE,
            stadtbezirk="mitte",
            **({"registered_by": self.house["adam"]} | facts),
        )
        self.cases[letter] = case
        for model in case_models()[1:]:
            self.fill(model, case)
        return case

    def list_for(self, case: Case, *named: User) -> AccessList:
        """From now on only these people see the case."""
        adam = self.house["adam"]
        made = AccessList.objects.create(case=case, ground="prominent", set_by=adam, set_at=clock.now())
        for person in named:
            NamedPerson.objects.create(case=case, person=person, named_by=adam, named_at=clock.now())
        return made

    def conflict(self, case: Case, person: User) -> ConflictDeclaration:
        return ConflictDeclaration.objects.create(
            case=case, person=person, has_conflict=True, declared_at=clock.now()
        )

    def avoid(self, case: Case, person: User) -> AvoidedPerson:
        """The client of this case stands on the person's own list."""
        token = IdentityToken.objects.get(case=case)
        IdentityToken.objects.filter(pk=token.pk).update(kind="name")
        return AvoidedPerson.objects.create(
            person=person, words="Zwetlana", name_token=token.token, added_at=clock.now()
        )

    def emergency(self, case: Case, person: User, hat: str) -> EmergencyAccess:
        """Four hours; a case manager reaches no protected case."""
        if hat == "case":
            ProtectedAddress.objects.filter(case=case).delete()
        return EmergencyAccess.objects.create(
            case=case,
            organisation=case.organisation,
            person=person,
            hat=hat,
            reason="danger",
            opened_at=clock.now(),
            valid_until=clock.now() + dt.timedelta(hours=4),
        )

    def assign(self, case: Case, person: User, role: str = "responsible") -> Assignment:
        if role == "responsible":
            ConfidentialNote.objects.filter(case=case).update(written_by=person)
        return Assignment.objects.create(
            case=case,
            person=person,
            role=role,
            organisation=case.organisation,
            valid_from=SINCE,
            granted_by=self.house["adam"],
        )

    def consent(self, case: Case, kind: str, **values: Any) -> Consent:
        return Consent.objects.create(
            case=case,
            kind=kind,
            valid_from=SINCE,
            form="paper",
            recorded_by=self.house["adam"],
            recorded_at=clock.now(),
            **values,
        )

    def open_file(self, case: Case, person: User) -> None:
        """The coordinator's hour."""
        moment = clock.now()
        FileOpening.objects.create(
            case=case,
            person=person,
            reason="complaint",
            text="Beschwerde",
            opened_at=moment,
            valid_until=moment + dt.timedelta(minutes=60),
        )

    def offer(self, case: Case, code: str) -> Handover:
        """The case's handover now waits for this organisation."""
        handover = Handover.objects.get(case=case)
        handover.state = "offered"
        handover.to_organisation = self.house.organisation(code)
        handover.save()
        return handover

    def letters(self, ids: Iterator[int] | list[int] | set[int]) -> str:
        """The letters of these cases, in order: `ABF`."""
        known = {case.pk: letter for letter, case in self.cases.items()}
        return "".join(sorted({known[pk] for pk in ids}))

    def other_town(self) -> Organisation:
        kommune = Kommune.objects.create(name="Herford", key="05758012")
        return Organisation.objects.create(
            kommune=kommune, name="Stadt Herford", short_name="Herford", code="stadt", kind="city"
        )

    def fill(self, model: type[models.Model], case: Case) -> models.Model:
        """One row with the plainest values that the database accepts; rows it points to come first."""
        known = model._base_manager.filter(**{case_column(model): case.pk}).first()
        if known is not None and model is not Consent:
            return known
        values = {
            field.name: self.value(field, case)
            for field in model._meta.concrete_fields
            if not field.primary_key and not (field.null and not field.is_relation)
        }
        tied = TIED.get(model._meta.label, {})
        if model is AccessList:  # else nobody would see anything
            tied = {"ended_at": clock.now(), "ended_by": self.house["adam"]}
        return model._base_manager.create(**{k: v for k, v in (values | tied).items() if v is not None})

    def value(self, field: Any, case: Case) -> Any:
        if isinstance(field, models.ForeignKey):
            return self.related(field, case)
        if field.has_default():
            return field.get_default()
        if field.choices and not field.blank:
            return next(value for value, _label in field.flatchoices if value not in {"", None})
        return plain_value(field, next(self.numbers))

    def related(self, field: Any, case: Case) -> Any:
        target = field.related_model
        if target is Case:
            return case
        if field.null:
            return None
        if target in (User, Organisation):
            return self.house["adam"] if target is User else case.organisation
        return self.fill(target, case) if target in case_models() else target.objects.first()


PLAIN: dict[str, Callable[[int], Any]] = {
    "BooleanField": lambda _: False,
    "DateField": lambda _: SINCE,
    "DateTimeField": lambda _: clock.now(),
    "BinaryField": lambda number: number.to_bytes(32),
    "JSONField": lambda _: [],
    "DecimalField": lambda _: 1,
    "DurationField": lambda _: dt.timedelta(days=1),
    "UUIDField": lambda number: f"00000000-0000-0000-0000-{number:012}",
}


def plain_value(field: Any, number: int) -> Any:
    """Something the column accepts."""
    kind = field.get_internal_type()
    if kind in PLAIN:
        return PLAIN[kind](number)
    if "Integer" in kind:
        return 1
    return "" if field.blank else f"x{number}"[: field.max_length or 10]


def bielefeld(made: Stage) -> None:
    """A and F are Aylin's, B and D Carla's, C is Dilan's, G nobody's, and E belongs to another town."""
    house = made.house
    a = made.case("A", "stadt")
    made.assign(a, house["aylin"])
    made.assign(a, house["carla"], "deputy")
    made.consent(a, "C1")
    made.consent(a, "C3")
    b = made.case("B", "awo")
    made.assign(b, house["carla"])
    made.consent(b, "C1")
    c = made.case("C", "drk")
    made.assign(c, house["dilan"])
    made.consent(c, "C1", revoked_on=SINCE, revoked_via="letter")
    d = made.case("D", "awo")
    made.assign(d, house["carla"])
    made.consent(d, "C1")
    made.offer(d, "stadt")
    f = made.case("F", "stadt", is_restricted=True)
    made.assign(f, house["aylin"])
    made.consent(f, "C1")
    made.consent(f, "C3")
    made.case("G", "stadt", phase="intake", accepted_on=None, registered_by=house["erika"])
    e = made.case("E", "", organisation=made.other_town())
    made.assign(e, house["bernd"])
    made.consent(e, "C1")
    made.consent(e, "C3")


def shown(model: type[models.Model], stage: Stage) -> str:
    """The cases that this model shows when nobody filters."""
    try:
        with transaction.atomic():
            return stage.letters(set(model._base_manager.values_list(case_column(model), flat=True)))
    except ProgrammingError:
        return ""


def engine_rows(case: Case) -> None:
    """A process and two tasks of the engine, as a deed on this case writes them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO viewflow_process (flow_class, status, created, data)"
            " VALUES ('workflows/flows.IntakeFlow', 'NEW', now(), '{}') RETURNING id"
        )
        (process,) = cursor.fetchone()
        for _number in range(2):
            cursor.execute(
                "INSERT INTO viewflow_task (flow_task, flow_task_type, status, created, token, process_id, data)"
                " VALUES ('x', 'HUMAN', 'NEW', now(), 'start', %s, '{}') RETURNING id",
                [process],
            )
