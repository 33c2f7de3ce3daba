-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What follows from a standing duty: Fachaufsicht, Dienstaufsicht, data protection.

-- A standing duty counts while the appointment to the hat lasts, inside the municipality.
CREATE FUNCTION kim.on_duty(wanted_hat text, duty text) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me bigint := kim.person();
    kommunen bigint[] := kim.my_kommunen();
BEGIN
    IF kim.hat() <> wanted_hat THEN
        RETURN '{}';
    END IF;
    RETURN (
        SELECT coalesce(array_agg(DISTINCT o.id), '{}')
        FROM public.permissions_organisationuserpermission g
        JOIN public.auth_permission p ON p.id = g.permission_id AND p.codename = duty
        JOIN public.permissions_organisation o ON o.id = g.content_object_id
        WHERE g.user_id = me AND o.kommune_id = ANY (kommunen));
END
$$;

-- Two job titles wear the hat of the Fachaufsicht; only one of them supervises.
CREATE FUNCTION kim.appointed(title text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
    me bigint := kim.person();
BEGIN
    RETURN EXISTS (
        SELECT FROM public.permissions_membership m
        JOIN public.permissions_user u ON u.id = m.person_id AND u.is_active
        WHERE m.person_id = me AND m.role = title
          AND today BETWEEN m.valid_from AND coalesce(m.valid_until, 'infinity'));
END
$$;

CREATE FUNCTION kim.coordinates() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN kim.hat() = 'fach' AND kim.appointed('fachaufsicht');
END
$$;

CREATE FUNCTION kim.supervised() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(
        kim.recalled('supervised'),
        kim.remembered('supervised', CASE WHEN kim.coordinates() THEN kim.on_duty('fach', 'fachaufsicht') ELSE '{}' END));
END
$$;

-- Who decides what cannot wait: nobody while a coordinator is there, else the first of the order who is.
CREATE FUNCTION kim.decider(wanted bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
    away bigint[];
BEGIN
    SELECT coalesce(array_agg(person_id), '{}') INTO away FROM public.permissions_absence
    WHERE today BETWEEN valid_from AND valid_until;
    IF EXISTS (
        SELECT FROM public.permissions_membership m
        JOIN public.permissions_organisation o ON o.id = m.organisation_id AND o.kommune_id = wanted
        JOIN public.permissions_user u ON u.id = m.person_id AND u.is_active
        WHERE m.role = 'fachaufsicht' AND m.person_id <> ALL (away)
          AND today BETWEEN m.valid_from AND coalesce(m.valid_until, 'infinity')) THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT s.person_id FROM public.permissions_succession s
        JOIN public.permissions_user u ON u.id = s.person_id AND u.is_active
        WHERE s.kommune_id = wanted AND today BETWEEN s.valid_from AND s.valid_until
          AND s.person_id <> ALL (away)
        ORDER BY s.place, s.id LIMIT 1);
END
$$;

CREATE FUNCTION kim.standing_in() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me bigint := kim.person();
    duties bigint[] := kim.on_duty('fach', 'fachaufsicht');
BEGIN
    IF cardinality(duties) = 0 OR NOT kim.appointed('emergency_decision') THEN
        RETURN '{}';
    END IF;
    RETURN (
        SELECT coalesce(array_agg(id), '{}') FROM public.permissions_organisation
        WHERE id = ANY (duties) AND kim.decider(kommune_id) = me);
END
$$;

-- Whose frames the hat sees: all that it supervises, or for which it stands in.
CREATE FUNCTION kim.overseen() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(
        kim.recalled('overseen'),
        kim.remembered('overseen', kim.supervised() || kim.standing_in()));
END
$$;

-- Those by whose absence it follows who decides.
CREATE FUNCTION kim.deciders() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('deciders');
    houses bigint[];
    kommunen bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    houses := kim.neighbours();
    kommunen := kim.my_kommunen();
    IF kim.hat() <> 'fach' THEN
        RETURN '{}';
    END IF;
    RETURN kim.remembered('deciders', (
        SELECT coalesce(array_agg(person_id), '{}') FROM (
            SELECT person_id FROM public.permissions_membership
            WHERE organisation_id = ANY (houses) AND role = 'fachaufsicht'
            UNION SELECT person_id FROM public.permissions_succession WHERE kommune_id = ANY (kommunen)
        ) known));
END
$$;

-- Referrals that nobody clarifies yet: the Fachaufsicht reads what is asked for, to assign them.
CREATE FUNCTION kim.pool() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := kim.today();
    under_me bigint[] := kim.supervised();
BEGIN
    RETURN kim.without_shut((
        SELECT coalesce(array_agg(c.id), '{}') FROM public.casemanagement_case c
        WHERE c.organisation_id = ANY (under_me) AND c.phase = 'intake' AND c.state IN ('open', 'waiting')
          AND NOT c.is_restricted AND NOT EXISTS (
            SELECT FROM public.casemanagement_assignment a
            WHERE a.case_id = c.id AND a.role = 'responsible'
              AND today BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity'))));
END
$$;

CREATE FUNCTION kim.employed() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(
        kim.recalled('employed'),
        kim.remembered('employed', kim.on_duty('dienst', 'dienstaufsicht')));
END
$$;

CREATE FUNCTION kim.guarded() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(
        kim.recalled('guarded'),
        kim.remembered('guarded', CASE WHEN kim.hat() = 'dsb' THEN kim.my_organisations() ELSE '{}' END));
END
$$;

-- Files opened for an hour with a stated reason, where the client agreed to supervision (C3).
CREATE FUNCTION kim.opened() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('opened');
    me bigint;
    moment timestamptz;
    under_me bigint[];
    asked bigint[];
    agreed bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    me := kim.person();
    moment := kim.now();
    under_me := kim.supervised();
    SELECT coalesce(array_agg(DISTINCT case_id), '{}') INTO asked FROM public.casemanagement_fileopening
    WHERE person_id = me AND valid_until > moment;
    agreed := kim.consenting(asked, 'C3');
    RETURN kim.remembered('opened', kim.without_shut((
        SELECT coalesce(array_agg(id), '{}') FROM public.casemanagement_case
        WHERE id = ANY (agreed) AND organisation_id = ANY (under_me) AND NOT is_restricted)));
END
$$;

-- People whose work or employment the present hat supervises.
CREATE FUNCTION kim.my_staff() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known bigint[] := kim.recalled('my_staff');
    under_me bigint[];
BEGIN
    IF known IS NOT NULL THEN
        RETURN known;
    END IF;
    under_me := kim.supervised() || kim.employed();
    RETURN kim.remembered('my_staff', (
        SELECT coalesce(array_agg(DISTINCT person_id), '{}') FROM public.permissions_membership
        WHERE organisation_id = ANY (under_me)));
END
$$;

CREATE FUNCTION kim.my_posts() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me bigint := kim.person();
BEGIN
    RETURN (
        SELECT coalesce(array_agg(DISTINCT post_id), '{}') FROM public.permissions_membership
        WHERE person_id = me AND post_id IS NOT NULL AND kim.present());
END
$$;
