-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Findings and themes: who leads themes learns nothing of authors and cases; both hear through these functions.

-- Whoever reads reports may lead the themes only as the Kommunales Integrationszentrum.
CREATE FUNCTION kim.leads_themes() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT kim.hat() = 'read' AND kim.appointed('integration_centre')
$$;

-- What I wrote in the present hat.
CREATE FUNCTION kim.my_findings() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me record := kim.who();
BEGIN
    RETURN (
        SELECT coalesce(array_agg(finding_id), '{}') FROM public.casemanagement_findingauthor
        WHERE person_id = me.person AND hat = me.hat);
END
$$;

-- Tells everybody who wrote to a theme that it has moved, without saying to whoever moved it who they are.
CREATE FUNCTION kim.tell_authors(wanted bigint, new_state text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    towns bigint[] := kim.my_kommunen();
BEGIN
    IF NOT (kim.leads_themes() OR kim.coordinates()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'This hat leads no theme.';
    END IF;
    INSERT INTO public.casemanagement_notice (organisation_id, to_person_id, to_hat, kind, at, data)
    SELECT DISTINCT ON (a.person_id, a.hat) a.organisation_id, a.person_id, a.hat, 'theme_moved', kim.now(),
        jsonb_build_object('theme_state', new_state)
    FROM public.casemanagement_finding f
    JOIN public.casemanagement_findingauthor a ON a.finding_id = f.id
    JOIN public.casemanagement_theme t ON t.id = f.theme_id AND t.state = new_state
    WHERE t.id = wanted AND t.kommune_id = ANY (towns)
    ORDER BY a.person_id, a.hat;
END
$$;

-- Days of the steps of service chains, for the coordinator: of open files, with a number that means nothing.
CREATE FUNCTION kim.chain_days() RETURNS TABLE (place bigint, chain text, step text, day date, is_open boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    under_me bigint[] := kim.supervised();
    shut bigint[] := kim.shut_to_me();
    files bigint[];
BEGIN
    SELECT coalesce(array_agg(c.id), '{}') INTO files FROM public.casemanagement_case c
    WHERE c.organisation_id = ANY (under_me) AND c.id <> ALL (shut);
    files := kim.open_files(files);
    RETURN QUERY
    SELECT dense_rank() OVER (ORDER BY sha256(convert_to(s.case_id || '|' || pg_backend_pid(), 'UTF8'))),
        s.chain::text, s.step::text, s.on, c.state = 'open'
    FROM public.casemanagement_chainstep s JOIN public.casemanagement_case c ON c.id = s.case_id
    WHERE s.case_id = ANY (files);
END
$$;

-- The same for the Integrationszentrum, as figures: closed quarters, ten cases at least, tens and weeks.
-- No number of one case, no day and nothing of the running quarter comes out of here.
CREATE FUNCTION kim.chain_paths() RETURNS TABLE (chain text, step text, next_step text, about integer, weeks integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    until_day date := date_trunc('quarter', kim.today())::date;
    towns bigint[] := kim.my_kommunen();
    files bigint[];
BEGIN
    IF NOT kim.leads_themes() THEN
        RAISE insufficient_privilege USING MESSAGE = 'This hat leads no theme.';
    END IF;
    SELECT coalesce(array_agg(c.id), '{}') INTO files FROM public.casemanagement_case c
    WHERE c.kommune_id = ANY (towns);
    files := kim.open_files(files);
    RETURN QUERY
    WITH pairs AS (
        SELECT s.case_id, s.chain AS of_chain, s.step AS first, s.on AS begun,
            lead(s.step) OVER way AS second, lead(s.on) OVER way AS ended
        FROM public.casemanagement_chainstep s
        WHERE s.case_id = ANY (files) AND s.on < until_day
        WINDOW way AS (PARTITION BY s.case_id, s.chain ORDER BY s.on, s.id))
    SELECT p.of_chain::text, p.first::text, p.second::text, (count(*) / 10 * 10)::integer,
        round(percentile_cont(0.5) WITHIN GROUP (ORDER BY p.ended - p.begun) / 7)::integer
    FROM pairs p WHERE p.second IS NOT NULL
    GROUP BY 1, 2, 3 HAVING count(*) >= 10;
END
$$;
