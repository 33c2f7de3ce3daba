-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What a case manager and the intake desk reach, from today's assignments and consents.

CREATE FUNCTION kim.assigned(wanted_role text) RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
    me bigint := kim.person();
    kommunen bigint[] := kim.my_kommunen();
BEGIN
    IF kim.hat() <> 'case' THEN
        RETURN '{}';
    END IF;
    RETURN (
        SELECT coalesce(array_agg(DISTINCT a.case_id), '{}')
        FROM public.casemanagement_assignment a
        JOIN public.casemanagement_case c ON c.id = a.case_id
        JOIN public.permissions_organisation o ON o.id = c.organisation_id
        WHERE a.person_id = me AND a.role = wanted_role AND o.kommune_id = ANY (kommunen)
          AND today BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity'));
END
$$;

CREATE FUNCTION kim.my_cases() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT kim.assigned('responsible') || kim.assigned('deputy')
$$;

CREATE FUNCTION kim.consenting(case_ids bigint[], wanted_kind text) RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
BEGIN
    RETURN (
        SELECT coalesce(array_agg(DISTINCT case_id), '{}') FROM public.casemanagement_consent
        WHERE case_id = ANY (case_ids) AND kind = wanted_kind AND revoked_on IS NULL
          AND today BETWEEN valid_from AND coalesce(valid_until, 'infinity'));
END
$$;

-- Of these cases those whose file is open: the core consent lives, or the intake that obtains it
-- is under way and nobody has taken it back. A restricted file is closed to everybody.
CREATE FUNCTION kim.open_files(case_ids bigint[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    consented bigint[] := kim.consenting(case_ids, 'C1');
BEGIN
    RETURN (
        SELECT coalesce(array_agg(c.id), '{}') FROM public.casemanagement_case c
        WHERE c.id = ANY (case_ids) AND NOT c.is_restricted AND (
            c.id = ANY (consented)
            OR c.phase = 'intake' AND NOT EXISTS (
                SELECT FROM public.casemanagement_consent s
                WHERE s.case_id = c.id AND s.kind = 'C1' AND s.revoked_on IS NOT NULL)));
END
$$;

CREATE FUNCTION kim.my_files() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT kim.open_files(kim.my_cases())
$$;

CREATE FUNCTION kim.my_confidential() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT kim.open_files(kim.assigned('responsible'))
$$;

-- Special categories: a deputy of another organisation needs the client's word for it (C4).
CREATE FUNCTION kim.my_sensitive() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    deputised bigint[] := kim.open_files(kim.assigned('deputy'));
    agreed bigint[] := kim.consenting(deputised, 'C4');
    mine bigint[] := kim.my_organisations();
BEGIN
    RETURN kim.my_confidential() || (
        SELECT coalesce(array_agg(id), '{}') FROM public.casemanagement_case
        WHERE id = ANY (deputised) AND (organisation_id = ANY (mine) OR id = ANY (agreed)));
END
$$;

-- Handovers that wait for my answer, and their cases.
CREATE FUNCTION kim.my_offers() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me bigint := kim.person();
    mine bigint[] := kim.my_organisations();
BEGIN
    IF kim.hat() <> 'case' THEN
        RETURN '{}';
    END IF;
    RETURN (
        SELECT coalesce(array_agg(id), '{}') FROM public.casemanagement_handover
        WHERE state = 'offered' AND to_organisation_id = ANY (mine)
          AND (to_person_id IS NULL OR to_person_id = me));
END
$$;

CREATE FUNCTION kim.offered_cases() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offers bigint[] := kim.my_offers();
BEGIN
    RETURN (
        SELECT coalesce(array_agg(case_id), '{}') FROM public.casemanagement_handover
        WHERE id = ANY (offers));
END
$$;

-- What somebody must reach to answer an offer: the case by its number, the step of the process.
CREATE FUNCTION kim.my_frames() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT kim.my_cases() || kim.offered_cases()
$$;

-- Steps of offered cases that are addressed to me or my organisation.
CREATE FUNCTION kim.offered_work() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me bigint := kim.person();
    mine bigint[] := kim.my_organisations();
    offered bigint[] := kim.offered_cases();
BEGIN
    RETURN (
        SELECT coalesce(array_agg(id), '{}') FROM public.casemanagement_workitem
        WHERE case_id = ANY (offered) AND hat = 'case' AND organisation_id = ANY (mine)
          AND (owner_id IS NULL OR owner_id = me));
END
$$;

CREATE FUNCTION kim.my_referrals() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me bigint := kim.person();
    kommunen bigint[] := kim.my_kommunen();
BEGIN
    IF kim.hat() <> 'desk' THEN
        RETURN '{}';
    END IF;
    RETURN (
        SELECT coalesce(array_agg(c.id), '{}')
        FROM public.casemanagement_case c
        JOIN public.permissions_organisation o ON o.id = c.organisation_id
        WHERE c.registered_by_id = me AND o.kommune_id = ANY (kommunen));
END
$$;
