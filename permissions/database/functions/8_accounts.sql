-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Powerful tasks need two people, and whoever leaves is out at once. The administrator's role has no
-- way past these functions: it inserts ordinary appointments only, and changes no account's state.

-- permissions.models.proposal.POWERFUL says the same.
CREATE FUNCTION kim.powerful_roles() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ARRAY['fachaufsicht', 'emergency_decision', 'data_protection', 'controlling', 'administration']
$$;

-- Standing duties that an administrator may lay on somebody alone.
CREATE FUNCTION kim.ordinary_duties() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM public.auth_permission WHERE codename = 'dienstaufsicht'
$$;

-- Accounts that the administrator looks after: people of the municipality, and those without a task yet.
CREATE FUNCTION kim.manageable() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    near bigint[] := kim.neighbours();
BEGIN
    IF NOT kim.entitled('admin') THEN
        RETURN '{}';
    END IF;
    RETURN (
        SELECT coalesce(array_agg(u.id), '{}') FROM public.permissions_user u
        WHERE NOT EXISTS (SELECT FROM public.permissions_membership m WHERE m.person_id = u.id)
           OR EXISTS (SELECT FROM public.permissions_membership m
                      WHERE m.person_id = u.id AND m.organisation_id = ANY (near)));
END
$$;

-- Whether somebody beside these people administers the municipality of this organisation today.
CREATE FUNCTION kim.another_administrator(house bigint, VARIADIC besides bigint[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
BEGIN
    RETURN EXISTS (
        SELECT FROM public.permissions_membership m
        JOIN public.permissions_user u ON u.id = m.person_id AND u.is_active
        JOIN public.permissions_organisation o ON o.id = m.organisation_id
        JOIN public.permissions_organisation here ON here.kommune_id = o.kommune_id AND here.id = house
        WHERE m.role = 'administration' AND m.person_id <> ALL (besides)
          AND today BETWEEN m.valid_from AND coalesce(m.valid_until, 'infinity'));
END
$$;

-- Ends every session of a person: the rows go, and what the cookies stand for no longer fits.
CREATE FUNCTION kim.sign_out_everywhere(wanted bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.permissions_user SET session_stamp = replace(gen_random_uuid()::text, '-', '')
    WHERE id = wanted;
    DELETE FROM public.permissions_session WHERE person_id = wanted;
END
$$;

-- A second person decides: another administrator; or, where there is no other, the data protection
-- officer of the organisation. Whoever proposed may only take it back, whoever gains never decides.
CREATE FUNCTION kim.decide_proposal(wanted bigint, approve boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me bigint := kim.person();
    p public.permissions_proposal;
    mine boolean;
BEGIN
    SELECT * INTO p FROM public.permissions_proposal
    WHERE id = wanted AND decided_at IS NULL FOR UPDATE;
    mine := CASE kim.hat()
        WHEN 'admin' THEN p.organisation_id = ANY (kim.neighbours())
        WHEN 'dsb' THEN p.organisation_id = ANY (kim.guarded())
            AND (p.kind <> 'appoint' OR p.role = ANY (kim.powerful_roles()))
            AND NOT kim.another_administrator(p.organisation_id, p.proposed_by_id, p.person_id)
        ELSE false END;
    IF me = p.proposed_by_id AND NOT approve THEN
        mine := true;
    END IF;
    IF p.id IS NULL OR NOT mine OR approve AND me IN (p.proposed_by_id, p.person_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'This proposal needs a second person.';
    END IF;
    UPDATE public.permissions_proposal SET decided_by_id = me, decided_at = kim.now(),
        decision = CASE WHEN approve THEN 'approved' ELSE 'declined' END
    WHERE id = p.id;
    IF approve THEN
        PERFORM kim.carry_out(p);
    END IF;
END
$$;

-- Called by kim.decide_proposal() alone; no role may execute it.
CREATE FUNCTION kim.carry_out(p public.permissions_proposal) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p.kind = 'appoint' THEN
        PERFORM kim.lay_duties(p);
        INSERT INTO public.permissions_membership
            (person_id, organisation_id, role, post_id, valid_from, valid_until)
        VALUES (p.person_id, p.organisation_id, p.role, p.post_id, p.valid_from, p.valid_until);
    ELSIF p.kind = 'reset_sign_in' THEN
        DELETE FROM public.permissions_authenticator WHERE person_id = p.person_id;
        DELETE FROM public.permissions_passkey WHERE person_id = p.person_id;
        DELETE FROM public.permissions_recoverycode WHERE person_id = p.person_id;
        DELETE FROM public.permissions_foreignaccount WHERE person_id = p.person_id;
        PERFORM kim.sign_out_everywhere(p.person_id);
    ELSIF p.kind = 'reopen' THEN
        UPDATE public.permissions_user SET is_active = true WHERE id = p.person_id;
    END IF;
END
$$;

-- The duties of the new task; those of an earlier one that has ended do not come back with it.
CREATE FUNCTION kim.lay_duties(p public.permissions_proposal) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
    -- Both titles of the Fachaufsicht rest on the same duty.
    wanted text := CASE p.role WHEN 'emergency_decision' THEN 'fachaufsicht' ELSE p.role END;
    duty integer := (SELECT min(id) FROM public.auth_permission
                     WHERE codename = wanted AND wanted IN ('fachaufsicht', 'dienstaufsicht'));
BEGIN
    IF wanted = 'fachaufsicht' AND EXISTS (
        SELECT FROM public.permissions_membership m
        WHERE m.person_id = p.person_id AND m.role = ANY (kim.job_titles('fach')) AND m.role <> p.role
          AND coalesce(m.valid_until, 'infinity') >= today) THEN
        RAISE insufficient_privilege USING MESSAGE = 'Nobody stands in for herself.';
    END IF;
    IF NOT EXISTS (
        SELECT FROM public.permissions_membership m
        WHERE m.person_id = p.person_id AND m.role = p.role
          AND today BETWEEN m.valid_from AND coalesce(m.valid_until, 'infinity')) THEN
        DELETE FROM public.permissions_organisationuserpermission
        WHERE user_id = p.person_id AND permission_id = duty;
    END IF;
    INSERT INTO public.permissions_organisationuserpermission (permission_id, user_id, content_object_id)
    SELECT duty, p.person_id, o.id
    FROM public.permissions_organisation o
    JOIN public.permissions_organisation here ON here.kommune_id = o.kommune_id
    WHERE duty IS NOT NULL AND here.id = p.organisation_id AND o.id = ANY (p.over)
    ON CONFLICT DO NOTHING;
END
$$;

-- An appointment ends earlier than it would have; if that day is past, so do the sessions.
CREATE FUNCTION kim.end_membership(wanted bigint, until date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    m public.permissions_membership;
BEGIN
    SELECT * INTO m FROM public.permissions_membership WHERE id = wanted FOR UPDATE;
    IF m.id IS NULL OR NOT (kim.hat() = 'owner' OR kim.entitled('admin') AND m.organisation_id = ANY (kim.neighbours()))
        OR until > coalesce(m.valid_until, 'infinity') THEN
        RAISE insufficient_privilege USING MESSAGE = 'This appointment cannot be ended so.';
    END IF;
    IF m.role = 'administration' AND kim.hat() = 'admin'
        AND NOT kim.another_administrator(m.organisation_id, m.person_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'The last administrator stays.';
    END IF;
    UPDATE public.permissions_membership SET valid_until = until, valid_from = least(valid_from, until)
    WHERE id = m.id;
    IF until < kim.today() THEN
        PERFORM kim.sign_out_everywhere(m.person_id);
    END IF;
END
$$;

-- The account is closed now, in the middle of whatever the person does.
CREATE FUNCTION kim.close_account(wanted bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT (kim.hat() = 'owner' OR wanted = ANY (kim.manageable()) AND wanted <> kim.person()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'This account is not for you to close.';
    END IF;
    UPDATE public.permissions_user SET is_active = false WHERE id = wanted;
    PERFORM kim.sign_out_everywhere(wanted);
END
$$;

-- A lost telephone, a machine that was left open: every session ends, the account stays.
CREATE FUNCTION kim.end_sessions(wanted bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT (kim.hat() = 'owner' OR wanted = ANY (kim.manageable()) AND wanted <> kim.person()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'The sessions of this account are not for you to end.';
    END IF;
    PERFORM kim.sign_out_everywhere(wanted);
END
$$;

-- Who has looked into more cases, or taken out more, than a working hour explains. An alarm, no lock.
CREATE FUNCTION kim.over_budget(since timestamptz, most_cases integer, most_outputs integer)
RETURNS TABLE (person_id bigint, hat text, organisation_id bigint, cases integer, outputs integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system counts accesses.';
    END IF;
    RETURN QUERY
    SELECT e.person_id, e.hat::text, max(e.organisation_id), count(DISTINCT e.case_id)::integer,
        (count(*) FILTER (WHERE e.action = 'export'))::integer
    FROM public.permissions_accessevent e
    WHERE e.at > since AND e.person_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.permissions_securityevent s
        WHERE s.kind = 'over_budget' AND s.person_id = e.person_id AND s.at > since)
    GROUP BY e.person_id, e.hat
    HAVING count(DISTINCT e.case_id) > most_cases OR count(*) FILTER (WHERE e.action = 'export') > most_outputs;
END
$$;
