-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What keeps a case from somebody whose duty would show it, and the Notfallzugriff that opens one.

-- Cases before which this person is not impartial: declared, or the client is on the person's own list.
-- A name with a birth date matches both together; the name alone where either side has no date.
CREATE FUNCTION kim.conflicts_of(wanted bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT coalesce(array_agg(DISTINCT found.case_id), '{}') FROM (
            SELECT d.case_id FROM public.casemanagement_conflictdeclaration d
            WHERE d.person_id = wanted AND d.has_conflict AND d.ended_at IS NULL
            UNION ALL
            SELECT t.case_id FROM public.casemanagement_avoidedperson a
            JOIN public.casemanagement_identitytoken t ON t.kind = 'name_birth' AND t.token = a.birth_token
            WHERE a.person_id = wanted AND a.ended_at IS NULL
            UNION ALL
            SELECT t.case_id FROM public.casemanagement_avoidedperson a
            JOIN public.casemanagement_identitytoken t ON t.kind = 'name' AND t.token = a.name_token
            WHERE a.person_id = wanted AND a.ended_at IS NULL AND (a.birth_token IS NULL OR NOT EXISTS (
                SELECT FROM public.casemanagement_identitytoken b WHERE b.case_id = t.case_id AND b.kind = 'birth'))
        ) found);
END
$$;

-- Cases that only named people see, and this person is not one of them. A data protection officer
-- sees their number and dates all the same, so that somebody watches them.
CREATE FUNCTION kim.lists_without(wanted bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT coalesce(array_agg(l.case_id), '{}') FROM public.casemanagement_accesslist l
        WHERE l.ended_at IS NULL AND NOT EXISTS (
            SELECT FROM public.casemanagement_namedperson n
            WHERE n.case_id = l.case_id AND n.person_id = wanted AND n.ended_at IS NULL));
END
$$;

-- What the person who looks must not see, in any way but an emergency of the Fachaufsicht.
CREATE FUNCTION kim.shut_to_me() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('shut_to_me');
    me record;
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    me := kim.who();
    RETURN kim.remembered('shut_to_me', kim.conflicts_of(me.person)
        || CASE WHEN me.hat = 'dsb' THEN '{}'::bigint[] ELSE kim.lists_without(me.person) END);
END
$$;

-- Of these cases those that are not shut to the person who looks.
CREATE FUNCTION kim.without_shut(case_ids bigint[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    shut bigint[];
BEGIN
    IF cardinality(case_ids) = 0 THEN
        RETURN case_ids;
    END IF;
    shut := kim.shut_to_me();
    IF cardinality(shut) = 0 THEN
        RETURN case_ids;
    END IF;
    RETURN (SELECT coalesce(array_agg(id), '{}') FROM unnest(case_ids) id WHERE id <> ALL (shut));
END
$$;

-- Whether the bound case is shut to somebody who is to be named for it. Only a deed asks.
CREATE FUNCTION kim.shut_for(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN kim.bound_case() = ANY (kim.conflicts_of(wanted) || kim.lists_without(wanted));
END
$$;

-- Cases of the Fachaufsicht whose responsible person or deputy must not see them: to be reassigned.
CREATE FUNCTION kim.partial_leads() RETURNS TABLE (case_id bigint, person_id bigint, role text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
    under_me bigint[] := kim.supervised();
    shut bigint[] := kim.shut_to_me();
BEGIN
    RETURN QUERY
    SELECT a.case_id, a.person_id, a.role::text
    FROM (SELECT DISTINCT x.person_id FROM public.casemanagement_avoidedperson x WHERE x.ended_at IS NULL
          UNION SELECT x.person_id FROM public.casemanagement_conflictdeclaration x
          WHERE x.has_conflict AND x.ended_at IS NULL) who
    JOIN public.casemanagement_assignment a ON a.person_id = who.person_id
        AND today BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity')
    JOIN public.casemanagement_case c ON c.id = a.case_id AND c.organisation_id = ANY (under_me)
    WHERE a.case_id = ANY (kim.conflicts_of(who.person_id)) AND a.case_id <> ALL (shut)
    ORDER BY a.case_id, a.role DESC;
END
$$;

-- --- Notfallzugriff -----------------------------------------------------------------------------

-- What this person reads in an emergency at present. A case manager never reaches a protected, a
-- restricted or a listed case this way; the coordinator does, and data protection in its own house.
CREATE FUNCTION kim.my_emergencies() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('my_emergencies');
    me record;
    asked bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    me := kim.who();
    SELECT coalesce(array_agg(DISTINCT e.case_id), '{}') INTO asked
    FROM public.casemanagement_emergencyaccess e
    WHERE e.person_id = me.person AND e.hat = me.hat AND e.ended_at IS NULL AND e.valid_until > me.moment;
    IF cardinality(asked) = 0 THEN
        RETURN kim.remembered('my_emergencies', asked);
    END IF;
    RETURN kim.remembered('my_emergencies', (
        SELECT coalesce(array_agg(c.id), '{}') FROM public.casemanagement_case c
        WHERE c.id = ANY (asked) AND kim.breakable(c.id)));
END
$$;

CREATE FUNCTION kim.breakable(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me record := kim.who();
    house bigint;
    town bigint;
    restricted boolean;
BEGIN
    SELECT c.organisation_id, o.kommune_id, c.is_restricted INTO house, town, restricted
    FROM public.casemanagement_case c JOIN public.permissions_organisation o ON o.id = c.organisation_id
    WHERE c.id = wanted;
    IF wanted = ANY (kim.conflicts_of(me.person)) THEN
        RETURN false;
    END IF;
    RETURN CASE me.hat
        WHEN 'fach' THEN house = ANY (kim.supervised())
        WHEN 'dsb' THEN house = ANY (kim.guarded())
        WHEN 'case' THEN town = ANY (kim.my_kommunen()) AND NOT restricted
            AND wanted <> ALL (kim.lists_without(me.person))
            AND NOT EXISTS (SELECT FROM public.casemanagement_protectedaddress p WHERE p.case_id = wanted)
        ELSE false END;
END
$$;

-- Opens a case that is named exactly, by its number or by name and birth date, for four hours, and
-- says which; no list, no half names. "ask" stands for every reason why only the coordination helps,
-- also where there is no case at all but the asker is not impartial.
CREATE FUNCTION kim.break_glass(wanted_number text, wanted_token bytea, why text,
        OUT opened_case bigint, OUT emergency bigint, OUT answer text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me record := kim.who();
    towns bigint[] := kim.my_kommunen();
    house bigint;
BEGIN
    IF NOT kim.entitled('case', 'fach', 'dsb') OR coalesce(why, '') = '' THEN
        RAISE insufficient_privilege USING MESSAGE = 'This hat knows no emergency.';
    END IF;
    IF EXISTS (SELECT FROM public.casemanagement_avoidedperson a
               WHERE a.person_id = me.person AND a.ended_at IS NULL AND a.birth_token = wanted_token) THEN
        answer := 'ask';
        RETURN;
    END IF;
    SELECT c.id, c.organisation_id INTO opened_case, house
    FROM public.casemanagement_case c JOIN public.permissions_organisation o ON o.id = c.organisation_id
    WHERE o.kommune_id = ANY (towns) AND (c.number = wanted_number OR c.id IN (
        SELECT t.case_id FROM public.casemanagement_identitytoken t
        WHERE t.kind = 'name_birth' AND t.token = wanted_token))
    ORDER BY c.closed_on IS NOT NULL, c.id DESC LIMIT 1;
    answer := CASE WHEN opened_case IS NULL THEN 'none' WHEN kim.breakable(opened_case) THEN 'open' ELSE 'ask' END;
    IF answer <> 'open' THEN
        opened_case := NULL;
        RETURN;
    END IF;
    INSERT INTO public.casemanagement_emergencyaccess (case_id, organisation_id, person_id, hat, reason, text,
        reference, opened_at, valid_until, extension_text, review, review_note, seal)
    VALUES (opened_case, house, me.person, me.hat, why, '', '', me.moment, me.moment + interval '4 hours',
        '', '', '', gen_random_uuid())
    RETURNING id INTO emergency;
END
$$;
