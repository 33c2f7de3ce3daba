-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who acts, and when; everything else builds on these.
--
-- Every function belongs to the owner of the tables, reads past all policies, and therefore
-- refuses by itself whoever does not wear the hat it is written for. Each has a search_path of
-- its own, so that no table of a caller can stand in for one of ours.

CREATE FUNCTION kim.person() RETURNS bigint
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT nullif(current_setting('kim.person', true), '')::bigint
$$;

-- "case", "fach", … and also "deed", "owner", "rollup"; "none" for the bare login.
CREATE FUNCTION kim.hat() RETURNS text
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT replace(current_setting('role'), 'kim_', '')
$$;

-- Only the owner's login (set-up, demo, tests) may set the clock.
CREATE FUNCTION kim.now() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN session_user = 'kim_web' THEN pg_catalog.now()
        ELSE coalesce(nullif(current_setting('kim.now', true), '')::timestamptz, pg_catalog.now()) END
$$;

CREATE FUNCTION kim.today() RETURNS date
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (kim.now() AT TIME ZONE 'Europe/Berlin')::date
$$;

-- The one case a deed is about.
CREATE FUNCTION kim.bound_case() RETURNS bigint
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN current_setting('role') = 'kim_deed'
        THEN nullif(current_setting('kim.case', true), '')::bigint END
$$;

-- permissions.hats.ROLES_OF_HAT says the same.
CREATE FUNCTION kim.job_titles(hat text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE hat
        WHEN 'case' THEN ARRAY['case_management']
        WHEN 'fach' THEN ARRAY['fachaufsicht']
        WHEN 'dienst' THEN ARRAY['dienstaufsicht']
        WHEN 'dsb' THEN ARRAY['data_protection']
        WHEN 'ctr' THEN ARRAY['controlling']
        WHEN 'desk' THEN ARRAY['intake_desk']
        WHEN 'admin' THEN ARRAY['administration']
        WHEN 'read' THEN ARRAY['reading', 'integration_centre']
        ELSE ARRAY[]::text[] END
$$;

-- Organisations in which the person is appointed to the present hat, today. A role taken by force
-- ends here: who is not appointed to it has none.
CREATE FUNCTION kim.my_organisations() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
    me bigint := kim.person();
    titles text[] := kim.job_titles(kim.hat());
BEGIN
    RETURN (
        SELECT coalesce(array_agg(DISTINCT m.organisation_id), '{}')
        FROM public.permissions_membership m
        JOIN public.permissions_user u ON u.id = m.person_id AND u.is_active
        WHERE m.person_id = me AND m.role = ANY (titles)
          AND today BETWEEN m.valid_from AND coalesce(m.valid_until, 'infinity'));
END
$$;

CREATE FUNCTION kim.entitled(VARIADIC hats text[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT kim.hat() = ANY (hats) AND cardinality(kim.my_organisations()) > 0
$$;

CREATE FUNCTION kim.my_kommunen() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine bigint[] := kim.my_organisations();
BEGIN
    RETURN (
        SELECT coalesce(array_agg(DISTINCT kommune_id), '{}')
        FROM public.permissions_organisation WHERE id = ANY (mine));
END
$$;

-- Organisations of the same municipality; no access crosses it.
CREATE FUNCTION kim.neighbours() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kommunen bigint[] := kim.my_kommunen();
BEGIN
    RETURN (
        SELECT coalesce(array_agg(id), '{}')
        FROM public.permissions_organisation WHERE kommune_id = ANY (kommunen));
END
$$;

-- Whether somebody really acts in the present role: what all may read, only they may.
CREATE FUNCTION kim.present() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE kim.hat() WHEN 'system' THEN true WHEN 'rollup' THEN true
        WHEN 'deed' THEN kim.bound_case() IS NOT NULL
        ELSE cardinality(kim.my_organisations()) > 0 END
$$;
