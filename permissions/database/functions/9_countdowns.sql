-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What somebody has to hear before a time is over, or because it is. What was said once is not said
-- again: the notice itself is the mark. Of several distances the nearest one counts.

CREATE FUNCTION kim.countdowns(request_days integer[], protection_days integer[], breach_hours integer[],
        review_days integer)
RETURNS TABLE (kind text, case_id bigint, organisation_id bigint, people bigint[], codes jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
    moment timestamptz := kim.now();
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only time itself counts down.';
    END IF;
    RETURN QUERY
    WITH running AS (
        -- An emergency that nobody reviewed; its house answers for it, wherever the case is by now.
        SELECT 'break_glass_unreviewed' AS what, CASE WHEN c.organisation_id = e.organisation_id THEN c.id END AS file,
            e.organisation_id AS house, jsonb_build_object('emergency', e.id) AS mark,
            'days' AS unit, NULL::integer AS remaining, NULL::integer[] AS distances
        FROM public.casemanagement_emergencyaccess e
        JOIN public.casemanagement_case c ON c.id = e.case_id
        WHERE e.reviewed_at IS NULL AND e.opened_at + make_interval(days => review_days) < moment
        UNION ALL
        SELECT CASE WHEN r.answer_by < today THEN 'request_overdue' ELSE 'request_due' END, r.file, r.house,
            jsonb_build_object('request', r.id, 'until', r.answer_by),
            'days', CASE WHEN r.answer_by >= today THEN r.answer_by - today END, request_days
        FROM (SELECT q.id, c.id AS file, c.organisation_id AS house, coalesce(q.extended_until, q.due_on) AS answer_by
              FROM public.casemanagement_subjectrequest q
              JOIN public.casemanagement_case c ON c.id = q.case_id WHERE q.decision = '') r
        UNION ALL
        SELECT 'protection_ending', c.id, c.organisation_id,
            jsonb_build_object('address', p.id, 'until', p.valid_until),
            'days', p.valid_until - today, protection_days
        FROM public.casemanagement_protectedaddress p
        JOIN public.casemanagement_case c ON c.id = p.case_id AND c.closed_on IS NULL
        WHERE p.valid_until >= today
        UNION ALL
        SELECT CASE WHEN b.left < 0 THEN 'breach_late' ELSE 'breach_clock' END, NULL, b.house,
            jsonb_build_object('breach', b.id), 'hours', CASE WHEN b.left >= 0 THEN b.left END, breach_hours
        FROM (SELECT d.id, d.organisation_id AS house,
                  floor(extract(epoch FROM d.known_at + interval '72 hours' - moment) / 3600)::integer AS left
              FROM public.casemanagement_databreach d
              WHERE d.reported_at IS NULL AND d.risk <> 'none' AND d.closed_on IS NULL) b
    ), reached AS (
        SELECT running.*, (SELECT min(d) FROM unnest(running.distances) d WHERE d >= running.remaining) AS distance
        FROM running
    )
    SELECT r.what, r.file, r.house, (
            SELECT array_agg(DISTINCT a.person_id) FROM public.casemanagement_assignment a
            WHERE a.case_id = r.file AND today BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity')),
        r.mark || CASE WHEN r.remaining IS NULL THEN '{}' ELSE jsonb_build_object(r.unit, r.remaining) END
    FROM reached r
    WHERE (r.remaining IS NULL OR r.distance IS NOT NULL) AND NOT EXISTS (
        SELECT FROM public.casemanagement_notice n
        WHERE n.organisation_id = r.house AND n.kind = r.what AND n.data @> r.mark
          AND (r.remaining IS NULL OR (n.data ->> r.unit)::integer <= r.distance))
    ORDER BY r.what, r.mark::text;
END
$$;
