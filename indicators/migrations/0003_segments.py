# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which house led a case from when, so that each phase counts for the house that did its work."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

# The last house that had taken over before the phase was left; the first one where all happened on one day.
LED_BY = """
CREATE OR REPLACE VIEW statistics.statistics_phase AS
SELECT fact_id || '-' || n AS id, fact_id, phase, entered_on, left_on, left_on - entered_on AS days,
    coalesce(
        (SELECT s.item ->> 'organisation' FROM jsonb_array_elements(spans.segments) WITH ORDINALITY AS s(item, n)
         WHERE (s.item ->> 'from')::date < left_on OR left_on IS NULL ORDER BY s.n DESC LIMIT 1),
        spans.segments -> 0 ->> 'organisation',
        spans.organisation) AS led_by
FROM (
    SELECT f.id AS fact_id, f.organisation, coalesce(f.segments, '[]') AS segments, e.n,
        e.item ->> 'phase' AS phase, (e.item ->> 'entered_on')::date AS entered_on,
        lead((e.item ->> 'entered_on')::date) OVER (PARTITION BY f.id ORDER BY e.n) AS left_on
    FROM statistics.statistics_fact f, jsonb_array_elements(f.phase_entries) WITH ORDINALITY AS e(item, n)
) spans
"""
BEFORE = """
DROP VIEW statistics.statistics_phase;
CREATE VIEW statistics.statistics_phase AS
SELECT fact_id || '-' || n AS id, fact_id, phase, entered_on, left_on, left_on - entered_on AS days
FROM (
    SELECT f.id AS fact_id, e.n, e.item ->> 'phase' AS phase, (e.item ->> 'entered_on')::date AS entered_on,
        lead((e.item ->> 'entered_on')::date) OVER (PARTITION BY f.id ORDER BY e.n) AS left_on
    FROM statistics.statistics_fact f, jsonb_array_elements(f.phase_entries) WITH ORDINALITY AS e(item, n)
) spans;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("indicators", "0002_statistics")]

    operations: ClassVar[list[Operation]] = [
        migrations.AddField("fact", "segments", models.JSONField(null=True)),
        migrations.RunSQL(LED_BY, BEFORE),
        migrations.AddField("phasespan", "led_by", models.CharField(max_length=20)),
    ]
