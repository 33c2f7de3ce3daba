# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database numbers, chains and keeps the journal; the program can only append."""

from django.db import migrations

CHAIN = """
CREATE FUNCTION casemanagement_event_hash(
    previous bytea, case_id bigint, seq integer, kind text,
    at timestamptz, person bigint, hat text, data jsonb
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(
        coalesce(previous, ''::bytea) || convert_to(jsonb_build_array(
            case_id, seq, kind, (extract(epoch FROM at) * 1000000)::bigint, person, hat, data
        )::text, 'UTF8')
    )
$$;

-- As the owner: whoever appends need not be able to read the rows before.
CREATE FUNCTION casemanagement_event_append() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    latest casemanagement_caseevent;
BEGIN
    -- One appends after the other; deeds hold this lock anyway.
    PERFORM 1 FROM casemanagement_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    SELECT * INTO latest FROM casemanagement_caseevent
        WHERE case_id = NEW.case_id ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(latest.seq, 0) + 1;
    NEW.previous := latest.hash;
    NEW.hash := casemanagement_event_hash(
        NEW.previous, NEW.case_id, NEW.seq, NEW.kind, NEW.at, NEW.person_id, NEW.hat, NEW.data
    );
    RETURN NEW;
END $$;

CREATE FUNCTION casemanagement_event_keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM casemanagement_case WHERE id = OLD.case_id) THEN
        RETURN OLD;  -- the case itself is being deleted
    END IF;
    RAISE EXCEPTION 'The journal of a case is only ever appended to.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION casemanagement_case_proof() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO casemanagement_caseproof (case_number, last_seq, last_hash, removed_at)
    SELECT OLD.number, coalesce(max(seq), 0), (array_agg(hash ORDER BY seq DESC))[1], now()
        FROM casemanagement_caseevent WHERE case_id = OLD.id;
    RETURN OLD;
END $$;

CREATE TRIGGER event_append BEFORE INSERT ON casemanagement_caseevent
    FOR EACH ROW EXECUTE FUNCTION casemanagement_event_append();
CREATE TRIGGER event_keep BEFORE UPDATE OR DELETE ON casemanagement_caseevent
    FOR EACH ROW EXECUTE FUNCTION casemanagement_event_keep();
CREATE TRIGGER case_proof BEFORE DELETE ON casemanagement_case
    FOR EACH ROW EXECUTE FUNCTION casemanagement_case_proof();

ALTER TABLE casemanagement_caseevent
    ADD CONSTRAINT case_event_of_case FOREIGN KEY (case_id)
    REFERENCES casemanagement_case (id) ON DELETE CASCADE;
"""

UNCHAIN = """
ALTER TABLE casemanagement_caseevent DROP CONSTRAINT case_event_of_case;
DROP TRIGGER case_proof ON casemanagement_case;
DROP TRIGGER event_keep ON casemanagement_caseevent;
DROP TRIGGER event_append ON casemanagement_caseevent;
DROP FUNCTION casemanagement_case_proof();
DROP FUNCTION casemanagement_event_keep();
DROP FUNCTION casemanagement_event_append();
DROP FUNCTION casemanagement_event_hash(bytea, bigint, integer, text, timestamptz, bigint, text, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("casemanagement", "0001_cases")]

    operations = [migrations.RunSQL(CHAIN, UNCHAIN)]
