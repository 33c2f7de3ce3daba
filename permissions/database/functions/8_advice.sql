-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Kurzberatung, for the coordination: sums over days, never a line of the sheet.

CREATE FUNCTION kim.advice_totals(since date, until date)
RETURNS TABLE (what text, code text, number bigint, minutes bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    towns bigint[] := kim.my_kommunen();
BEGIN
    IF NOT kim.coordinates() THEN
        RAISE insufficient_privilege USING MESSAGE = 'This hat coordinates nothing.';
    END IF;
    RETURN QUERY
    WITH sheet AS (
        SELECT a.* FROM public.casemanagement_briefadvice a
        WHERE a.kommune_id = ANY (towns) AND a.counted_on BETWEEN since AND until)
    SELECT 'all', '', count(*), coalesce(sum(s.minutes), 0)::bigint FROM sheet s
    UNION ALL
    SELECT 'field', f.code, count(*), sum(s.minutes)::bigint
    FROM sheet s CROSS JOIN LATERAL jsonb_array_elements_text(s.fields_of_action) AS f(code) GROUP BY f.code
    UNION ALL
    SELECT 'stadtbezirk', s.stadtbezirk::text, count(*), sum(s.minutes)::bigint FROM sheet s GROUP BY s.stadtbezirk
    UNION ALL
    SELECT 'language', s.language::text, count(*), sum(s.minutes)::bigint FROM sheet s GROUP BY s.language
    UNION ALL
    SELECT 'outcome', s.outcome::text, count(*), sum(s.minutes)::bigint FROM sheet s GROUP BY s.outcome;
END
$$;
