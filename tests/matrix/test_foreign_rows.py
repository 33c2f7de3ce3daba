# SPDX-License-Identifier: AGPL-3.0-or-later
"""The number of one's own case before the row of somebody else's: the row is not there."""

from django.db import transaction

from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.rights import Right
from tests.cast import HAT_OF
from tests.matrix.asking import METHODS, Asking, addresses, content, filled
from tests.matrix.pages import DECLARED
from tests.matrix.relations import RELATIONS

PATHS = dict(addresses())
NESTED = [name for name, page in DECLARED.items() if page.row and "<slug:number>" in PATHS[name]]


def test_a_row_of_a_foreign_case_is_not_there_below_the_own_number(asking: Asking) -> None:
    scene, found = asking.scene, []
    for name in NESTED:
        page = DECLARED[name]
        person = {"case": "carla", "fach": "kora"}.get(str(page.hat), "dora")
        foreign = [
            relation
            for relation, facts in RELATIONS.items()
            if relation in scene.cases and Right.READ_FRAME not in facts.rights.get(person, ())
        ]
        for relation in foreign[:2]:
            with acting_in_role(OWNER):
                row = scene.row(page.row, relation)
            known = {"number": scene.cases["own"].number, "pk": row.pk if row else 10**9, "domain": "housing"}
            address = "/" + "".join(filled(PATHS[name], known))
            for method in METHODS:
                with transaction.atomic():
                    response = asking.clients[person].generic(method, address)
                    transaction.set_rollback(True)
                # What is only sent is not looked at: 405 says nothing about the row.
                if response.status_code not in {404, 403, 405} or b"Kanarie" in content(response):
                    found.append(f"{method} {name} as {person}, row of {relation}: {response.status_code}")

    assert found == []
    assert len(NESTED) > 15


def test_a_step_of_a_foreign_process_is_not_there_either(asking: Asking) -> None:
    """The process and the task of an address must belong together."""
    scene = asking.scene
    with acting_in_role(OWNER):
        own = scene.step("own")
        foreign = next(scene.step(name) for name in scene.cases if "other" in name)
    for process, task in ((own.process_id, foreign.task_id), (foreign.process_id, own.task_id)):
        answer = asking.clients["carla"].get(f"/fallarbeit/aufgabe/{process}/{task}/")
        assert answer.status_code == 404


def test_the_examples_are_people_of_the_right_hat() -> None:
    assert {HAT_OF[name].value for name in ("carla", "kora", "dora")} == {"case", "fach", "dsb"}
