-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What a case manager may still read up of a case that she handed over: for some days, nothing that came later.

CREATE FUNCTION kim.past_cases() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('past_cases');
    me record;
    kommunen bigint[];
    led bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    me := kim.who();
    IF me.hat <> 'case' THEN
        RETURN '{}';
    END IF;
    kommunen := kim.my_kommunen();
    SELECT coalesce(array_agg(DISTINCT h.case_id), '{}') INTO led
    FROM public.casemanagement_handover h
    JOIN public.casemanagement_case c ON c.id = h.case_id
    WHERE h.from_person_id = me.person AND h.state = 'switched' AND h.read_until >= me.today
      AND c.kommune_id = ANY (kommunen)
      AND NOT EXISTS (SELECT FROM public.casemanagement_protectedaddress p WHERE p.case_id = h.case_id);
    IF cardinality(led) > 0 THEN
        led := kim.open_files(kim.without_shut(led));
    END IF;
    RETURN kim.remembered('past_cases', led);
END
$$;

CREATE FUNCTION kim.past_handovers() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me record := kim.who();
    led bigint[] := kim.past_cases();
BEGIN
    IF cardinality(led) = 0 THEN
        RETURN '{}';
    END IF;
    RETURN (
        SELECT coalesce(array_agg(h.id), '{}') FROM public.casemanagement_handover h
        WHERE h.case_id = ANY (led) AND h.from_person_id = me.person AND h.state = 'switched'
          AND h.read_until >= me.today);
END
$$;

CREATE FUNCTION kim.past_contacts() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine bigint[] := kim.past_handovers();
BEGIN
    IF cardinality(mine) = 0 THEN
        RETURN '{}';
    END IF;
    RETURN (
        SELECT coalesce(array_agg(DISTINCT n.id), '{}') FROM public.casemanagement_handover h
        JOIN public.casemanagement_contact n ON n.case_id = h.case_id AND n.written_at <= h.switched_at
        WHERE h.id = ANY (mine));
END
$$;

CREATE FUNCTION kim.past_assessments() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine bigint[] := kim.past_handovers();
BEGIN
    IF cardinality(mine) = 0 THEN
        RETURN '{}';
    END IF;
    RETURN (
        SELECT coalesce(array_agg(DISTINCT a.id), '{}') FROM public.casemanagement_handover h
        JOIN public.casemanagement_assessment a ON a.case_id = h.case_id
            AND a.completed_on <= (h.switched_at AT TIME ZONE 'Europe/Berlin')::date
        WHERE h.id = ANY (mine));
END
$$;

CREATE FUNCTION kim.past_plans() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine bigint[] := kim.past_handovers();
BEGIN
    IF cardinality(mine) = 0 THEN
        RETURN '{}';
    END IF;
    RETURN (
        SELECT coalesce(array_agg(DISTINCT p.id), '{}') FROM public.casemanagement_handover h
        JOIN public.casemanagement_supportplan p ON p.case_id = h.case_id AND p.drafted_at <= h.switched_at
        WHERE h.id = ANY (mine));
END
$$;

-- That the file is still open rests on the core consent: its rows, and no other, are seen.
CREATE FUNCTION kim.past_consents() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    led bigint[] := kim.past_cases();
BEGIN
    IF cardinality(led) = 0 THEN
        RETURN '{}';
    END IF;
    RETURN (
        SELECT coalesce(array_agg(c.id), '{}') FROM public.casemanagement_consent c
        WHERE c.case_id = ANY (led) AND c.kind = 'C1');
END
$$;
