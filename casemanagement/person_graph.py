# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that holds something of a client: found from the models, so that no new table is forgotten.

The export for the client, the deletion and the test that looks into every table all read this list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from django.apps import apps

from casemanagement.models import Case, CaseProof, DeletionItem, RemovedEvent
from permissions.database.registry import BARRIER
from permissions.models import AccessEvent

if TYPE_CHECKING:
    from django.db.models import Field, Model, QuerySet

Find = Callable[[Any], "QuerySet[Any]"]


@dataclass(frozen=True)
class Table:
    """A model with rows of a client, and how they are found from her case."""

    model: type[Model]
    way: str  # the lookup that ends at the case, or a word for what no lookup can say
    find: Find
    # Why its rows outlive the case; empty where they go with it.
    stays: str = ""

    @property
    def name(self) -> str:
        """The table in the database."""
        return self.model._meta.db_table

    def is_open_to(self, role: str) -> bool:
        """Whether this database role may read rows of it at all; some tables are the database's own."""
        known = next((table for table in BARRIER if table.name == self.name), None)
        return known is not None and any(
            "SELECT" in rule.verbs for asked, _number, rule in known.by_role() if asked == role
        )


def tables() -> list[Table]:
    """Children before their parents; the case comes after everything that hangs on it."""
    found = {model: _by_lookup(model, way) for model, way in _ways().items()}
    found.update(_REGISTERED)
    return [found[model] for model in _children_first(list(found))]


def rows(model: type[Model], case: Any) -> QuerySet[Any]:
    """The rows of this model that belong to the case, as far as whoever asks may see them."""
    table = next((table for table in tables() if table.model is model), None)
    if table is None:
        raise LookupError(f"{model._meta.label} holds nothing of a client.")
    return table.find(case)


def mentions() -> list[Field[Any, Any]]:
    """Foreign keys by which rows of one case name another case; the row stays when that one goes."""
    return [
        field
        for model, way in _ways().items()
        if model is not Case
        for field in _forward(model)
        if _target(field) is Case and field.name != way
    ]


def register(model: type[Model], find: Find, *, way: str, stays: str = "") -> None:
    """Name a table that no foreign key leads from; done at start-up, by kim.wiring for upper apps."""
    _REGISTERED[model] = Table(model, way, find, stays)


_REGISTERED: dict[type[Model], Table] = {}


def _by_lookup(model: type[Model], way: str) -> Table:
    def find(case: Any) -> QuerySet[Any]:
        return model._default_manager.filter(**{way: case.pk})

    return Table(model, way, find)


def _ways() -> dict[type[Model], str]:
    """Each model with a path of foreign keys to the case, and the shortest such path."""
    ways: dict[type[Model], str] = {Case: "pk"}
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    while True:
        known = dict(ways)
        for model in models:
            way = next(_steps(model, known), None)
            if model not in known and way is not None:
                ways[model] = way
        if len(ways) == len(known):
            return ways


def _steps(model: type[Model], known: dict[type[Model], str]) -> Iterator[str]:
    """Paths that end at the case with one more step; the row's own case first."""
    for field in sorted(_forward(model), key=lambda field: (field.name != "case", field.null)):
        parent = _target(field)
        if parent in known and parent is not model:
            yield field.name if parent is Case else f"{field.name}__{known[parent]}"
    for child, way in known.items():
        # A row that inherits from this one, as the engine's processes do.
        if model in child._meta.parents:
            yield f"{child._meta.model_name}__{way}"


def _forward(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.local_fields if field.many_to_one or field.one_to_one]


def _target(field: Any) -> type[Model]:
    target: type[Model] = field.remote_field.model
    return target


def _children_first(found: list[type[Model]]) -> list[type[Model]]:
    order: TopologicalSorter[type[Model]] = TopologicalSorter()
    for model in sorted(found, key=lambda model: model._meta.label):
        order.add(model)
        for field in _forward(model):
            # A link that may be empty orders nothing: the engine's run in circles.
            if _target(field) in found and _target(field) is not model and not field.null:
                order.add(_target(field), model)
    return list(order.static_order())


register(
    AccessEvent,
    lambda case: AccessEvent.objects.filter(case_id=case.pk),
    way="case_id",
    stays="Wer in die Akte gesehen hat, bleibt zwölf Monate nachweisbar; die Zeile hält nur Nummern.",
)
register(
    CaseProof,
    lambda case: CaseProof.objects.filter(case_number=case.number),
    way="case_number",
    stays="Letzte Prüfsumme des Verlaufs: beweist, dass gelöscht wurde und was eine alte Kopie wert ist.",
)
register(
    RemovedEvent,
    lambda case: RemovedEvent.objects.filter(case_id=case.pk),
    way="case_id",
    stays="Prüfsummen der gelöschten Einträge, ohne die sich ältere Prüfanker nicht nachrechnen ließen.",
)
register(
    DeletionItem,
    lambda case: DeletionItem.objects.filter(case_id=case.pk),
    way="case_id",
    stays="Der Auftrag zur Löschung vergisst Nummer und Akte, sobald er ausgeführt ist.",
)
