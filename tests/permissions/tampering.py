# SPDX-License-Identifier: AGPL-3.0-or-later
"""What only somebody with all rights over the database can do to the journals, triggers off."""

from collections.abc import Iterator

import pytest
from django.db import connection

from permissions.actor import acting_in_role

PROTECTED = (
    "casemanagement_case",
    "casemanagement_caseevent",
    "permissions_accessevent",
    "permissions_accessseal",
    "permissions_securityevent",
    "permissions_securityseal",
    "permissions_journalanchor",
)

# The whole chain of a case computed anew, as somebody with all rights and the code could do it.
RECHAIN = """
DO $$
DECLARE row casemanagement_caseevent; before bytea; number integer := 0;
BEGIN
    FOR row IN SELECT * FROM casemanagement_caseevent WHERE case_id = {case} ORDER BY seq LOOP
        number := number + 1;
        UPDATE casemanagement_caseevent SET seq = number, previous = before, hash = casemanagement_event_hash(
            before, row.case_id, number, row.kind, row.at, row.person_id, row.hat, row.data)
        WHERE id = row.id RETURNING hash INTO before;
    END LOOP;
END $$"""
RESEAL = """
DO $$
DECLARE seal permissions_accessseal; before text := '';
BEGIN
    FOR seal IN SELECT * FROM permissions_accessseal ORDER BY id LOOP
        UPDATE permissions_accessseal SET previous = before,
            count = (SELECT count(*) FROM permissions_accessevent e WHERE e.sealed_in = seal.id),
            hash = kim.access_digest(before, seal.first_id, seal.last_id, seal.id)
        WHERE id = seal.id RETURNING hash INTO before;
    END LOOP;
END $$"""
REANCHOR = """
SET LOCAL ROLE kim_owner;
DO $$
DECLARE anchor permissions_journalanchor; before text := '';
BEGIN
    FOR anchor IN SELECT * FROM permissions_journalanchor ORDER BY number LOOP
        SELECT r.cases, r.events, r.accesses, r.account_events, r.root
        INTO anchor.cases, anchor.events, anchor.accesses, anchor.account_events, anchor.root
        FROM kim.journal_root(anchor.last_event, anchor.last_seal, anchor.last_account_seal) r;
        anchor.previous := before;
        before := kim.anchor_digest(anchor);
        UPDATE permissions_journalanchor SET previous = anchor.previous, hash = before, root = anchor.root,
            cases = anchor.cases, events = anchor.events, accesses = anchor.accesses,
            account_events = anchor.account_events WHERE id = anchor.id;
    END LOOP;
END $$;
SET LOCAL ROLE none"""
RESEAL_ACCOUNTS = RESEAL.replace("permissions_access", "permissions_security").replace(
    "access_digest", "security_digest"
)


def tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def without_triggers(db: None) -> Iterator[None]:
    """What only the database's superuser can do."""
    with acting_in_role("none"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in PROTECTED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in PROTECTED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
