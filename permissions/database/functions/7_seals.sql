-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The record of access is appended without a lock; once an hour what has come is put under a hash
-- that also covers the seal before. Whoever changes a sealed row breaks its seal.

CREATE FUNCTION kim.access_digest(previous text, first_id bigint, last_id bigint, wanted_seal bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(convert_to(previous || coalesce(string_agg(
        (to_jsonb(e) - 'sealed_in')::text, E'\n' ORDER BY e.id), ''), 'UTF8')), 'hex')
    FROM public.permissions_accessevent e
    WHERE e.id BETWEEN first_id AND last_id AND e.sealed_in IS NOT DISTINCT FROM wanted_seal
$$;

-- Seals at most 10,000 rows and returns how many. A row younger than five minutes waits: a
-- transaction with a smaller number may still be open.
CREATE FUNCTION kim.seal_access() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text;
    batch record;
    seal bigint;
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system seals.';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('kim.seal_access'));
    SELECT hash INTO former FROM public.permissions_accessseal ORDER BY id DESC LIMIT 1;
    SELECT min(ripe.id) AS first, max(ripe.id) AS last, count(*)::integer AS number INTO batch
    FROM (SELECT id FROM public.permissions_accessevent
          WHERE sealed_in IS NULL AND at < kim.now() - interval '5 minutes'
          ORDER BY id LIMIT 10000) ripe;
    IF batch.number = 0 THEN
        RETURN 0;
    END IF;
    UPDATE public.permissions_accessevent SET sealed_in = 0
    WHERE id BETWEEN batch.first AND batch.last AND sealed_in IS NULL AND at < kim.now() - interval '5 minutes';
    INSERT INTO public.permissions_accessseal (at, first_id, last_id, count, previous, hash)
    VALUES (kim.now(), batch.first, batch.last, batch.number, coalesce(former, ''),
            kim.access_digest(coalesce(former, ''), batch.first, batch.last, 0))
    RETURNING id INTO seal;
    UPDATE public.permissions_accessevent SET sealed_in = seal
    WHERE id BETWEEN batch.first AND batch.last AND sealed_in = 0;
    RETURN batch.number;
END
$$;

-- Seals that no longer fit their rows, or do not follow the seal before.
CREATE FUNCTION kim.broken_seals() RETURNS TABLE (seal_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system checks seals.';
    END IF;
    RETURN QUERY
    WITH held AS (
        SELECT e.sealed_in, count(*) AS number FROM public.permissions_accessevent e
        WHERE e.sealed_in IS NOT NULL GROUP BY e.sealed_in
    )
    SELECT s.id FROM (
        SELECT *, lag(hash, 1, '') OVER (ORDER BY id) AS before FROM public.permissions_accessseal
    ) s LEFT JOIN held ON held.sealed_in = s.id
    WHERE s.previous <> s.before
       OR s.emptied_at IS NULL AND s.hash <> kim.access_digest(s.previous, s.first_id, s.last_id, s.id)
       -- Nobody empties a seal before its time, or hides rows behind one that is empty.
       OR s.emptied_at NOT BETWEEN s.at + interval '11 months' AND kim.now()
       OR coalesce(held.number, 0) <> CASE WHEN s.emptied_at IS NULL THEN s.count ELSE 0 END
    ORDER BY s.id;
END
$$;

-- Deletes the accesses whose time is over, seal by seal; returns how many. The traces of an
-- emergency live longer: they lose their old seal and get a new one with the next batch. A seal
-- that is broken is evidence and stays.
CREATE FUNCTION kim.drop_accesses(before timestamptz, emergencies_before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    seal public.permissions_accessseal;
    dropped bigint := 0;
    gone bigint;
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system drops accesses.';
    END IF;
    IF before > kim.now() - interval '11 months' THEN
        RAISE invalid_parameter_value USING MESSAGE = 'The record of access is kept for twelve months.';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('kim.seal_access'));
    FOR seal IN
        SELECT s.* FROM public.permissions_accessseal s
        WHERE s.emptied_at IS NULL AND s.at < before ORDER BY s.id
    LOOP
        CONTINUE WHEN seal.hash <> kim.access_digest(seal.previous, seal.first_id, seal.last_id, seal.id);
        CONTINUE WHEN NOT EXISTS (
            SELECT FROM public.permissions_accessevent e
            WHERE e.id BETWEEN seal.first_id AND seal.last_id AND e.sealed_in = seal.id
              AND (NOT kim.is_emergency(e) OR e.at < emergencies_before));
        DELETE FROM public.permissions_accessevent e
        WHERE e.id BETWEEN seal.first_id AND seal.last_id AND e.sealed_in = seal.id
          AND (NOT kim.is_emergency(e) OR e.at < emergencies_before);
        GET DIAGNOSTICS gone = ROW_COUNT;
        dropped := dropped + gone;
        UPDATE public.permissions_accessevent e SET sealed_in = NULL
        WHERE e.id BETWEEN seal.first_id AND seal.last_id AND e.sealed_in = seal.id;
        UPDATE public.permissions_accessseal SET emptied_at = kim.now() WHERE id = seal.id;
    END LOOP;
    RETURN dropped;
END
$$;

-- A file opened in an emergency, everything read in it, and a search that opened none; the same as
-- permissions.accesslog.is_emergency(). A list without a case names every grant of its hat.
CREATE FUNCTION kim.is_emergency(event public.permissions_accessevent) RETURNS boolean
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN event.case_id IS NULL THEN event.reason = 'emergency'
        ELSE event."grant" ~ '(^|, )Notfallzugriff' END
$$;
