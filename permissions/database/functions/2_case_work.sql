-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What a case manager and the intake desk reach, from today's assignments and consents.

CREATE FUNCTION kim.assigned(VARIADIC wanted text[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me record := kim.who();
    kommunen bigint[] := kim.my_kommunen();
BEGIN
    IF me.hat <> 'case' THEN
        RETURN '{}';
    END IF;
    RETURN kim.without_shut((
        SELECT coalesce(array_agg(DISTINCT a.case_id), '{}')
        FROM public.casemanagement_assignment a
        JOIN public.casemanagement_case c ON c.id = a.case_id
        JOIN public.permissions_organisation o ON o.id = c.organisation_id
        WHERE a.person_id = me.person AND a.role = ANY (wanted) AND o.kommune_id = ANY (kommunen)
          AND me.today BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity')));
END
$$;

CREATE FUNCTION kim.my_cases() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(
        kim.recalled('my_cases'),
        kim.remembered('my_cases', kim.assigned('responsible', 'deputy')));
END
$$;

CREATE FUNCTION kim.led() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(kim.recalled('led'), kim.remembered('led', kim.assigned('responsible')));
END
$$;

CREATE FUNCTION kim.consenting(case_ids bigint[], wanted_kind text) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(kim.recalled('my_files'), kim.remembered('my_files', kim.open_files(kim.my_cases())));
END
$$;

CREATE FUNCTION kim.my_confidential() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(
        kim.recalled('my_confidential'),
        kim.remembered('my_confidential', kim.open_files(kim.led())));
END
$$;

-- Special categories: a deputy of another organisation needs the client's word for it (C4).
CREATE FUNCTION kim.my_sensitive() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('my_sensitive');
    deputised bigint[];
    agreed bigint[];
    mine bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    deputised := kim.open_files(kim.assigned('deputy'));
    agreed := kim.consenting(deputised, 'C4');
    mine := kim.my_organisations();
    RETURN kim.remembered('my_sensitive', kim.my_confidential() || (
        SELECT coalesce(array_agg(id), '{}') FROM public.casemanagement_case
        WHERE id = ANY (deputised) AND (organisation_id = ANY (mine) OR id = ANY (agreed))));
END
$$;

-- Handovers that wait for my answer, and their cases.
CREATE FUNCTION kim.my_offers() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('my_offers');
    me record;
    mine bigint[];
    shut bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    me := kim.who();
    mine := kim.my_organisations();
    IF me.hat <> 'case' THEN
        RETURN '{}';
    END IF;
    shut := kim.shut_to_me();
    RETURN kim.remembered('my_offers', (
        SELECT coalesce(array_agg(id), '{}') FROM public.casemanagement_handover
        WHERE state = 'offered' AND to_organisation_id = ANY (mine) AND case_id <> ALL (shut)
          AND (to_person_id IS NULL OR to_person_id = me.person)));
END
$$;

CREATE FUNCTION kim.offered_cases() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('offered_cases');
    offers bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    offers := kim.my_offers();
    RETURN kim.remembered('offered_cases', (
        SELECT coalesce(array_agg(case_id), '{}') FROM public.casemanagement_handover
        WHERE id = ANY (offers)));
END
$$;

-- Peer discussions to which I am invited, as long as they last, and their cases.
CREATE FUNCTION kim.my_discussions() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('my_discussions');
    today date;
    me bigint;
    kommunen bigint[];
    shut bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    today := kim.today();
    me := kim.person();
    kommunen := kim.my_kommunen();
    IF kim.hat() <> 'case' THEN
        RETURN '{}';
    END IF;
    shut := kim.shut_to_me();
    RETURN kim.remembered('my_discussions', (
        SELECT coalesce(array_agg(d.id), '{}')
        FROM public.casemanagement_peerinvitation i
        JOIN public.casemanagement_peerdiscussion d ON d.id = i.discussion_id
        JOIN public.casemanagement_case c ON c.id = d.case_id AND NOT c.is_restricted
        WHERE i.person_id = me AND c.kommune_id = ANY (kommunen) AND d.state = 'open' AND d.ends_on >= today
          AND c.id <> ALL (shut)));
END
$$;

CREATE FUNCTION kim.discussed_cases() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('discussed_cases');
    mine bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    mine := kim.my_discussions();
    RETURN kim.remembered('discussed_cases', (
        SELECT coalesce(array_agg(case_id), '{}') FROM public.casemanagement_peerdiscussion
        WHERE id = ANY (mine)));
END
$$;

-- What somebody must reach to answer an offer or a question: the case by its number, the step of the process.
CREATE FUNCTION kim.my_frames() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(
        kim.recalled('my_frames'),
        kim.remembered('my_frames', kim.my_cases() || kim.offered_cases() || kim.discussed_cases()));
END
$$;

-- Steps of offered cases that are addressed to me or my organisation.
CREATE FUNCTION kim.offered_work() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('offered_work');
    me bigint;
    mine bigint[];
    offered bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    me := kim.person();
    mine := kim.my_organisations();
    offered := kim.offered_cases();
    RETURN kim.remembered('offered_work', (
        SELECT coalesce(array_agg(id), '{}') FROM public.casemanagement_workitem
        WHERE case_id = ANY (offered) AND hat = 'case' AND organisation_id = ANY (mine)
          AND (owner_id IS NULL OR owner_id = me)));
END
$$;

CREATE FUNCTION kim.my_referrals() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('my_referrals');
    me bigint;
    kommunen bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    me := kim.person();
    kommunen := kim.my_kommunen();
    IF kim.hat() <> 'desk' THEN
        RETURN '{}';
    END IF;
    RETURN kim.remembered('my_referrals', kim.without_shut((
        SELECT coalesce(array_agg(c.id), '{}')
        FROM public.casemanagement_case c
        JOIN public.permissions_organisation o ON o.id = c.organisation_id
        WHERE c.registered_by_id = me AND o.kommune_id = ANY (kommunen))));
END
$$;
