-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Answers that show less than the rows behind them.

-- Whether there is a file for this name and birth date, and whom to ask. Only the coordinator answers
-- about a case that is protected, restricted, listed or shut to the asker; and about whoever stands on
-- the asker's own list, or among those from whom a client of another case hides, whether there is a case
-- or not. All of these read the same.
CREATE FUNCTION kim.duplicate_of(wanted bytea, named bytea DEFAULT NULL, OUT "exists" boolean, OUT organisation_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kommunen bigint[] := kim.my_kommunen() || kim.bound_kommune();
BEGIN
    IF NOT (kim.entitled('case', 'fach', 'desk') OR kim.hat() IN ('deed', 'owner')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'This hat asks for no duplicates.';
    END IF;
    SELECT true, CASE WHEN c.is_restricted OR c.id = ANY (kim.shut_to_me()) OR EXISTS (
               SELECT FROM public.casemanagement_accesslist l WHERE l.case_id = c.id AND l.ended_at IS NULL
           ) OR EXISTS (
               SELECT FROM public.casemanagement_protectedaddress p WHERE p.case_id = c.id
           ) THEN NULL ELSE c.organisation_id END
    INTO "exists", organisation_id
    FROM public.casemanagement_identitytoken t
    JOIN public.casemanagement_case c ON c.id = t.case_id
    JOIN public.permissions_organisation o ON o.id = c.organisation_id
    WHERE t.token = wanted AND t.kind = 'name_birth' AND c.id IS DISTINCT FROM kim.bound_case()
      AND (o.kommune_id = ANY (kommunen) OR kim.hat() = 'owner')
    ORDER BY c.closed_on IS NOT NULL, c.id DESC LIMIT 1;
    IF EXISTS (SELECT FROM public.casemanagement_avoidedperson a
               WHERE a.person_id = kim.person() AND a.ended_at IS NULL AND a.birth_token = wanted) THEN
        "exists" := true;
        organisation_id := NULL;
    END IF;
    IF EXISTS (SELECT FROM public.casemanagement_riskperson r
               JOIN public.casemanagement_case c ON c.id = r.case_id
               JOIN public.permissions_organisation o ON o.id = c.organisation_id
               WHERE r.name_token = named AND r.ended_at IS NULL AND c.id IS DISTINCT FROM kim.bound_case()
                 AND (o.kommune_id = ANY (kommunen) OR kim.hat() = 'owner')) THEN
        "exists" := true;
        organisation_id := NULL;
    END IF;
    "exists" := coalesce("exists", false);
END
$$;

CREATE FUNCTION kim.bound_kommune() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT o.kommune_id FROM public.casemanagement_case c
    JOIN public.permissions_organisation o ON o.id = c.organisation_id
    WHERE c.id = kim.bound_case()
$$;

-- Cases per person as numbers. An employer sees them by person once the Dienst- or
-- Betriebsvereinbarung is in force; until then one sum for the house. The last five count the
-- cases led by class, which casemanagement.caseload weighs.
CREATE FUNCTION kim.staff_load() RETURNS TABLE (organisation_id bigint, person_id bigint, responsible integer,
        deputising integer, urgent integer, overdue integer,
        low integer, medium integer, high integer, paused integer, entering integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
    under_me bigint[] := kim.supervised() || kim.employed();
BEGIN
    RETURN QUERY
    WITH staff AS (
        SELECT DISTINCT o.id AS house, m.person_id AS worker,
            CASE WHEN kim.hat() = 'fach' OR o.agreement_on <= today THEN m.person_id END AS shown
        FROM public.permissions_membership m
        JOIN public.permissions_organisation o ON o.id = m.organisation_id
        WHERE o.id = ANY (under_me) AND m.role = 'case_management'
          AND today BETWEEN m.valid_from AND coalesce(m.valid_until, 'infinity')
    ), work AS (
        SELECT a.person_id AS worker, a.organisation_id AS house, a.role, c.urgency,
            CASE WHEN c.paused_since IS NOT NULL THEN 'paused' WHEN c.phase = 'intake' THEN 'entering'
                ELSE c.intensity END AS class,
            c.id IN (
            SELECT d.case_id FROM public.casemanagement_deadline d
            WHERE d.met_on IS NULL AND d.cancelled_at IS NULL AND d.paused_since IS NULL
              AND coalesce(d.extended_until, d.due_on) < today) AS late
        FROM public.casemanagement_assignment a
        JOIN public.casemanagement_case c ON c.id = a.case_id AND c.state IN ('open', 'waiting')
        WHERE today BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity')
          AND a.person_id IN (SELECT staff.worker FROM staff)
    )
    SELECT s.house, s.shown,
        (count(*) FILTER (WHERE w.role = 'responsible'))::integer,
        (count(*) FILTER (WHERE w.role = 'deputy'))::integer,
        (count(*) FILTER (WHERE w.role = 'responsible' AND w.urgency = 'urgent'))::integer,
        (count(*) FILTER (WHERE w.role = 'responsible' AND w.late))::integer,
        (count(*) FILTER (WHERE w.role = 'responsible' AND w.class = 'low'))::integer,
        (count(*) FILTER (WHERE w.role = 'responsible' AND w.class = 'medium'))::integer,
        (count(*) FILTER (WHERE w.role = 'responsible' AND w.class = 'high'))::integer,
        (count(*) FILTER (WHERE w.role = 'responsible' AND w.class = 'paused'))::integer,
        (count(*) FILTER (WHERE w.role = 'responsible' AND w.class = 'entering'))::integer
    FROM staff s LEFT JOIN work w USING (worker, house)
    GROUP BY s.house, s.shown;
END
$$;

-- Open cases whose responsible person is away today while no deputy is there. The employer sees
-- number and urgency, and only until a substitute is named.
CREATE FUNCTION kim.uncovered() RETURNS TABLE (organisation_id bigint, case_number text, urgency text, person_id bigint,
        absent_until date, substitute_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
    employed bigint[] := kim.employed();
    supervised bigint[] := kim.supervised();
    shut bigint[] := kim.shut_to_me();
BEGIN
    RETURN QUERY
    WITH away AS (
        SELECT b.person_id AS worker, max(b.valid_until) AS until, max(b.substitute_id) AS substitute
        FROM public.permissions_absence b
        WHERE today BETWEEN b.valid_from AND b.valid_until GROUP BY b.person_id
    )
    SELECT a.organisation_id, c.number::text, c.urgency::text, a.person_id, away.until, away.substitute
    FROM public.casemanagement_assignment a
    JOIN public.casemanagement_case c ON c.id = a.case_id AND c.state IN ('open', 'waiting')
    JOIN away ON away.worker = a.person_id
    WHERE a.role = 'responsible' AND today BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity')
      AND (a.organisation_id = ANY (employed) AND away.substitute IS NULL
           OR c.organisation_id = ANY (supervised))
      AND c.id <> ALL (shut)
      AND NOT EXISTS (
        SELECT FROM public.casemanagement_assignment d
        WHERE d.case_id = c.id AND d.role = 'deputy'
          AND today BETWEEN d.valid_from AND coalesce(d.valid_until, 'infinity')
          AND d.person_id NOT IN (SELECT away.worker FROM away))
    ORDER BY c.urgency DESC, c.number;
END
$$;
