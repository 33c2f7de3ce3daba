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
    SELECT s.id FROM (
        SELECT *, lag(hash, 1, '') OVER (ORDER BY id) AS before FROM public.permissions_accessseal
    ) s
    WHERE s.previous <> s.before
       OR s.hash <> kim.access_digest(s.previous, s.first_id, s.last_id, s.id)
    ORDER BY s.id;
END
$$;
