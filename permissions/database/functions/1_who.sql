-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who acts, and when; everything else builds on these.
--
-- Every function belongs to the owner of the tables, reads past all policies, and therefore
-- refuses by itself whoever does not wear the hat it is written for. Each has a search_path of
-- its own, so that no table of a caller can stand in for one of ours.

-- What the program said at the last telling (permissions.database.signing), if it said it: in this
-- transaction, for this role, under a key that only it holds. Settings can be set by anybody, so
-- nothing is believed before the signature fits. HMAC is two rounds of SHA-256 over the key's pads.
CREATE FUNCTION kim.who(OUT hat text, OUT person bigint, OUT bound bigint, OUT moment timestamptz, OUT today date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := current_setting('kim.identity', true);
    said text[] := string_to_array(token, '|');
    -- No other transaction has the same process and the same beginning.
    stamp text := pg_backend_pid() || '.' || (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint;
    fits boolean := false;
BEGIN
    hat := replace(current_setting('role'), 'kim_', '');
    moment := now();
    IF token <> '' THEN
        IF said[2] = current_setting('role') AND said[6] = stamp THEN
            SELECT encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(left(token, -65), 'UTF8'))), 'hex')
                = said[7] INTO fits FROM kim.identity_key k WHERE k.id = said[1];
        END IF;
        IF fits IS NOT TRUE THEN
            RAISE invalid_authorization_specification USING MESSAGE = 'This identity was not told by the program.';
        END IF;
        person := nullif(said[3], '')::bigint;
        bound := nullif(said[4], '')::bigint;
        IF said[5] <> '' AND session_user <> 'kim_web' THEN  -- the clock is for set-up, demo and tests
            moment := said[5]::timestamptz;
        END IF;
    ELSIF hat NOT IN ('none', 'web', 'owner', 'backup') THEN
        RAISE invalid_authorization_specification USING MESSAGE = 'Nobody was told to act in this role.';
    END IF;
    today := (moment AT TIME ZONE 'Europe/Berlin')::date;
END
$$;

CREATE FUNCTION kim.person() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (kim.who()).person;
END
$$;

-- "case", "fach", … and also "deed", "owner", "rollup"; "none" for the bare login.
CREATE FUNCTION kim.hat() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (kim.who()).hat;
END
$$;

CREATE FUNCTION kim.now() RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (kim.who()).moment;
END
$$;

CREATE FUNCTION kim.today() RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (kim.who()).today;
END
$$;

-- The one case a deed is about.
CREATE FUNCTION kim.bound_case() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me record := kim.who();
BEGIN
    RETURN CASE WHEN me.hat = 'deed' THEN me.bound END;
END
$$;

-- permissions.hats.ROLES_OF_HAT says the same.
CREATE FUNCTION kim.job_titles(hat text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE hat
        WHEN 'case' THEN ARRAY['case_management']
        WHEN 'fach' THEN ARRAY['fachaufsicht', 'emergency_decision']
        WHEN 'dienst' THEN ARRAY['dienstaufsicht']
        WHEN 'dsb' THEN ARRAY['data_protection']
        WHEN 'ctr' THEN ARRAY['controlling']
        WHEN 'desk' THEN ARRAY['intake_desk']
        WHEN 'admin' THEN ARRAY['administration']
        WHEN 'read' THEN ARRAY['reading', 'integration_centre']
        ELSE ARRAY[]::text[] END
$$;

-- --- What was found out is not asked again ------------------------------------------------------
-- A page asks the same of its person in every policy of every table. The answer stands in a setting,
-- under the key of the identity and only for this token, in this role and transaction; nobody else can
-- write one that fits. It is believed in the first second of a transaction, until the transaction writes, and
-- until a deed is bound: whoever loses a right has lost it at her next request.
-- Whatever remembers cannot be part of a parallel plan: settings do not change there.

-- The signature under an answer; null where nobody was told. As JSON, because round and token can be set by
-- anybody: no part may run into the next, and none begins like a token.
CREATE FUNCTION kim.seal_of(what text, answer text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := current_setting('kim.identity', true);
BEGIN
    RETURN (
        SELECT encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(jsonb_build_array(what,
            current_setting('role'), pg_backend_pid(), transaction_timestamp(), current_setting('kim.round', true),
            token, answer)::text, 'UTF8'))), 'hex')
        FROM kim.identity_key k WHERE k.id = split_part(token, '|', 1));
END
$$;

-- A transaction that writes may be changing just this, and a long one may outlive a right.
CREATE FUNCTION kim.remembers() RETURNS boolean
LANGUAGE sql VOLATILE AS $$
    SELECT pg_catalog.pg_current_xact_id_if_assigned() IS NULL
        AND pg_catalog.clock_timestamp() < pg_catalog.transaction_timestamp() + interval '1 second'
$$;

CREATE FUNCTION kim.recalled(what text) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known text := current_setting('kim.answer_' || what, true);
    answer text := substr(known, 65);
BEGIN
    IF known <> '' AND kim.remembers() AND left(known, 64) = kim.seal_of(what, answer) THEN
        RETURN answer::bigint[];
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION kim.remembered(what text, ids bigint[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me record := kim.who();  -- complains where the token does not fit
BEGIN
    IF kim.remembers() THEN
        PERFORM set_config('kim.answer_' || what, coalesce(kim.seal_of(what, ids::text) || ids::text, ''), true);
    END IF;
    RETURN ids;
END
$$;

-- Nothing that was found out before counts any more.
CREATE FUNCTION kim.ask_afresh() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('kim.round', clock_timestamp()::text, true);
END
$$;

-- Organisations in which the person is appointed to the present hat, today. A role taken by force
-- ends here: who is not appointed to it has none.
CREATE FUNCTION kim.my_organisations() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('my_organisations');
    me record;
    titles text[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    me := kim.who();
    titles := kim.job_titles(me.hat);
    RETURN kim.remembered('my_organisations', (
        SELECT coalesce(array_agg(DISTINCT m.organisation_id), '{}')
        FROM public.permissions_membership m
        JOIN public.permissions_user u ON u.id = m.person_id AND u.is_active
        WHERE m.person_id = me.person AND m.role = ANY (titles)
          AND me.today BETWEEN m.valid_from AND coalesce(m.valid_until, 'infinity')));
END
$$;

CREATE FUNCTION kim.entitled(VARIADIC hats text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN kim.hat() = ANY (hats) AND cardinality(kim.my_organisations()) > 0;
END
$$;

CREATE FUNCTION kim.my_kommunen() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('my_kommunen');
    mine bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    mine := kim.my_organisations();
    RETURN kim.remembered('my_kommunen', (
        SELECT coalesce(array_agg(DISTINCT kommune_id), '{}')
        FROM public.permissions_organisation WHERE id = ANY (mine)));
END
$$;

-- Organisations of the same municipality; no access crosses it.
CREATE FUNCTION kim.neighbours() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('neighbours');
    kommunen bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    kommunen := kim.my_kommunen();
    RETURN kim.remembered('neighbours', (
        SELECT coalesce(array_agg(id), '{}')
        FROM public.permissions_organisation WHERE kommune_id = ANY (kommunen)));
END
$$;

-- Whether somebody really acts in the present role: what all may read, only they may.
CREATE FUNCTION kim.present() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN cardinality(coalesce(kim.recalled('present'), kim.remembered('present', CASE kim.hat()
        WHEN 'system' THEN '{1}' WHEN 'rollup' THEN '{1}'
        WHEN 'deed' THEN array_remove(ARRAY[kim.bound_case()], NULL)
        ELSE kim.my_organisations() END))) > 0;
END
$$;
