-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What the two supervisions are told instead of being shown tables: codes, numbers, days.

-- A file without its words: codes, ratings, dates. No column with a name or a text stands in here, so
-- whoever is not allowed to open the file meets none, whatever a page asks for.
CREATE FUNCTION kim.case_in_codes(wanted bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    under_me bigint[] := kim.supervised();
    chosen bigint;
    found jsonb;
BEGIN
    IF wanted IS DISTINCT FROM kim.bound_case() AND NOT EXISTS (
        SELECT FROM public.casemanagement_case WHERE id = wanted AND organisation_id = ANY (under_me)
          AND id = ANY (kim.open_files(ARRAY[wanted]))) THEN
        RETURN NULL;
    END IF;
    SELECT p.id INTO chosen FROM public.casemanagement_supportplan p
    WHERE p.case_id = wanted AND p.state <> 'replaced' ORDER BY p.state <> 'agreed', p.id LIMIT 1;
    SELECT jsonb_build_object(
        'assessment', (
            SELECT jsonb_build_object('number', a.number, 'started_on', a.started_on,
                'completed_on', a.completed_on, 'discussed_on', a.discussed_on)
            FROM public.casemanagement_assessment a WHERE a.case_id = wanted ORDER BY a.number DESC LIMIT 1),
        'ratings', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('domain', r.domain, 'standing', r.standing,
                'need', r.need, 'resource', r.resource, 'client_priority', r.client_priority) ORDER BY r.id), '[]')
            FROM public.casemanagement_domainrating r WHERE r.assessment_id = (
                SELECT a.id FROM public.casemanagement_assessment a
                WHERE a.case_id = wanted ORDER BY a.number DESC LIMIT 1)),
        'plan', (
            SELECT jsonb_build_object('version', p.version, 'state', p.state, 'agreement', p.agreement,
                'agreed_on', p.agreed_on, 'is_signed', p.signed_document_id IS NOT NULL)
            FROM public.casemanagement_supportplan p WHERE p.id = chosen),
        'goals', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'domain', g.domain, 'level', g.level,
                'owner', g.owner, 'weight', g.weight, 'state', g.state, 'target_on', g.target_on,
                'ended_on', g.ended_on) ORDER BY g.weight DESC, g.id), '[]')
            FROM public.casemanagement_goal g WHERE g.plan_id = chosen),
        'measures', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('goal', m.goal_id, 'type', m.type, 'state', m.state,
                'proposed_on', m.proposed_on, 'waiting_since', m.waiting_since,
                'started_on', m.started_on, 'ended_on', m.ended_on) ORDER BY m.id), '[]')
            FROM public.casemanagement_measure m
            JOIN public.casemanagement_goal g ON g.id = m.goal_id AND g.plan_id = chosen),
        'reviews', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('held_on', r.held_on, 'result', r.result,
                'next_on', r.next_on) ORDER BY r.held_on DESC, r.id DESC), '[]')
            FROM public.casemanagement_review r WHERE r.case_id = wanted)
        ) INTO found;
    RETURN found;
END
$$;

-- The monthly draw: from each organisation the share of its open cases, at least one, in the order that
-- the seed gives. The same seed on the same day gives the same cases.
CREATE FUNCTION kim.draw(wanted bigint, seed text, share numeric)
RETURNS TABLE (case_id bigint, organisation_id bigint, stratum integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT (kim.hat() IN ('system', 'owner') OR kim.coordinates() AND wanted = ANY (kim.my_kommunen())) THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the Fachaufsicht and time itself draw a sample.';
    END IF;
    RETURN QUERY
    SELECT lot.id, lot.house, lot.size FROM (
        SELECT c.id, c.organisation_id AS house, (count(*) OVER mine)::integer AS size,
            row_number() OVER (mine ORDER BY sha256(convert_to(seed || '|' || c.number, 'UTF8')), c.id) AS place
        FROM public.casemanagement_case c
        WHERE c.kommune_id = wanted AND c.state = 'open' AND c.accepted_on IS NOT NULL AND NOT c.is_restricted
        WINDOW mine AS (PARTITION BY c.organisation_id)
    ) lot
    WHERE lot.place <= greatest(1, ceil(lot.size * share))
    ORDER BY lot.house, lot.place;
END
$$;

-- What an employer hears of the samples: that they were done, and how many.
CREATE FUNCTION kim.samples_done() RETURNS TABLE (organisation_id bigint, month date, number integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine bigint[] := kim.employed();
    today date := kim.today();
BEGIN
    RETURN QUERY
    SELECT s.organisation_id, d.month, count(*)::integer
    FROM public.casemanagement_sampledcase s JOIN public.casemanagement_sample d ON d.id = s.sample_id
    WHERE s.organisation_id = ANY (mine) AND s.reported_on <= today
    GROUP BY s.organisation_id, d.month ORDER BY d.month DESC, s.organisation_id;
END
$$;

-- Contracts and posts of case management that end within the days, with the cases that need somebody else.
CREATE FUNCTION kim.ending_contracts(within integer)
RETURNS TABLE (membership_id bigint, organisation_id bigint, ends_on date, open_cases integer, person_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
BEGIN
    IF NOT (kim.hat() IN ('system', 'owner')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only time itself asks for the ends of contracts.';
    END IF;
    RETURN QUERY
    SELECT ending.id, ending.house, ending.last_day, (
        SELECT count(*)::integer FROM public.casemanagement_assignment a
        JOIN public.casemanagement_case c ON c.id = a.case_id AND c.state IN ('open', 'waiting')
        WHERE a.person_id = ending.worker AND a.organisation_id = ending.house AND a.role = 'responsible'
          AND today BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity')), ending.worker
    FROM (
        SELECT m.id, m.organisation_id AS house, m.person_id AS worker,
            least(m.valid_until, p.valid_until) AS last_day
        FROM public.permissions_membership m
        LEFT JOIN public.permissions_post p ON p.id = m.post_id
        WHERE m.role = 'case_management' AND m.valid_from <= today
    ) ending
    WHERE ending.last_day BETWEEN today AND today + within
    ORDER BY ending.last_day, ending.id;
END
$$;
