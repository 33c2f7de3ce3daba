# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which situation of the access concept notices that a clause is gone."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.core.exceptions import FieldError, PermissionDenied
from django.db import ProgrammingError, transaction
from django.db.models import Model

from casemanagement.models import AuthorityRequest, Case
from permissions import clock, once, policy
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import User
from permissions.policy import Policy
from permissions.rights import Right
from tests.cast import House
from tests.matrix.clauses import Clause, Concept, load
from tests.permissions.concept import CONCEPT, REQUESTS, SHIELDED
from tests.permissions.concept.asking import Rights, arranged, listed
from tests.permissions.concept.words import TODAY

CANNOT_ASK = (AttributeError, FieldError, KeyError, PermissionDenied, ProgrammingError, TypeError, ValueError)

# Whether the engine itself is to be asked in full, and the concept.
Question = Callable[[bool, Concept], Any]


def noticed(found: Iterable[Clause], house: House, case: Case) -> dict[str, str]:
    """Clause → what noticed its loss, or nothing."""
    lost = {clause: clause.gone() for clause in found}
    by = dict.fromkeys(map(str, lost), "")
    whole = load()
    for situation, question in questions(house, case):
        usual = {engine: question(engine, whole) for engine in (False, True)}
        for clause, without in list(lost.items()):
            engine = clause.module is policy
            if _answer(question, engine, without) != usual[engine]:
                by[str(clause)] = situation
                del lost[clause]
        if not lost:
            break
    return by


def _answer(question: Question, engine: bool, without: Concept) -> Any:
    try:
        with transaction.atomic():
            return question(engine, without)
    except CANNOT_ASK as error:  # the program cannot ask without the clause
        return type(error)


def questions(house: House, case: Case) -> Iterator[tuple[str, Question]]:
    """Each is asked in its situation, which is over when the next one comes.

    Past all policies, so that the database does not refuse what the clause no longer does; then again
    through them, which notices a clause that the hat could not ask without.
    """
    yield "asked besides the cases", partial(_besides, house, case)
    for through_the_database in (False, True):
        for name, row in (CONCEPT | SHIELDED | REQUESTS).items():
            with clock.at(TODAY), transaction.atomic():
                with acting_in_role(OWNER):
                    actor = arranged(row, house, Case.objects.get(pk=case.pk))
                    thing, of = _thing(name, case)
                with acting_as(actor) if through_the_database else acting_in_role(OWNER):
                    yield name, partial(_rights, actor, thing, of)
                transaction.set_rollback(True)


def _thing(name: str, case: Case) -> tuple[Model, str]:
    """What is asked about, and the policy that answers."""
    return (AuthorityRequest.objects.get(), "requests") if name in REQUESTS else (case, "cases")


def _rights(actor: Actor, thing: Model, of: str, engine: bool, concept: Concept) -> list[Rights]:
    """What is asked, and what is listed; the list follows from the same grants unless the engine itself changed."""
    asked: Policy = getattr(concept, of)
    rights = asked.rights(actor, thing)
    if not engine:
        return [rights]
    with once.per_page():
        on_one_page = listed(asked, actor, thing)
    return [rights, listed(asked, actor, thing), on_one_page]


def _besides(house: House, case: Case, engine: bool, concept: Concept) -> Any:
    """What no situation asks: the system, nobody, a file that is gone, the record's reasons, a refusal."""
    cases, kora = concept.cases, Actor(house["kora"], Hat.FACH)
    if not engine:
        return cases.system
    with clock.at(TODAY), acting_in_role(OWNER):
        return [
            cases.rights(Actor.system(), case),
            list(cases.rows(Actor.system(), Right.READ_FRAME)),
            cases.rights(Actor(User(username="ghost"), Hat.CASE), case),
            cases.named(Actor(User(pk=house["kora"].pk, is_active=False), Hat.FACH), Right.READ_FRAME),
            cases.rights(kora, Case(pk=10**9)),
            [cases.reasons(kora, right, case) for right in (Right.READ_CODES, Right.WRITE_FILE)],
            [cases.named(Actor(house["kora"], hat), Right.READ_FRAME) for hat in Hat],
            cases.rights(Actor(house["conrad"], Hat.CTR), case),
            [_refuses(cases, kora, right, case) for right in (Right.READ_CODES, Right.WRITE_FILE)],
            _refuses(cases, kora, Right.READ_CODES, Case(pk=10**9)),
            {right for right in Right if cases.allows(Actor.system(), right, case)},
            _on_one_page(cases, Actor(house["carla"], Hat.CASE)),
        ]


def _on_one_page(cases: Policy, actor: Actor) -> list[list[int]]:
    """What is remembered for one right is no answer to another."""
    with once.per_page():
        return [list(cases.keys(actor, right)) for right in (Right.READ_FRAME, Right.LOOK_BACK)]


def _refuses(cases: Policy, actor: Actor, right: Right, case: Case) -> bool:
    try:
        cases.require(actor, right, case)
    except PermissionDenied:
        return True
    return False
