-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What time itself asks about deadlines, and how many fall due.

-- Whether somebody is absent today: yes or no, to the deed that reminds somebody.
CREATE FUNCTION kim.is_away(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
BEGIN
    IF kim.hat() NOT IN ('deed', 'system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only a deed asks who is away.';
    END IF;
    RETURN EXISTS (
        SELECT FROM public.permissions_absence
        WHERE person_id = wanted AND today BETWEEN valid_from AND valid_until);
END
$$;

-- Running deadlines whose rule was changed for running ones as well, and that do not follow it yet.
CREATE FUNCTION kim.outdated_deadlines(at timestamptz)
RETURNS TABLE (deadline_id bigint, case_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (at AT TIME ZONE 'Europe/Berlin')::date;
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system fires deadlines.';
    END IF;
    RETURN QUERY
    WITH in_force AS (
        SELECT DISTINCT ON (h.rule_id, h.kommune_id) h.id, h.rule_id, h.kommune_id, h.for_running
        FROM public.casemanagement_deadlinechange h WHERE h.valid_from <= today
        ORDER BY h.rule_id, h.kommune_id, h.valid_from DESC, h.id DESC
    )
    SELECT d.id, d.case_id FROM in_force f
    JOIN public.casemanagement_deadline d ON d.rule_id = f.rule_id AND d.change_id IS DISTINCT FROM f.id
    JOIN public.casemanagement_case c ON c.id = d.case_id AND c.kommune_id = f.kommune_id
    WHERE f.for_running AND d.met_on IS NULL AND d.cancelled_at IS NULL AND d.paused_since IS NULL
    ORDER BY d.id;
END
$$;

-- Open cases whose lead is away while no deputy is there, and which do not yet wait for one; without a day
-- those that wait for nobody any more.
CREATE FUNCTION kim.absent_leads() RETURNS TABLE (case_id bigint, code text, absent_from date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system watches over absences.';
    END IF;
    RETURN QUERY
    WITH away AS (
        SELECT b.person_id AS worker, min(b.valid_from) AS since FROM public.permissions_absence b
        WHERE today BETWEEN b.valid_from AND b.valid_until GROUP BY b.person_id
    ), uncovered AS (
        SELECT c.id, away.since,
            CASE WHEN c.urgency = 'urgent' OR c.in_crisis THEN 'deputy_urgent' ELSE 'deputy' END AS asks
        FROM away
        JOIN public.casemanagement_assignment a ON a.person_id = away.worker AND a.role = 'responsible'
            AND today BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity')
        JOIN public.casemanagement_case c ON c.id = a.case_id AND c.state IN ('open', 'waiting')
            AND c.paused_since IS NULL
        WHERE NOT EXISTS (
            SELECT FROM public.casemanagement_assignment d
            WHERE d.case_id = c.id AND d.role = 'deputy'
              AND today BETWEEN d.valid_from AND coalesce(d.valid_until, 'infinity')
              AND d.person_id NOT IN (SELECT away.worker FROM away))
    ), running AS (
        SELECT d.case_id AS file, r.code::text AS asks FROM public.casemanagement_deadline d
        JOIN public.casemanagement_deadlinerule r ON r.id = d.rule_id AND r.code IN ('deputy', 'deputy_urgent')
        WHERE d.met_on IS NULL AND d.cancelled_at IS NULL
    )
    SELECT u.id, u.asks, u.since FROM uncovered u
    WHERE NOT EXISTS (SELECT FROM running r WHERE r.file = u.id AND r.asks = u.asks)
    UNION ALL
    SELECT r.file, r.asks, NULL::date FROM running r
    WHERE NOT EXISTS (SELECT FROM uncovered u WHERE u.id = r.file AND u.asks = r.asks)
    ORDER BY 1, 2;
END
$$;

-- What falls due in the weeks to come, as numbers: a case manager's own, an employer's house, all houses of the
-- Fachaufsicht. Week 0 is the present one, before it lies what is late. Reviews come again in the rhythm of the
-- intensity, and what is decided on in the intake may become an assessment, where its programme has one.
CREATE FUNCTION kim.load_forecast(weeks integer, rhythm_low integer, rhythm_medium integer, rhythm_high integer,
        assessment_days integer)
RETURNS TABLE (organisation_id bigint, week integer, kind text, expected boolean, number integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
    monday date := today - (extract(isodow FROM today)::integer - 1);
    ends date := monday + 7 * weeks - 1;
    me bigint := CASE WHEN kim.hat() = 'case' THEN kim.person() END;
    houses bigint[] := kim.supervised() || kim.employed();
BEGIN
    IF kim.hat() NOT IN ('case', 'fach', 'dienst') THEN
        RAISE insufficient_privilege USING MESSAGE = 'This hat plans no work.';
    END IF;
    RETURN QUERY
    WITH mine AS (
        SELECT c.id, c.organisation_id AS house, c.intensity, NOT EXISTS (
            SELECT FROM public.casemanagement_programme p
            WHERE p.kommune_id = c.kommune_id AND p.code = c.programme AND p.without @> '["assessment"]') AS assessed
        FROM public.casemanagement_case c
        WHERE c.state IN ('open', 'waiting') AND c.paused_since IS NULL AND (
            me IS NULL AND c.organisation_id = ANY (houses)
            OR EXISTS (
                SELECT FROM public.casemanagement_assignment a
                WHERE a.case_id = c.id AND a.person_id = me AND a.role = 'responsible'
                  AND today BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity')))
    ), running AS (
        SELECT m.house, m.intensity, m.assessed, r.code::text AS code, coalesce(d.extended_until, d.due_on) AS due
        FROM public.casemanagement_deadline d
        JOIN mine m ON m.id = d.case_id
        JOIN public.casemanagement_deadlinerule r ON r.id = d.rule_id
        WHERE d.met_on IS NULL AND d.cancelled_at IS NULL AND d.paused_since IS NULL
    ), falls AS (
        SELECT r.house, r.code, r.due, false AS guessed FROM running r
        UNION ALL
        SELECT m.house, 'task', w.due_on, false FROM public.casemanagement_workitem w
        JOIN mine m ON m.id = w.case_id
        WHERE w.state = 'open' AND w.deadline_id IS NULL AND w.due_on IS NOT NULL
          AND (me IS NULL OR w.hat = 'case')
        UNION ALL
        SELECT r.house, 'review', later::date, true FROM running r,
            LATERAL (SELECT CASE r.intensity WHEN 'low' THEN rhythm_low WHEN 'high' THEN rhythm_high
                ELSE rhythm_medium END AS step) s,
            LATERAL generate_series(greatest(r.due, today) + s.step, ends, make_interval(days => s.step)) later
        WHERE r.code = 'first_review' OR r.code LIKE 'review\_%'
        UNION ALL
        SELECT r.house, 'assessment', greatest(r.due, today) + assessment_days, true FROM running r
        WHERE r.code = 'triage' AND r.assessed
    )
    SELECT f.house, greatest((f.due - monday + 70000) / 7 - 10000, -1), f.code, f.guessed, count(*)::integer
    FROM falls f WHERE f.due <= ends
    GROUP BY 1, 2, 3, 4;
END
$$;
