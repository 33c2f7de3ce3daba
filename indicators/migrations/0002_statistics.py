# SPDX-License-Identifier: AGPL-3.0-or-later
"""Moves facts and figures into a schema of their own, and unfolds the lists inside a fact."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

MOVED = (
    "statistics_fact",
    "statistics_capacityfact",
    "statistics_weeklyrollup",
    "statistics_weeklyfigure",
)

PHASES = """
CREATE VIEW statistics.statistics_phase AS
SELECT fact_id || '-' || n AS id, fact_id, phase, entered_on, left_on, left_on - entered_on AS days
FROM (
    SELECT f.id AS fact_id, e.n, e.item ->> 'phase' AS phase, (e.item ->> 'entered_on')::date AS entered_on,
        lead((e.item ->> 'entered_on')::date) OVER (PARTITION BY f.id ORDER BY e.n) AS left_on
    FROM statistics.statistics_fact f, jsonb_array_elements(f.phase_entries) WITH ORDINALITY AS e(item, n)
) spans
"""

MEASURES = """
CREATE VIEW statistics.statistics_measure AS
SELECT f.id || '-' || m.n AS id, f.id AS fact_id, m.item ->> 'type' AS type, m.item ->> 'state' AS state,
    (m.item ->> 'sent_on')::date AS sent_on, (m.item ->> 'started_on')::date AS started_on
FROM statistics.statistics_fact f, jsonb_array_elements(f.measures) WITH ORDINALITY AS m(item, n)
"""

GOALS = """
CREATE VIEW statistics.statistics_goal AS
SELECT f.id || '-' || g.n AS id, f.id AS fact_id, g.item ->> 'state' AS state,
    (g.item ->> 'gas_client')::smallint AS gas_client,
    (g.item ->> 'gas_case_manager')::smallint AS gas_case_manager
FROM statistics.statistics_fact f, jsonb_array_elements(f.goals) WITH ORDINALITY AS g(item, n)
"""

MILESTONES = """
CREATE VIEW statistics.statistics_milestone AS
SELECT f.id || '-' || m.n AS id, f.id AS fact_id, m.item ->> 'kind' AS kind,
    (m.item ->> 'reached_on')::date AS reached_on, m.item ->> 'level' AS level
FROM statistics.statistics_fact f, jsonb_array_elements(f.milestones) WITH ORDINALITY AS m(item, n)
"""

VIEWS = {
    "statistics_phase": PHASES,
    "statistics_measure": MEASURES,
    "statistics_goal": GOALS,
    "statistics_milestone": MILESTONES,
}


def moved(table: str) -> Operation:
    return migrations.RunSQL(
        f"ALTER TABLE {table} SET SCHEMA statistics",
        f"ALTER TABLE statistics.{table} SET SCHEMA public",
    )


def viewed(name: str, statement: str) -> Operation:
    return migrations.RunSQL(statement, f"DROP VIEW statistics.{name}")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("indicators", "0001_facts_figures_plan")]

    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL("CREATE SCHEMA IF NOT EXISTS statistics", migrations.RunSQL.noop),
        *[moved(table) for table in MOVED],
        *[viewed(name, statement) for name, statement in VIEWS.items()],
        # Erasing a case cuts the way from its facts to a person, whoever erases it.
        migrations.RunSQL(
            "ALTER TABLE indicators_factlink ADD CONSTRAINT fact_link_goes_with_case "
            "FOREIGN KEY (case_id) REFERENCES casemanagement_case ON DELETE CASCADE",
            "ALTER TABLE indicators_factlink DROP CONSTRAINT fact_link_goes_with_case",
        ),
    ]
