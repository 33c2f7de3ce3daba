-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The way of a fact from case work into the statistics; there is none back.

-- The random numbers behind the pseudonyms of the bound case. Two files of one client, or of one
-- household, share a number inside the municipality; who no longer has a token gets a new one.
CREATE FUNCTION kim.fact_secrets(client_token bytea, household_token bytea,
    OUT case_secret uuid, OUT client_secret uuid, OUT household_secret uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bound bigint := kim.bound_case();
    link public.indicators_factlink;
BEGIN
    IF bound IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'Pseudonyms belong to a deed on a case.';
    END IF;
    SELECT * INTO link FROM public.indicators_factlink l WHERE l.case_id = bound;
    case_secret := coalesce(link.case_secret, gen_random_uuid());
    client_secret := CASE
        WHEN link.client IS NOT DISTINCT FROM client_token AND link.id IS NOT NULL THEN link.client_secret
        ELSE coalesce(kim.shared_secret('client', client_token), gen_random_uuid()) END;
    household_secret := CASE
        WHEN link.household IS NOT DISTINCT FROM household_token AND link.id IS NOT NULL
        THEN link.household_secret
        ELSE coalesce(kim.shared_secret('household', household_token), gen_random_uuid()) END;
    INSERT INTO public.indicators_factlink AS l
        (case_id, client, household, case_secret, client_secret, household_secret)
    VALUES (bound, client_token, household_token, case_secret, client_secret, household_secret)
    ON CONFLICT (case_id) DO UPDATE SET
        client = excluded.client, household = excluded.household,
        client_secret = excluded.client_secret, household_secret = excluded.household_secret
    WHERE (l.client, l.household) IS DISTINCT FROM (excluded.client, excluded.household);
END
$$;

-- The number that another file with the same token has.
CREATE FUNCTION kim.shared_secret(of text, wanted bytea) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kommune bigint := kim.bound_kommune();
BEGIN
    IF wanted IS NULL THEN
        RETURN NULL;
    END IF;
    -- Two files of one family that arrive at once must not both find nothing.
    PERFORM pg_advisory_xact_lock(hashtextextended(of || encode(wanted, 'hex'), 0));
    RETURN (
        SELECT CASE of WHEN 'client' THEN l.client_secret ELSE l.household_secret END
        FROM public.indicators_factlink l
        JOIN public.casemanagement_case c ON c.id = l.case_id
        JOIN public.permissions_organisation o ON o.id = c.organisation_id
        WHERE o.kommune_id = kommune AND l.case_id <> kim.bound_case()
          AND (of = 'client' AND l.client = wanted OR of = 'household' AND l.household = wanted)
        ORDER BY l.case_id LIMIT 1);
END
$$;

-- A new row only if the content differs from the last word; that one ends where the new begins.
CREATE FUNCTION kim.record_fact(wanted text, content jsonb, at timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last statistics.statistics_fact;
    fresh statistics.statistics_fact;
    entries jsonb;
BEGIN
    SELECT * INTO last FROM statistics.statistics_fact f
    WHERE f.pseudonym = wanted AND f.recorded_until IS NULL FOR UPDATE;
    entries := coalesce(last.phase_entries, '[]');
    IF last.phase IS DISTINCT FROM content ->> 'phase' THEN
        entries := entries || jsonb_build_object(
            'phase', content ->> 'phase', 'entered_on', (at AT TIME ZONE 'Europe/Berlin')::date);
    END IF;
    fresh := jsonb_populate_record(NULL::statistics.statistics_fact, content);
    fresh.id := last.id;
    fresh.pseudonym := wanted;
    fresh.phase_entries := entries;
    fresh.recorded_from := last.recorded_from;
    IF to_jsonb(fresh) = to_jsonb(last) THEN
        RETURN false;
    END IF;
    IF last.recorded_from >= at THEN  -- several deeds in one moment are one word
        at := last.recorded_from;
        DELETE FROM statistics.statistics_fact WHERE id = last.id;
    ELSE
        UPDATE statistics.statistics_fact SET recorded_until = at WHERE id = last.id;
    END IF;
    fresh.id := nextval(pg_get_serial_sequence('statistics.statistics_fact', 'id'));
    fresh.recorded_from := at;
    INSERT INTO statistics.statistics_fact SELECT fresh.*;
    RETURN true;
END
$$;

-- The filled posts of case management and the days their holders are away; who they are stays behind.
CREATE FUNCTION kim.record_capacity(wanted bigint, at timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last statistics.statistics_capacityfact;
    house public.permissions_organisation;
    known jsonb;
BEGIN
    IF kim.entitled('case') AND wanted <> ALL (kim.my_organisations()) THEN
        RETURN false;  -- days off of one's own change the own house alone
    END IF;
    IF NOT (kim.entitled('case', 'dienst', 'admin') OR kim.hat() IN ('system', 'owner')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'This hat changes no staff.';
    END IF;
    SELECT * INTO house FROM public.permissions_organisation WHERE id = wanted;
    known := kim.posts_of(wanted);
    SELECT * INTO last FROM statistics.statistics_capacityfact f
    WHERE f.kommune = house.kommune_id AND f.organisation = house.code AND f.recorded_until IS NULL
    FOR UPDATE;
    IF last.posts = known OR house.id IS NULL THEN
        RETURN false;
    END IF;
    IF last.recorded_from >= at THEN
        at := last.recorded_from;
        DELETE FROM statistics.statistics_capacityfact WHERE id = last.id;
    ELSE
        UPDATE statistics.statistics_capacityfact SET recorded_until = at WHERE id = last.id;
    END IF;
    INSERT INTO statistics.statistics_capacityfact (kommune, organisation, posts, recorded_from)
    VALUES (house.kommune_id, house.code, known, at);
    RETURN true;
END
$$;

CREATE FUNCTION kim.posts_of(wanted bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'vzae', p.vzae,
        'valid_from', greatest(p.valid_from, m.valid_from),
        'valid_until', least(p.valid_until, m.valid_until),
        'absences', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'valid_from', a.valid_from, 'valid_until', a.valid_until)
                ORDER BY a.valid_from, a.id), '[]')
            FROM public.permissions_absence a WHERE a.person_id = m.person_id)
        ) ORDER BY p.id, m.valid_from, m.id), '[]')
    FROM public.permissions_post p
    JOIN public.permissions_membership m ON m.post_id = p.id
    WHERE p.organisation_id = wanted AND p.role = 'case_management' AND m.role = 'case_management'
$$;
