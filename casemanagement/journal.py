# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proves that nobody changed, removed or inserted a row of a case's journal."""

from dataclasses import dataclass

from django.db import connection

# The hash is recomputed by the function that the trigger used.
BROKEN = """
SELECT number, seq, CASE
        WHEN seq <> coalesce(seq_before, 0) + 1 THEN 'gap'
        WHEN previous IS DISTINCT FROM hash_before THEN 'chain'
        ELSE 'content' END
FROM (
    SELECT c.number, e.*, lag(e.seq) OVER w AS seq_before, lag(e.hash) OVER w AS hash_before
    FROM casemanagement_caseevent e JOIN casemanagement_case c ON c.id = e.case_id
    WINDOW w AS (PARTITION BY e.case_id ORDER BY e.seq)
) row
WHERE seq <> coalesce(seq_before, 0) + 1
   OR previous IS DISTINCT FROM hash_before
   OR hash <> casemanagement_event_hash(previous, case_id, seq, kind, at, person_id, hat, data)
ORDER BY number, seq
"""

REASONS = {
    "gap": "davor fehlt eine Zeile",
    "chain": "sie schließt nicht an die Zeile davor an",
    "content": "ihr Inhalt passt nicht zu ihrer Prüfsumme",
}


@dataclass(frozen=True)
class Broken:
    case_number: str
    seq: int
    why: str

    def __str__(self) -> str:
        return f"{self.case_number}, Zeile {self.seq}: {REASONS[self.why]}."


def verify() -> list[Broken]:
    """Every broken row of every journal; run as the owner, who alone sees all."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        return [Broken(*row) for row in cursor.fetchall()]


def length() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM casemanagement_caseevent")
        return int(cursor.fetchone()[0])
