# SPDX-License-Identifier: AGPL-3.0-or-later
"""The few shapes a policy may have, and the statements that make it one.

Each shape asks its function once per statement, not once per row, and none joins: measured at
100,000 cases, an OR or a join in a policy costs a hundred times as much.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Rule:
    """What one role may do with the rows for which a condition holds."""

    condition: str
    verbs: tuple[str, ...] = ("SELECT",)
    columns: tuple[str, ...] = ()  # UPDATE of these alone

    def may(self, *verbs: str) -> Rule:
        """The same rows, other deeds."""
        return Rule(self.condition, verbs, self.columns)

    def changing(self, *columns: str) -> Rule:
        """Reading, and changing these columns."""
        return Rule(self.condition, ("SELECT", "UPDATE"), columns)

    def changing_only(self, *columns: str) -> Rule:
        """Changing these columns of rows that another rule shows."""
        return Rule(self.condition, ("UPDATE",), columns)


# --- The shapes ---------------------------------------------------------------------------------


def among(column: str, function: str) -> Rule:
    """The column holds one of the ids that the function names."""
    return Rule(f"{column} = ANY ((SELECT kim.{function}())::bigint[])")


def apart(column: str, function: str) -> Rule:
    """The column holds none of the ids that the function names."""
    return Rule(f"{column} <> ALL ((SELECT kim.{function}())::bigint[])")


def bound(column: str = "case_id") -> Rule:
    """The row belongs to the one case of the deed, which may do everything with it."""
    return Rule(f"{column} = (SELECT kim.bound_case())", ALL)


def of_visible_case(column: str = "case_id") -> Rule:
    """The case itself is visible to the role; for hats that look at one case at a time."""
    return Rule(f"EXISTS (SELECT FROM public.casemanagement_case seen WHERE seen.id = {{table}}.{column})")


def own(column: str) -> Rule:
    """The row is about the person who looks."""
    return Rule(f"{column} = (SELECT kim.person()) AND (SELECT kim.present())")


def not_own(column: str) -> Rule:
    """The row is about somebody else."""
    return Rule(f"{column} <> (SELECT kim.person())")


def both(first: Rule, second: Rule) -> Rule:
    """Both conditions hold."""
    return Rule(f"{first.condition} AND {second.condition}")


PRESENT = Rule("(SELECT kim.present())")  # what everybody in this role may read
WHOLE_CITY = Rule("breakdown = ''")  # figures that are not split into parts
LOGIN = Rule("true")  # the bare login, for the few tables that exist for it
OWN_TRACE = Rule("person_id IS NOT DISTINCT FROM (SELECT kim.person())", ("INSERT",))
LOGIN_TRACE = Rule("action IN ('login', 'refuse')", ("INSERT",))


@dataclass(frozen=True)
class Table:
    """A table, the block of data it holds, and who may do what with it. Others may nothing."""

    name: str
    block: str
    rules: Mapping[str, Rule | tuple[Rule, ...]]

    def by_role(self) -> Iterator[tuple[str, int, Rule]]:
        """Every rule with its role and its number within the role."""
        for role, rules in self.rules.items():
            for number, rule in enumerate(rules if isinstance(rules, tuple) else (rules,), 1):
                yield role, number, rule


def block(name: str, rules: Mapping[str, Rule | tuple[Rule, ...]], *tables: str) -> list[Table]:
    """Tables that open on the same terms."""
    return [Table(table, name, rules) for table in tables]


# --- The statements -----------------------------------------------------------------------------


def statements(table: Table, schema: str, *, is_view: bool) -> Iterator[str]:
    """Grants and policies of a table; everything it had before is gone."""
    name = f'"{schema}"."{table.name}"'
    if is_view:
        # Else it would show its owner's rows to everybody.
        yield f"ALTER VIEW {name} SET (security_invoker = true)"
    else:
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
    for role, number, rule in table.by_role():
        yield from _grants(name, role, rule)
        if not is_view:
            yield from _policies(name, role, number, rule, table.name)


def _grants(name: str, role: str, rule: Rule) -> Iterator[str]:
    for verb in rule.verbs:
        columns = f" ({', '.join(rule.columns)})" if verb == "UPDATE" and rule.columns else ""
        yield f"GRANT {verb}{columns} ON {name} TO {role}"


def _policies(name: str, role: str, number: int, rule: Rule, table: str) -> Iterator[str]:
    condition = rule.condition.format(table=table)
    for verb in ("ALL",) if rule.verbs == ALL else rule.verbs:
        using = "" if verb == "INSERT" else f" USING ({condition})"
        check = "" if verb in {"SELECT", "DELETE"} else f" WITH CHECK ({condition})"
        policy = f"{role}_{verb.lower()}_{number}"
        yield f"CREATE POLICY {policy} ON {name} FOR {verb} TO {role}{using}{check}"


def functions_asked(table: Table) -> Iterator[tuple[str, str]]:
    """Which role asks which function of schema kim in the policies of this table."""
    for role, _number, rule in table.by_role():
        for function in re.findall(r"kim\.(\w+)\(", rule.condition):
            yield role, function
