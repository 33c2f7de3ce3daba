# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case for each relation, with a word in every block that must be read by nobody who lacks the right to it."""

import base64
import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from casemanagement.actions import documents
from casemanagement.choices import DocumentKind
from casemanagement.data_blocks import blocks_of
from casemanagement.fields import EncryptedTextField
from casemanagement.models import Case, WorkItem
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.rights import Right
from tests.cast import HAT_OF, House
from tests.factories.cases import AssignmentFactory, ConsentFactory
from tests.matrix.relations import RELATIONS
from tests.permissions.stage import Stage, case_models
from tests.workflows import walking

# What a client or an authority asked is read by whoever keeps the register, not by whoever reads the file.
REGISTERS = {"AuthorityRequest", "SubjectRequest"}
# The words of a complaint are its addressee's, who may know nothing of the case; here that is the Fachaufsicht.
COMPLAINTS = {"Complaint"}
# Passages that a client's copy will not show: whoever answers for the request reads them, the Fachaufsicht
# only with the file.
PASSAGES = {"Redaction"}
RIGHT_OF_BLOCK = {
    "passage": Right.READ_FRAME,
    "register": Right.READ_FRAME,
    "complaint": Right.READ_FRAME,
    "frame": Right.READ_FRAME,
    "identity": Right.READ_IDENTITY,
    "protected": Right.READ_PROTECTED_ADDRESS,
    "sensitive": Right.READ_SENSITIVE,
    "file": Right.READ_FILE,
    "confidential": Right.READ_CONFIDENTIAL,
}
CANARY = re.compile(r"Kanarie-([a-z]+)-(\d+)-")
MISSING = "KIM-999999"
# The smallest picture that is one.
PAPER = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


def block_of(model: type[Model], field: str) -> str:
    """As what a word of this field gives itself away."""
    if model.__name__ in REGISTERS:
        return "register"
    if model.__name__ in COMPLAINTS:
        return "complaint"
    return "passage" if model.__name__ in PASSAGES else blocks_of(model)[field]


def right_to(block: str, person: str) -> Right:
    """What somebody needs to be told a word of this block."""
    is_supervision = HAT_OF.get(person) is Hat.FACH
    return Right.READ_FILE if block == "passage" and is_supervision else RIGHT_OF_BLOCK[block]


class Scene(Stage):
    """The cases by the name of the relation, and what stands in them."""

    def __init__(self, house: House, actor: Callable[[str], Actor]) -> None:
        super().__init__(house)
        self.names = list(RELATIONS)
        self.of_number: dict[str, str] = {}
        for name, relation in RELATIONS.items():
            if relation.led_by:
                case = self.build(name, actor(relation.led_by), actor)
                self.cases[name], self.of_number[case.number] = case, name

    def build(self, name: str, lead: Actor, actor: Callable[[str], Actor]) -> Case:
        relation = RELATIONS[name]
        self.place = self.names.index(name)
        registered_by = actor(relation.registered_by) if relation.registered_by else lead
        case = walking.register(
            registered_by, given_name=self.canary("identity"), family_name=self.canary("identity")
        )
        with acting_in_role(OWNER):
            Case.objects.filter(pk=case.pk).update(
                phase="assessment", accepted_on=clock.today(), organisation=self.home(lead)
            )
            case = Case.objects.get(pk=case.pk)
            case.assignments.all().delete()
            AssignmentFactory(case=case, person=lead.person, valid_from=clock.today() - dt.timedelta(days=30))
            case.consents.all().delete()
            ConsentFactory(case=case, kind="C1")
        self.add_paper(case, lead)
        with acting_in_role(OWNER):
            for model in case_models()[1:]:
                self.fill(model, case)
            relation.arrange(self.house, case)
            return Case.objects.get(pk=case.pk)

    def add_paper(self, case: Case, lead: Actor) -> None:
        paper = SimpleUploadedFile("brief.png", PAPER, "image/png")
        documents.add(case, by=lead, kind=DocumentKind.OTHER, title=self.canary("file"), file=paper)

    def home(self, lead: Actor) -> Any:
        assert lead.person is not None
        return lead.person.memberships.get(role="case_management").organisation

    def canary(self, block: str) -> str:
        return f"Kanarie-{block}-{self.place}-"

    def value(self, field: Any, case: Case) -> Any:
        """A word that gives itself away, in each field that holds words."""
        if isinstance(field, EncryptedTextField) and not field.choices:
            model = field.model
            return self.canary(block_of(model, field.name))
        return super().value(field, case)

    def row(self, model: str, name: str) -> Model | None:
        """A row of the relation's case for an address that names one by its number."""
        case = self.cases.get(name) or self.cases["own"]
        rows = apps.get_model("casemanagement", model)._base_manager.filter(case=case)
        first: Model | None = rows.order_by("pk").first()
        return first

    def every_row(self) -> list[int]:
        """The numbers of all rows of all cases, for an address or a form that names a row."""
        cases = [case.pk for case in self.cases.values()]
        found = {
            pk
            for model in case_models()[1:]
            for pk in model._base_manager.filter(case__in=cases).values_list("pk", flat=True)
        }
        return sorted(found | set(cases))

    def step(self, name: str) -> WorkItem:
        case = self.cases.get(name) or self.cases["own"]
        return case.work_items.filter(task_id__isnull=False).earliest("pk")

    def told(self, person: str, text: str) -> Iterator[str]:
        """What a page tells this person although the relation gives no right to it."""
        for block, place in set(CANARY.findall(text)):
            if block == "complaint" and HAT_OF.get(person) is Hat.FACH:
                continue
            relation = self.names[int(place)]
            if right_to(block, person) not in RELATIONS[relation].rights.get(person, ()):
                yield f"{block} of {relation}"
        for number, relation in self.of_number.items():
            if number in text and Right.READ_FRAME not in RELATIONS[relation].rights.get(person, ()):
                yield f"number of {relation}"
