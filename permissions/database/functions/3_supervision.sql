-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What follows from a standing duty: Fachaufsicht, Dienstaufsicht, data protection.

-- A standing duty counts while the appointment to the hat lasts, inside the municipality.
CREATE FUNCTION kim.on_duty(wanted_hat text, duty text) RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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

CREATE FUNCTION kim.supervised() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT kim.on_duty('fach', 'fachaufsicht')
$$;

CREATE FUNCTION kim.employed() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT kim.on_duty('dienst', 'dienstaufsicht')
$$;

CREATE FUNCTION kim.guarded() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN kim.hat() = 'dsb' THEN kim.my_organisations() ELSE '{}' END
$$;

-- Files opened for an hour with a stated reason, where the client agreed to supervision (C3).
CREATE FUNCTION kim.opened() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me bigint := kim.person();
    moment timestamptz := kim.now();
    under_me bigint[] := kim.supervised();
    asked bigint[];
    agreed bigint[];
BEGIN
    SELECT coalesce(array_agg(DISTINCT case_id), '{}') INTO asked FROM public.casemanagement_fileopening
    WHERE person_id = me AND valid_until > moment;
    agreed := kim.consenting(asked, 'C3');
    RETURN (
        SELECT coalesce(array_agg(id), '{}') FROM public.casemanagement_case
        WHERE id = ANY (agreed) AND organisation_id = ANY (under_me) AND NOT is_restricted);
END
$$;

-- People whose work or employment the present hat supervises.
CREATE FUNCTION kim.my_staff() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    under_me bigint[] := kim.supervised() || kim.employed();
BEGIN
    RETURN (
        SELECT coalesce(array_agg(DISTINCT person_id), '{}') FROM public.permissions_membership
        WHERE organisation_id = ANY (under_me));
END
$$;

CREATE FUNCTION kim.my_posts() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me bigint := kim.person();
BEGIN
    RETURN (
        SELECT coalesce(array_agg(DISTINCT post_id), '{}') FROM public.permissions_membership
        WHERE person_id = me AND post_id IS NOT NULL AND kim.present());
END
$$;
