# SPDX-License-Identifier: AGPL-3.0-or-later
"""One request of the matrix, what must come of it, and what did."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.rights import Right
from tests.cast import HAT_OF
from tests.matrix.filling import filled as filled_in
from tests.matrix.filling import form_of
from tests.matrix.pages import Page
from tests.matrix.relations import RELATIONS
from tests.matrix.scene import MISSING, Scene

NOBODY = "nobody"
PEOPLE = ("carla", "kora", "anna", "dora", "conrad", "erika", "adam", "rita", NOBODY)
METHODS = ("GET", "POST")
OTHER_METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")

DOOR, FORBIDDEN, UNKNOWN, ANSWERED, BROKEN = "door", "403", "404", "answered", "BROKEN"


def addresses(resolver: Any = None, path: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every (name with its namespace, path) that the product answers to."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, here, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", here


@dataclass(frozen=True)
class Request:
    """A method on a page, by a person of the cast, about the case of a relation."""

    name: str
    path: str
    page: Page
    method: str
    person: str
    relation: str

    def __str__(self) -> str:
        return f"{self.method} {self.name} as {self.person}, {self.relation}"

    def expected(self) -> set[str]:
        """What may come of it."""
        if self.page.hat is None:
            return {ANSWERED, DOOR, FORBIDDEN}
        if self.person == NOBODY:
            return {DOOR}
        if HAT_OF[self.person] is not self.page.hat:
            return {FORBIDDEN}
        return self._expected_of_the_right_hat()

    def _expected_of_the_right_hat(self) -> set[str]:
        open_to_it = {ANSWERED, UNKNOWN} if self.page.passing else {ANSWERED}
        if self.page.needs is None:
            return open_to_it
        rights = RELATIONS[self.relation].rights.get(self.person, frozenset())
        if Right.READ_FRAME not in rights:
            return {UNKNOWN}
        # Whoever knows the case may be told that this part is closed, or sent away.
        return open_to_it if self.page.needs in rights else {FORBIDDEN, UNKNOWN}


class Asking:
    """Sends the requests; nothing they do outlives them."""

    def __init__(self, scene: Scene, signed_in: Callable[[str], Client]) -> None:
        self.scene = scene
        self.known: dict[tuple[str, str], tuple[str, int, int, int]] = {}
        self.clients = {name: signed_in(name) for name in PEOPLE if name != NOBODY} | {NOBODY: Client()}
        with acting_in_role(OWNER):
            self.rows = scene.every_row()
        for client in self.clients.values():
            client.raise_request_exception = False

    def ask(self, request: Request) -> tuple[str, bytes]:
        """What came of the request, and the answer itself."""
        address = self.address(request)
        client = self.clients[request.person]
        cookies: SimpleCookie = SimpleCookie()
        cookies.update(client.cookies)
        with transaction.atomic():
            response = client.generic(request.method, address)
            body = content(response)
            transaction.set_rollback(True)
        client.cookies = cookies  # whoever signed out is in again
        return outcome(response), body.replace(address.encode(), b"")

    def fill(self, request: Request, chance: random.Random) -> bytes:
        """Fill in the form of this page and send it; the answer, and the page to which it leads."""
        address, client = self.address(request), self.clients[request.person]
        cookies: SimpleCookie = SimpleCookie()
        cookies.update(client.cookies)
        with transaction.atomic():
            form = form_of(client.get(address))
            with acting_in_role(OWNER):  # the page has told its choices already; nobody may ask for them now
                sent = filled_in(form, chance, self.rows) if form else {}
            response = client.post(address, sent)
            body = content(response)
            if response.status_code == HTTPStatus.FOUND and response["Location"].startswith("/"):
                body += content(client.get(response["Location"]))
            transaction.set_rollback(True)
        client.cookies = cookies
        return body.replace(address.encode(), b"")

    def address(self, request: Request) -> str:
        """The address with the case's number, and a row of that case."""
        place = (request.page.row, request.relation)
        if place not in self.known:  # nothing that is asked outlives its request: looked up once
            self.known[place] = self.facts(*place)
        number, row, process, task = self.known[place]
        known = {
            "number": number,
            "pk": row,
            "process_pk": process,
            "task_pk": task,
            "domain": "housing",
            "code": "500-8",
            "outside": "nobody",
            "run": 1,
            "hold": 1,
        }
        return "/" + "".join(filled(request.path, known))

    def facts(self, model: str, relation: str) -> tuple[str, int, int, int]:
        """Number, row, process and task; those of a case that does not exist are nobody's."""
        case = self.scene.cases.get(relation)
        with acting_in_role(OWNER):
            step = self.scene.step(relation)
            row = self.scene.row(model, relation) if model else None
        process = (step.process_id or 0) + (0 if case else 10**6)
        return case.number if case else MISSING, row.pk if row else 1, process, step.task_id or 0


def filled(path: str, known: dict[str, Any]) -> Iterator[str]:
    for part in path.replace(">", "<").split("<"):
        yield str(known[part.split(":")[-1]]) if ":" in part else part


def content(response: HttpResponseBase) -> bytes:
    parts: Any = getattr(response, "streaming_content", None)
    return b"".join(parts) if parts else getattr(response, "content", b"")


def outcome(response: HttpResponseBase) -> str:
    """The answer in a word."""
    status = response.status_code
    if status in {302, 301} and response["Location"].startswith("/anmelden/?"):
        return DOOR
    if status >= 500:
        return BROKEN
    return {403: FORBIDDEN, 404: UNKNOWN}.get(status, ANSWERED)


def all_requests(
    pages: dict[str, Page], paths: dict[str, str], methods: tuple[str, ...]
) -> Iterator[Request]:
    """The full product; a page that is about no case is asked once for each person and method."""
    for name, page in pages.items():
        for relation in RELATIONS if page.needs else ["own"]:
            for person in PEOPLE:
                for method in methods:
                    yield Request(name, paths[name], page, method, person, relation)


def selected(requests: list[Request]) -> list[Request]:
    """Every pair of page, person, relation and method at least once; and the page's own hat in every relation."""
    chosen: list[Request] = []
    pairs: set[tuple[object, object]] = set()
    for request in requests:
        if request.person == NOBODY and request.relation != "own":
            continue
        parts = (request.name, request.person, request.relation, request.method)
        new = {(a, b) for place, a in enumerate(parts) for b in parts[place + 1 :]} - pairs
        is_own_hat = request.method == "GET" and HAT_OF.get(request.person) is request.page.hat
        if is_own_hat or len(new) >= 2 or (new and request.person == NOBODY):
            chosen.append(request)
            pairs |= new
    return chosen
