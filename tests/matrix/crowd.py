# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows for the tables that hang on no case, in two municipalities, so that a missing condition shows."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import DataError, IntegrityError, InternalError, connection, transaction
from django.db.models import Model

from casemanagement.choices.requests import ComplaintAddressee, ComplaintSubject
from casemanagement.choices.structure import FindingState
from casemanagement.models import (
    Case,
    Complaint,
    ConfidentialNote,
    Contact,
    Document,
    DocumentContent,
    Finding,
    FindingCase,
    Handover,
    Notice,
    PeerDiscussion,
    PeerInvitation,
    ProtectedAddress,
    Theme,
    WorkItem,
)
from permissions import clock
from permissions.database.registry import BARRIER
from permissions.hats import Hat
from permissions.models import (
    Absence,
    Kommune,
    Membership,
    Organisation,
    OrganisationUserPermission,
    Post,
    User,
)
from permissions.roles import Role
from tests.cast import HAT_OF, House
from tests.permissions.stage import SINCE, Stage, case_models

TABLES = {table.name for table in BARRIER}
BY_THE_CAST = {"permissions_organisationuserpermission"}
APPS = {"permissions", "casemanagement", "indicators", "sessions"}  # the frameworks fill their own


def crowd(stage: Stage, house: House) -> None:
    """Strangers in Herford, absences in Bielefeld, and a row of everything else in each."""
    herford = Organisation.objects.get(code="stadt", kommune__name="Herford")
    for role in Role:
        stranger = User.objects.create(username=f"herford.{role}", display_name=f"Fremd {role}")
        post = Post.objects.create(
            organisation=herford,
            role=Role.CASE_MANAGEMENT,
            title=f"Stelle {role}",
            vzae="1.0",
            valid_from=SINCE,
        )
        Membership.objects.create(
            person=stranger, organisation=herford, role=role, post=post, valid_from=SINCE
        )
        Absence.objects.create(person=stranger, valid_from=SINCE, valid_until=SINCE)
    for name in ("aylin", "carla", "dilan"):
        Absence.objects.create(
            person=house[name], valid_from=clock.today(), valid_until=clock.today() + dt.timedelta(days=7)
        )
        Absence.objects.create(
            person=house[name], valid_from=SINCE, valid_until=SINCE, substitute=house["bernd"]
        )
    _duty_in(herford)
    _notices(stage, house, herford)
    _pool(stage, house)
    _complaints(house, herford)
    _duty_elsewhere(house)
    _invitation(stage, house)
    _emergencies(stage, house)
    _handed_over(stage, house)
    stage.open_file(stage.cases["A"], house["kora"])
    for letter in "CE":
        _process(stage.cases[letter])
    for model in others():
        for organisation in (house.organisation("awo"), house.organisation("stadt"), herford):
            _add(model, stage, organisation)
    _released()


def _released() -> None:
    """In each town one finding has gone on into a theme, where colleagues read it."""
    for theme in Theme.objects.order_by("kommune", "-pk").distinct("kommune"):
        free = Finding.objects.filter(kommune=theme.kommune_id).exclude(
            pk__in=FindingCase.objects.values("finding")
        )
        Finding.objects.filter(pk=free.earliest("pk").pk).update(
            theme=theme, state=FindingState.MERGED, decided_on=SINCE
        )


def _duty_in(organisation: Organisation) -> None:
    stranger = User.objects.get(username=f"herford.{Role.DIENSTAUFSICHT}")
    duty = Permission.objects.get(content_type__app_label="permissions", codename="dienstaufsicht")
    OrganisationUserPermission.objects.create(user=stranger, permission=duty, content_object=organisation)


def _notices(stage: Stage, house: House, herford: Organisation) -> None:
    """To each hat, for the house and for one person, about a case and about none."""
    for name, hat in HAT_OF.items():
        member = house[name].memberships.select_related("organisation").first()
        assert member is not None
        for organisation in (member.organisation, herford):
            for person in (house[name], None):
                for case in (stage.cases["A"], stage.cases["B"], None):
                    Notice.objects.create(
                        organisation=organisation,
                        to_person=person,
                        to_hat=hat,
                        case=case,
                        kind="conflict_declared",
                        at=clock.now(),
                    )


def _complaints(house: House, herford: Organisation) -> None:
    """One for each addressee, in each town."""
    for subject, addressee in zip(ComplaintSubject, ComplaintAddressee, strict=True):
        for organisation in (house.organisation("awo"), house.organisation("stadt"), herford):
            Complaint.objects.create(
                organisation=organisation,
                subject=subject,
                addressee=addressee,
                received_on=SINCE,
                entered_by=house["adam"],
                entered_at=clock.now(),
            )


def _invitation(stage: Stage, house: House) -> None:
    """Bernd is asked about Carla's case, for as long as the question is open."""
    PeerInvitation.objects.filter(case=stage.cases["B"]).update(person=house["bernd"])
    PeerDiscussion.objects.filter(case=stage.cases["B"]).update(
        ends_on=clock.today() + dt.timedelta(days=7), state="open"
    )


def _emergencies(stage: Stage, house: House) -> None:
    """One in each hat that knows them, on a file that is shut to the person otherwise."""
    for letter, name in (("C", "bernd"), ("D", "kora"), ("A", "dora")):
        stage.emergency(stage.cases[letter], house[name], HAT_OF[name].value)
    # Kora is not named for hers: the emergency alone opens it.
    stage.list_for(stage.cases["D"], *(house[name] for name in ("aylin", "bernd", "carla", "doppel")))


def _handed_over(stage: Stage, house: House) -> None:
    """Bernd gave D to Carla and may look back; of A something stayed at the AWO; of D something was entrusted to Carla."""
    given = stage.cases["D"]
    ProtectedAddress.objects.filter(case=given).delete()
    Handover.objects.create(
        case=given,
        reason="staff_change",
        from_organisation=house.organisation("stadt"),
        from_person=house["bernd"],
        to_organisation=given.organisation,
        to_person=house["carla"],
        state="switched",
        requested_by=house["bernd"],
        requested_at=clock.now(),
        answered_by=house["carla"],
        answered_at=clock.now(),
        switch_on=clock.today(),
        switched_at=clock.now(),
        read_until=clock.today() + dt.timedelta(days=7),
    )
    for model in (Contact, Document, DocumentContent):
        model.objects.filter(case=stage.cases["A"]).update(kept_by=house.organisation("awo"))
    ConfidentialNote.objects.filter(case=given).update(written_by=house["aylin"], entrusted_to=house["carla"])


def _duty_elsewhere(house: House) -> None:
    """Anna watches over the AWO and works, since yesterday, at the city as well."""
    Membership.objects.create(
        person=house["anna"], organisation=house.organisation("stadt"), role=Role.READING, valid_from=SINCE
    )


def _pool(stage: Stage, house: House) -> None:
    """A step of the offered case waits for the city."""
    WorkItem.objects.filter(case=stage.cases["D"]).update(
        hat=Hat.CASE, organisation=house.organisation("stadt"), owner=None
    )


def _process(case: Case) -> None:
    """A process of a case, as the engine keeps it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO viewflow_process (flow_class, status, created, data, kim_case)"
            " VALUES ('workflows/flows.IntakeFlow', 'NEW', now(), '{}', %s) RETURNING id",
            [case.pk],
        )
        (process,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO viewflow_task"
            " (flow_task, flow_task_type, status, created, token, process_id, data, kim_case)"
            " VALUES ('x', 'HUMAN', 'NEW', now(), 'start', %s, '{}', %s) RETURNING id",
            [process, case.pk],
        )
        (task,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO viewflow_task_previous (from_task_id, to_task_id, kim_case) VALUES (%s, %s, %s)",
            [task, task, case.pk],
        )
        cursor.execute(
            "INSERT INTO workflows_caseprocess (process_ptr_id, case_id) VALUES (%s, %s)", [process, case.pk]
        )


def others() -> list[type[Model]]:
    """The models without a way to a case that have a table of ours."""
    of_cases = set(case_models())
    return [
        model
        for model in apps.get_models()
        if model not in of_cases
        and model._meta.managed
        and model._meta.db_table in TABLES - BY_THE_CAST
        and model._meta.app_label in APPS
    ]


def _add(model: type[Model], stage: Stage, organisation: Organisation) -> None:
    values = {
        field.name: _value(field, stage, organisation)
        for field in model._meta.concrete_fields
        if not field.primary_key or field.is_relation
    }
    try:
        with transaction.atomic():
            model._base_manager.create(**{name: value for name, value in values.items() if value is not None})
            connection.check_constraints()
    except (IntegrityError, DataError, InternalError):
        return  # one is enough where a second cannot be


def _value(field: Any, stage: Stage, organisation: Organisation) -> Any:
    if field.is_relation:
        return _related(field, organisation)
    known = {
        "kommune": organisation.kommune_id,
        "organisation": organisation.code,
        "organisation_id": organisation.pk,
        "kommune_id": organisation.kommune_id,
        "person_id": 10**6,  # nobody
        "case_id": stage.cases["B" if organisation.code == "awo" else "A"].pk,
    }
    if field.name in known:
        return known[field.name]
    return None if field.null else stage.value(field, stage.cases["A"])


def _related(field: Any, organisation: Organisation) -> Any:
    target = field.related_model
    if target is Organisation:
        return organisation
    if target is Kommune:
        return organisation.kommune
    if target is User and field.null:
        return None
    if target is User:
        staff = Membership.objects.filter(organisation=organisation).order_by("pk")
        return User.objects.get(pk=staff.values_list("person", flat=True)[0])
    return None if field.null else target._base_manager.order_by("pk").first()
