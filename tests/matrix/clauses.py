# SPDX-License-Identifier: AGPL-3.0-or-later
"""The access concept with one clause taken away, loaded as if it had never been there."""

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from permissions import access, duties, policy, shields
from permissions.policy import Policy

# What the concept consists of, each after what it imports.
CHAIN: tuple[ModuleType, ...] = (duties, shields, policy, access)
CONDITIONED = {"has", "consent", "filter", "exclude", "rows_of", "Q"}  # calls whose arguments are conditions
SHIELDING = {"Policy": {"system", "never", "unlisted"}, "Grant": {"despite_list"}}


Change = Callable[[Any, ast.Module], str]


@dataclass(frozen=True)
class Concept:
    """Both policies of one loading."""

    cases: Policy
    requests: Policy


@dataclass(frozen=True)
class Clause:
    """One clause of one of these modules, to be taken away: the which change to the which node."""

    module: ModuleType
    place: int
    number: int

    def __str__(self) -> str:
        line, what, _tree = self._without
        return f"{Path(str(self.module.__file__)).name}:{line}: {what}"

    @cached_property
    def _without(self) -> tuple[int, str, ast.Module]:
        tree = _parsed(self.module)
        victim = list(ast.walk(tree))[self.place]
        what = list(_changes(victim))[self.number](victim, tree)
        return getattr(victim, "lineno", 0), what, ast.fix_missing_locations(tree)

    def gone(self) -> Concept:
        """The concept as it would be without the clause."""
        return load(self.module, compile(self._without[2], str(self.module.__file__), "exec"))


def load(changed: ModuleType | None = None, code: CodeType | None = None) -> Concept:
    """The whole concept anew, one module of it changed."""
    try:
        for module in CHAIN:
            fresh = sys.modules[module.__name__] = ModuleType(module.__name__)
            exec(code if code and module is changed else _compiled(module), fresh.__dict__)  # noqa: S102
    finally:  # nobody else knows what is imported here
        sys.modules.update({module.__name__: module for module in CHAIN})
    return Concept(fresh.CASE_ACCESS, fresh.REQUEST_ACCESS)


def _parsed(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


@cache
def _compiled(module: ModuleType) -> CodeType:
    return compile(_parsed(module), str(module.__file__), "exec")


def clauses() -> Iterator[Clause]:
    """Every way to lose one condition, one alternative, one shield, one grant or one right."""
    for module in CHAIN:
        tree = _parsed(module)
        types = set(_types(tree))
        for place, node in enumerate(ast.walk(tree)):
            for number, _change in enumerate(() if node in types else _changes(node)):
                yield Clause(module, place, number)


def _types(tree: ast.Module) -> Iterator[ast.AST]:
    """What is said of types is no condition."""
    for node in ast.walk(tree):
        said = getattr(node, "returns", None) or getattr(node, "annotation", None)
        if said is not None:
            yield from ast.walk(said)


def _changes(node: ast.AST) -> Iterator[Change]:
    """What can be taken from this node; each is done to the same node of a copy."""
    for part in _alternatives(node):
        yield partial(_put, part)
    for field, number in (*_arguments(node), *_members(node)):
        yield partial(_drop, field, number)


def _alternatives(node: ast.AST) -> Iterator[Callable[[Any], ast.AST]]:
    """Parts that can stand for the whole."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
        yield from (lambda whole: whole.left, lambda whole: whole.right)
    if isinstance(node, ast.IfExp):
        yield from (lambda whole: whole.body, lambda whole: whole.orelse)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert | ast.Not):
        yield lambda whole: whole.operand
    if isinstance(node, ast.BoolOp) and len(node.values) == 2:
        yield from (lambda whole: whole.values[0], lambda whole: whole.values[1])
    if isinstance(node, ast.Call) and _name(node.func) == "valid_on" and isinstance(node.func, ast.Attribute):
        yield lambda whole: whole.func.value


def _arguments(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Conditions of a call, and what shields a policy."""
    if not isinstance(node, ast.Call):
        return
    name = _name(node.func)
    for number, word in enumerate(node.keywords):
        if word.arg and (name in CONDITIONED or word.arg in SHIELDING.get(name, ())):
            yield "keywords", number
    if name in {"filter", "exclude"}:
        yield from (("args", number) for number in range(len(node.args)))


def _members(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Grants of a policy, rights of a set, conditions joined by words."""
    fields: dict[type[ast.AST], tuple[str, int]] = {
        ast.BoolOp: ("values", 3),
        ast.comprehension: ("ifs", 1),
        ast.Set: ("elts", 2),
        ast.List: ("elts", 1),
    }
    field, least = fields.get(type(node), ("", 0))
    members = getattr(node, field, [])
    if len(members) < least or (isinstance(node, ast.List) and not all(map(_is_grant, members))):
        return
    yield from ((field, number) for number in range(len(members)))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_grant(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) == "Grant"


def _put(part: Callable[[Any], ast.AST], victim: ast.AST, tree: ast.Module) -> str:
    """The part stands for the whole."""
    by = part(victim)
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is victim:
                setattr(parent, field, by)
            elif isinstance(value, list) and victim in value:
                value[value.index(victim)] = by
            else:
                continue
            return f"{_words(victim)} → {_words(by)}"
    raise LookupError(_words(victim))


def _drop(field: str, number: int, victim: Any, _tree: ast.Module) -> str:
    gone = getattr(victim, field).pop(number)
    return f"without {_words(gone)}, of {_words(victim)}"


def _words(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:100]
