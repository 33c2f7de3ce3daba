-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The days that matter to a client: what time itself asks about consents and about offers that begin.

-- Consents that end within these days or have ended, and of which that is not yet written down.
CREATE FUNCTION kim.ending_consents(at timestamptz, days integer)
RETURNS TABLE (consent_id bigint, case_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (at AT TIME ZONE 'Europe/Berlin')::date;
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system watches over consents.';
    END IF;
    RETURN QUERY
    SELECT c.id, c.case_id FROM public.casemanagement_consent c
    WHERE c.revoked_on IS NULL AND c.kind <> 'C0' AND c.valid_until IS NOT NULL
      AND (c.valid_until < today AND c.expired_at IS NULL
           OR c.valid_until BETWEEN today AND today + days AND c.reminded_at IS NULL AND c.kind <> 'C1')
    ORDER BY c.id;
END
$$;

-- The same of what somebody in the household agreed to for herself.
CREATE FUNCTION kim.ending_household_consents(at timestamptz, days integer)
RETURNS TABLE (person_id bigint, case_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (at AT TIME ZONE 'Europe/Berlin')::date;
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system watches over consents.';
    END IF;
    RETURN QUERY
    SELECT h.id, h.case_id FROM public.casemanagement_householdperson h
    WHERE h.has_consented AND h.consent_until IS NOT NULL
      AND (h.consent_until < today AND h.consent_expired_at IS NULL
           OR h.consent_until BETWEEN today AND today + days AND h.consent_reminded_at IS NULL)
    ORDER BY h.id;
END
$$;

-- Offers that begin within these days, or began as long ago, while the file does not yet say that the client is
-- there. Nobody is asked about a case that is over or restricted.
CREATE FUNCTION kim.beginning_measures(at timestamptz, days_before integer, days_after integer)
RETURNS TABLE (measure_id bigint, case_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (at AT TIME ZONE 'Europe/Berlin')::date;
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system watches over beginnings.';
    END IF;
    RETURN QUERY
    SELECT m.id, m.case_id FROM public.casemanagement_measure m
    JOIN public.casemanagement_case c ON c.id = m.case_id
        AND c.state IN ('open', 'waiting') AND NOT c.is_restricted
    WHERE m.state IN ('proposed', 'referral_sent', 'waiting_list', 'accepted') AND m.begins_on IS NOT NULL
      AND (m.begins_on BETWEEN today AND today + days_before AND m.begin_told_at IS NULL
           OR m.begins_on + days_after <= today AND m.attendance_asked_at IS NULL)
    ORDER BY m.id;
END
$$;
