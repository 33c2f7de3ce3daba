# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the tables hold of one case, read in one statement and past all models: the naive look at everything."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from casemanagement import journal
from permissions import clock
from tests.workflows.walking import as_owner

Row = dict[str, Any]

CASE = (
    "id, number, phase, state, urgency, in_crisis, is_restricted, organisation_id, accepted_on, closed_on,"
    " paused_since, resume_on, episode, registered_by_id, deletion_on"
)
# name → table and columns, of one case
OF_CASE = {
    "assignments": (
        "casemanagement_assignment",
        "id, person_id, role, organisation_id, valid_from, valid_until",
    ),
    "consents": (
        "casemanagement_consent",
        "id, kind, valid_from, valid_until, revoked_on, recipient_organisation_id",
    ),
    "declarations": ("casemanagement_conflictdeclaration", "id, person_id, has_conflict, ended_at"),
    "lists": ("casemanagement_accesslist", "id, ended_at"),
    "named": ("casemanagement_namedperson", "id, person_id, ended_at"),
    "emergencies": ("casemanagement_emergencyaccess", "id, person_id, hat, valid_until, ended_at"),
    "openings": ("casemanagement_fileopening", "id, person_id, valid_until"),
    "handovers": (
        "casemanagement_handover",
        "id, state, from_person_id, to_person_id, to_organisation_id, read_until, switch_on",
    ),
    "protected": ("casemanagement_protectedaddress", "id"),
    "restrictions": ("casemanagement_restriction", "id, ground, lifted_at, announced_at, informed_on"),
    "conferences": ("casemanagement_conference", "id, state, held_on"),
    "plans": ("casemanagement_supportplan", "id, state, version"),
    "measures": ("casemanagement_measure", "id, state"),
    "assessments": ("casemanagement_assessment", "id, number, completed_on"),
    "items": (
        "casemanagement_workitem",
        "id, kind, hat, owner_id, organisation_id, due_on, deadline_id, state, task_id, process_id",
    ),
    "events": ("casemanagement_caseevent", "id, seq, kind, person_id, hat"),
}
# name → a whole query; `{case}` is the number of the case
OTHERS = {
    "deadlines": (
        "SELECT d.id, r.code, d.started_on, coalesce(d.extended_until, d.due_on) AS last_day, d.paused_since,"
        " d.met_on, d.cancelled_at, d.extensions FROM casemanagement_deadline d"
        " JOIN casemanagement_deadlinerule r ON r.id = d.rule_id WHERE d.case_id = {case}"
    ),
    "processes": (
        "SELECT p.id, p.flow_class, p.status FROM viewflow_process p"
        " JOIN workflows_caseprocess c ON c.process_ptr_id = p.id WHERE c.case_id = {case}"
    ),
    "tasks": (
        "SELECT t.id, t.process_id, t.flow_task, t.flow_task_type, t.status, t.finished, t.owner_id"
        " FROM viewflow_task t JOIN workflows_caseprocess c ON c.process_ptr_id = t.process_id"
        " WHERE c.case_id = {case}"
    ),
    "memberships": (
        "SELECT m.id, m.person_id, m.organisation_id, m.role, m.valid_from, m.valid_until"
        " FROM permissions_membership m"
    ),
    "absences": (
        "SELECT a.id, a.person_id, a.substitute_id, a.valid_from, a.valid_until FROM permissions_absence a"
    ),
    "duties": (
        "SELECT d.id, d.user_id AS person_id, d.content_object_id AS organisation_id, p.codename"
        " FROM permissions_organisationuserpermission d JOIN auth_permission p ON p.id = d.permission_id"
    ),
}
# Whatever changes who may what.
OF_ACCESS = (
    "case", "assignments", "consents", "declarations", "lists", "named", "emergencies", "openings",
    "handovers", "protected", "memberships", "absences", "duties",
)  # fmt: skip


def _statement(case_id: int) -> str:
    queries = {
        name: f"SELECT {columns} FROM {table} WHERE case_id = {case_id}"
        for name, (table, columns) in OF_CASE.items()
    }
    queries |= {name: query.format(case=case_id) for name, query in OTHERS.items()}
    queries["case"] = f"SELECT {CASE} FROM casemanagement_case WHERE id = {case_id}"
    parts = (
        f"'{name}', (SELECT coalesce(json_agg(r ORDER BY r.id), '[]') FROM ({query}) r)"
        for name, query in queries.items()
    )
    return f"SELECT json_build_object({', '.join(parts)})::text"


@dataclass(frozen=True)
class Facts:
    """One moment of one case."""

    rows: dict[str, list[Row]]
    now: dt.datetime

    @classmethod
    def of(cls, case_id: int) -> "Facts":
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(_statement(case_id))
            return cls(json.loads(cursor.fetchone()[0]), clock.now())

    def __getitem__(self, name: str) -> list[Row]:
        return self.rows[name]

    @property
    def case(self) -> Row:
        return self.rows["case"][0]

    @property
    def today(self) -> str:
        return self.now.astimezone(clock.BERLIN).date().isoformat()

    @property
    def access(self) -> str:
        """What the answers to every question of access can depend on, time included."""
        rows = {name: self.rows[name] for name in OF_ACCESS}
        running = [self._runs(row) for name in ("emergencies", "openings") for row in self.rows[name]]
        return json.dumps([rows, running, self.today])

    @property
    def cover(self) -> str:
        """What changes whether somebody is there."""
        return json.dumps(
            [self.rows[name] for name in ("assignments", "memberships", "absences")] + [self.today]
        )

    @property
    def is_open(self) -> bool:
        return self.case["state"] in ("open", "waiting")

    def living(self, name: str) -> list[Row]:
        """Rows with a period that holds today."""
        return [row for row in self.rows[name] if self._holds(row)]

    def standing(self, name: str) -> list[Row]:
        """Rows that nobody has ended."""
        return [row for row in self.rows[name] if row["ended_at"] is None]

    def running(self, name: str) -> list[Row]:
        """What was opened for hours, and these are not over."""
        return [row for row in self.rows[name] if self._runs(row)]

    def leads(self) -> list[int]:
        return [row["person_id"] for row in self.living("assignments") if row["role"] == "responsible"]

    def deputies(self) -> list[int]:
        return [row["person_id"] for row in self.living("assignments") if row["role"] == "deputy"]

    def consented(self, kind: str) -> bool:
        return any(row["kind"] == kind and row["revoked_on"] is None for row in self.living("consents"))

    def employed(self, person: int, role: str = "case_management") -> list[int]:
        """The houses in which the person has this task today."""
        rows = [row for row in self.living("memberships") if row["person_id"] == person]
        return [row["organisation_id"] for row in rows if row["role"] == role]

    def is_away(self, person: int) -> bool:
        return any(row["person_id"] == person for row in self.living("absences"))

    def open_items(self) -> list[Row]:
        return [row for row in self.rows["items"] if row["state"] == "open"]

    def open_tasks(self) -> list[Row]:
        return [row for row in self.rows["tasks"] if row["finished"] is None]

    def open_deadlines(self) -> list[Row]:
        return [row for row in self.rows["deadlines"] if not row["met_on"] and not row["cancelled_at"]]

    def running_flows(self) -> list[str]:
        return [name_of(row["flow_class"]) for row in self.rows["processes"] if row["status"] == "NEW"]

    def _holds(self, row: Row) -> bool:
        began = row["valid_from"] <= self.today
        return bool(began and (row["valid_until"] is None or row["valid_until"] >= self.today))

    def _runs(self, row: Row) -> bool:
        over = dt.datetime.fromisoformat(row["valid_until"]) <= self.now
        return not over and row.get("ended_at") is None


def name_of(stored: str) -> str:
    """`workflows/flows.intake.IntakeFlow.admit` → `intake.admit`; of a process the first part alone."""
    parts = stored.split(".")
    return ".".join(part for part in parts[1:] if not part.endswith("Flow"))


def broken_lines() -> list[str]:
    """What verify_journal says, of every case there is."""
    with as_owner():
        return [str(one) for one in journal.verify()]


def written() -> int:
    """Rows written since the transaction of the test began, taken back or not; whatever table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
        )
        return int(cursor.fetchone()[0])
