-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What a deed needs from the database before and while it is done.

-- Whether the present hat may act on this case at all; what exactly, the access concept decides.
CREATE FUNCTION kim.bind(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    hat text := kim.hat();
BEGIN
    PERFORM kim.ask_afresh();  -- a deed rests on what is true now
    RETURN CASE
        WHEN wanted IS NULL THEN false
        WHEN hat = 'deed' THEN wanted = kim.bound_case()
        WHEN hat IN ('system', 'owner') THEN true
        WHEN hat = 'case' THEN wanted = ANY (kim.my_frames() || kim.my_emergencies()) OR kim.reserved(wanted)
        WHEN hat = 'desk' THEN wanted = ANY (kim.my_referrals()) OR kim.reserved(wanted)
        WHEN hat = 'fach' THEN wanted = ANY (kim.my_emergencies()) OR kim.reserved(wanted) OR wanted <> ALL (kim.shut_to_me()) AND EXISTS (
            SELECT FROM public.casemanagement_case
            WHERE id = wanted AND organisation_id = ANY (kim.overseen()))
        WHEN hat = 'dsb' THEN wanted <> ALL (kim.shut_to_me()) AND EXISTS (
            SELECT FROM public.casemanagement_case
            WHERE id = wanted AND organisation_id = ANY (kim.guarded()))
        ELSE false END;
END
$$;

-- The coordination registers no case of its own accord, only while a Meldung von außen waits for it, or a file
-- of running cases that she brought herself is not done.
CREATE FUNCTION kim.takes_over() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN kim.coordinates() AND (EXISTS (
        SELECT FROM public.casemanagement_outsidereferral
        WHERE state = 'open' AND kommune_id = ANY (kim.my_kommunen()))
    OR EXISTS (
        SELECT FROM public.casemanagement_importrun
        WHERE state <> 'done' AND started_by_id = kim.person()));
END
$$;

-- The id of a case that is about to be written.
CREATE FUNCTION kim.reserve_case() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT (kim.entitled('case', 'desk') OR kim.takes_over() OR kim.hat() = 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'This hat registers no cases.';
    END IF;
    RETURN nextval(pg_get_serial_sequence('public.casemanagement_case', 'id'));
END
$$;

-- Whether this connection reserved this id last and has not used it yet.
CREATE FUNCTION kim.reserved(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (kim.entitled('case', 'desk') OR kim.takes_over())
        AND wanted = currval(pg_get_serial_sequence('public.casemanagement_case', 'id'))
        AND NOT EXISTS (SELECT FROM public.casemanagement_case WHERE id = wanted);
    EXCEPTION WHEN object_not_in_prerequisite_state THEN
        RETURN false;  -- nothing was reserved on this connection
END
$$;

-- Deadlines that ask for a reminder or an escalation on this day; only time itself asks.
CREATE FUNCTION kim.due_deadlines(at timestamptz)
RETURNS TABLE (deadline_id bigint, case_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (at AT TIME ZONE 'Europe/Berlin')::date;
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system fires deadlines.';
    END IF;
    RETURN QUERY
    SELECT d.id, d.case_id FROM public.casemanagement_deadline d
    WHERE d.met_on IS NULL AND d.cancelled_at IS NULL AND d.paused_since IS NULL
      AND (d.remind_on <= today AND d.reminded_at IS NULL
           OR d.escalate_on <= today AND d.escalated_at IS NULL)
    ORDER BY d.id;
END
$$;

-- The engine's tables know no case. They get one when a row is written: the case of the deed.
CREATE FUNCTION kim.note_case() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.kim_case := coalesce(kim.bound_case(), NEW.kim_case);
    RETURN NEW;
END
$$;
