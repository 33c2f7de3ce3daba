-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Whose cases somebody is to stand in for, and who stands in for days off that are none any more. The system alone asks.

CREATE FUNCTION kim.stand_ins_wanted()
RETURNS TABLE (absence_id bigint, case_id bigint, substitute_id bigint, valid_from date, valid_until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system follows absences.';
    END IF;
    RETURN QUERY
    SELECT b.id, a.case_id, b.substitute_id, b.valid_from, b.valid_until
    FROM public.permissions_absence b
    JOIN public.casemanagement_assignment a ON a.person_id = b.person_id AND a.role = 'responsible'
        AND today BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity')
    JOIN public.casemanagement_case c ON c.id = a.case_id AND c.state IN ('open', 'waiting')
    WHERE b.substitute_id IS NOT NULL AND b.valid_until >= today
      AND NOT EXISTS (
        SELECT FROM public.casemanagement_assignment d
        WHERE d.case_id = a.case_id AND d.person_id = b.substitute_id
          AND d.valid_from <= greatest(b.valid_from, today)
          AND coalesce(d.valid_until, 'infinity') >= b.valid_until)
      AND NOT EXISTS (
        SELECT FROM public.casemanagement_workitem w
        WHERE w.case_id = a.case_id AND w.kind = 'deputies.absence.' || b.id)
    ORDER BY b.id, a.case_id;
END
$$;

CREATE FUNCTION kim.stand_ins_gone() RETURNS TABLE (case_id bigint, assignment_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system follows absences.';
    END IF;
    RETURN QUERY
    SELECT a.case_id, a.id FROM public.casemanagement_assignment a
    WHERE a.absence_id IS NOT NULL AND a.role = 'deputy' AND a.valid_until >= today
      AND NOT EXISTS (
        SELECT FROM public.permissions_absence b
        WHERE b.id = a.absence_id AND b.substitute_id = a.person_id
          AND b.valid_from <= a.valid_from AND b.valid_until >= a.valid_until)
    ORDER BY a.id;
END
$$;
