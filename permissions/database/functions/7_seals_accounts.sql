-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The journal of accounts and rights under hashes, batch by batch, like the record of access: whoever
-- takes out that somebody was appointed, or signed in, breaks a seal.

CREATE FUNCTION kim.security_digest(previous text, first_id bigint, last_id bigint, wanted_seal bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(convert_to(previous || coalesce(string_agg(
        (to_jsonb(e) - 'sealed_in')::text, E'\n' ORDER BY e.id), ''), 'UTF8')), 'hex')
    FROM public.permissions_securityevent e
    WHERE e.id BETWEEN first_id AND last_id AND e.sealed_in IS NOT DISTINCT FROM wanted_seal
$$;

-- Seals at most 10,000 rows and returns how many; a row younger than five minutes waits, as in kim.seal_access().
CREATE FUNCTION kim.seal_security() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text;
    batch record;
    seal bigint;
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system seals.';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('kim.seal_security'));
    SELECT hash INTO former FROM public.permissions_securityseal ORDER BY id DESC LIMIT 1;
    SELECT min(ripe.id) AS first, max(ripe.id) AS last, count(*)::integer AS number INTO batch
    FROM (SELECT id FROM public.permissions_securityevent
          WHERE sealed_in IS NULL AND at < kim.now() - interval '5 minutes'
          ORDER BY id LIMIT 10000) ripe;
    IF batch.number = 0 THEN
        RETURN 0;
    END IF;
    UPDATE public.permissions_securityevent SET sealed_in = 0
    WHERE id BETWEEN batch.first AND batch.last AND sealed_in IS NULL AND at < kim.now() - interval '5 minutes';
    INSERT INTO public.permissions_securityseal (at, first_id, last_id, count, previous, hash)
    VALUES (kim.now(), batch.first, batch.last, batch.number, coalesce(former, ''),
            kim.security_digest(coalesce(former, ''), batch.first, batch.last, 0))
    RETURNING id INTO seal;
    UPDATE public.permissions_securityevent SET sealed_in = seal
    WHERE id BETWEEN batch.first AND batch.last AND sealed_in = 0;
    RETURN batch.number;
END
$$;

-- Seals that no longer fit their rows, or do not follow the seal before. A row under a seal that does not
-- exist, or outside its numbers, was put there by hand: it is named with the seal it claims.
CREATE FUNCTION kim.broken_security_seals() RETURNS TABLE (seal_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system checks seals.';
    END IF;
    RETURN QUERY
    WITH held AS (
        SELECT e.sealed_in, count(*) AS number FROM public.permissions_securityevent e
        WHERE e.sealed_in IS NOT NULL GROUP BY e.sealed_in
    ), known AS (
        SELECT *, lag(hash, 1, '') OVER (ORDER BY id) AS before FROM public.permissions_securityseal
    )
    SELECT coalesce(s.id, held.sealed_in) AS found
    FROM known s FULL JOIN held ON held.sealed_in = s.id
    WHERE s.id IS NULL OR s.previous <> s.before
       OR coalesce(held.number, 0) <> CASE WHEN s.emptied_at IS NULL THEN s.count ELSE 0 END
       OR s.emptied_at IS NULL AND s.hash <> kim.security_digest(s.previous, s.first_id, s.last_id, s.id)
       -- Nobody empties a seal before its time.
       OR s.emptied_at NOT BETWEEN s.at + interval '11 months' AND kim.now()
    ORDER BY found;
END
$$;

-- Deletes the events whose time is over, seal by seal, and returns how many; a broken seal is evidence and stays.
CREATE FUNCTION kim.drop_security(before timestamptz, only_count boolean DEFAULT false) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    seal public.permissions_securityseal;
    dropped bigint := 0;
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system drops the journal of accounts.';
    END IF;
    IF before > kim.now() - interval '11 months' THEN
        RAISE invalid_parameter_value USING MESSAGE = 'The journal of accounts is kept for twelve months.';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('kim.seal_security'));
    FOR seal IN
        SELECT s.* FROM public.permissions_securityseal s
        WHERE s.emptied_at IS NULL AND s.at < before ORDER BY s.id
    LOOP
        CONTINUE WHEN seal.hash <> kim.security_digest(seal.previous, seal.first_id, seal.last_id, seal.id);
        dropped := dropped + seal.count;
        CONTINUE WHEN only_count;
        DELETE FROM public.permissions_securityevent e
        WHERE e.id BETWEEN seal.first_id AND seal.last_id AND e.sealed_in = seal.id;
        UPDATE public.permissions_securityseal SET emptied_at = kim.now() WHERE id = seal.id;
    END LOOP;
    RETURN dropped;
END
$$;
