# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules of the database taken away: each must be missed by somebody, or no test would notice its loss."""

from collections.abc import Iterator
from dataclasses import dataclass

from permissions.database.policies import ALL, Rule, Table
from permissions.database.registry import BARRIER

# They look with the eyes of whoever asks, and have no policies of their own.
VIEWS = {"statistics_phase", "statistics_measure", "statistics_goal", "statistics_milestone"}


@dataclass(frozen=True)
class Lost:
    """One rule of the registry is gone, or lets every row pass."""

    table: Table
    role: str
    number: int
    rule: Rule
    widened: bool

    def __str__(self) -> str:
        how = "lets every row pass" if self.widened else "is gone"
        return f"{self.table.name} for {self.role}, {'/'.join(self.rule.verbs)} ({self.rule.condition}) {how}"

    def statements(self) -> Iterator[str]:
        """What takes the rule away, or throws it open."""
        if self.table.name not in VIEWS:
            yield from self._of_policies()
        if not self.widened and (verbs := set(self.rule.verbs) - self._granted_elsewhere()):
            yield f"REVOKE {', '.join(sorted(verbs))} ON {self.table.name} FROM {self.role}"

    def _of_policies(self) -> Iterator[str]:
        for verb in ("ALL",) if self.rule.verbs == ALL else self.rule.verbs:
            policy = f"{self.role}_{verb.lower()}_{self.number} ON {self.table.name}"
            using = "" if verb == "INSERT" else " USING (true)"
            check = "" if verb in {"SELECT", "DELETE"} else " WITH CHECK (true)"
            yield f"ALTER POLICY {policy}{using}{check}" if self.widened else f"DROP POLICY {policy}"

    def _granted_elsewhere(self) -> set[str]:
        """Verbs that the same role has on the table by another rule."""
        return {
            verb
            for role, number, rule in self.table.by_role()
            if role == self.role and number != self.number
            for verb in rule.verbs
        }


def rules() -> Iterator[Lost]:
    """Every rule of every table, taken away and thrown open."""
    for table in BARRIER:
        for role, number, rule in table.by_role():
            yield Lost(table, role, number, rule, widened=False)
            if rule.condition != "true" and table.name not in VIEWS:
                yield Lost(table, role, number, rule, widened=True)
