-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Deletion. No hat deletes a file: these functions do, each for an order on which two persons agreed.
-- What hangs on a file is found in the catalogue, independently of the program's own list of it
-- (casemanagement.person_graph); a test proves both equal.

-- Ended files, for whoever works out what is due. Numbers and days, nothing of a client.
CREATE FUNCTION kim.ended_cases(ended_until date) RETURNS TABLE (
    case_id bigint, case_number text, organisation_id bigint, of_city boolean, accepted boolean,
    closed_on date, restricted boolean, child_protection boolean, held boolean, planned boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system works out what is due.';
    END IF;
    RETURN QUERY
    SELECT c.id, c.number::text, c.organisation_id, o.kind = 'city', c.accepted_on IS NOT NULL, c.closed_on,
        c.is_restricted,
        EXISTS (SELECT FROM public.casemanagement_document d
                WHERE d.case_id = c.id AND d.kind = 'child_protection'),
        EXISTS (SELECT FROM public.casemanagement_legalhold h
                WHERE h.case_id = c.id AND h.released_at IS NULL),
        kim.is_planned(c.id, NULL)
    FROM public.casemanagement_case c
    JOIN public.permissions_organisation o ON o.id = c.organisation_id
    WHERE c.closed_on <= ended_until AND c.deletion_on IS NOT NULL
    ORDER BY c.id;
END
$$;

-- Copies of papers whose purpose was reached, at the latest when their file ended.
CREATE FUNCTION kim.papers_to_remove(kinds text[], reached_until date) RETURNS TABLE (
    case_id bigint, case_number text, organisation_id bigint, document_id bigint, started_on date,
    held boolean, planned boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system works out what is due.';
    END IF;
    RETURN QUERY
    SELECT c.id, c.number::text, c.organisation_id, d.id, least(d.purpose_reached_on, c.closed_on),
        EXISTS (SELECT FROM public.casemanagement_legalhold h
                WHERE h.case_id = c.id AND h.released_at IS NULL),
        kim.is_planned(c.id, d.id)
    FROM public.casemanagement_document d
    JOIN public.casemanagement_case c ON c.id = d.case_id
    WHERE d.kind = ANY (kinds) AND d.removed_at IS NULL
      AND least(d.purpose_reached_on, c.closed_on) <= reached_until
    ORDER BY d.id;
END
$$;

-- Whether an order for this file, or this paper, waits already.
CREATE FUNCTION kim.is_planned(wanted bigint, paper bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM public.casemanagement_deletionitem i
        LEFT JOIN public.casemanagement_deletionrun r ON r.id = i.run_id
        WHERE i.case_id = wanted AND i.erased_at IS NULL AND r.withdrawn_at IS NULL
          AND i.document_id IS NOT DISTINCT FROM paper)
$$;

CREATE FUNCTION kim.holds_to_review(at timestamptz) RETURNS TABLE (hold_id bigint, case_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system reminds.';
    END IF;
    RETURN QUERY
    SELECT h.id, h.case_id FROM public.casemanagement_legalhold h
    WHERE h.released_at IS NULL AND h.reminded_at IS NULL
      AND h.review_on <= (at AT TIME ZONE 'Europe/Berlin')::date
    ORDER BY h.id;
END
$$;

-- Carries out one order: everything that speaks against it is asked here, whatever the program thinks.
CREATE FUNCTION kim.erase(wanted bigint) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    item public.casemanagement_deletionitem;
    file public.casemanagement_case;
    proof public.casemanagement_caseproof;
    done jsonb;
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system deletes.';
    END IF;
    SELECT * INTO item FROM public.casemanagement_deletionitem WHERE id = wanted FOR UPDATE;
    IF item.erased_at IS NOT NULL THEN
        RETURN item.counts;
    END IF;
    PERFORM kim.demand_order(item);
    SELECT * INTO file FROM public.casemanagement_case WHERE id = item.case_id FOR UPDATE;
    IF item.document_id IS NOT NULL THEN
        done := kim.erase_paper(item.document_id, item.case_id);
    ELSE
        done := kim.erase_case(item.case_id);
        SELECT * INTO proof FROM public.casemanagement_caseproof WHERE case_number = file.number;
    END IF;
    UPDATE public.casemanagement_deletionitem SET
        erased_at = kim.now(), counts = done, last_hash = proof.last_hash,
        case_id = NULL, document_id = NULL, case_number = ''
    WHERE id = item.id;
    -- Another order for the same file has nothing left to do, and forgets it as well.
    UPDATE public.casemanagement_deletionitem SET
        erased_at = kim.now(), case_id = NULL, document_id = NULL, case_number = ''
    WHERE case_id = item.case_id AND erased_at IS NULL AND item.document_id IS NULL;
    RETURN done;
END
$$;

-- Two persons, their time to reconsider, no hold, the archive's word, an ended file: or nothing happens.
CREATE FUNCTION kim.demand_order(item public.casemanagement_deletionitem) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    run public.casemanagement_deletionrun;
    agreed date;
BEGIN
    SELECT * INTO run FROM public.casemanagement_deletionrun WHERE id = item.run_id;
    agreed := (greatest(run.supervised_at, run.protected_at) AT TIME ZONE 'Europe/Berlin')::date;
    IF run.supervised_at IS NULL OR run.protected_at IS NULL OR run.supervised_by_id = run.protected_by_id
        OR run.withdrawn_at IS NOT NULL OR run.organisation_id <> item.organisation_id THEN
        RAISE insufficient_privilege USING MESSAGE = 'Two persons have to agree to this deletion.';
    END IF;
    IF agreed + 14 > kim.today() AND item.rule <> 'erasure_request' THEN
        RAISE insufficient_privilege USING MESSAGE = 'This deletion can still be taken back.';
    END IF;
    IF EXISTS (SELECT FROM public.casemanagement_legalhold h
               WHERE h.case_id = item.case_id AND h.released_at IS NULL) THEN
        RAISE insufficient_privilege USING MESSAGE = 'A legal hold stops this deletion.';
    END IF;
    IF item.archive_answer = 'open' OR item.archive_answer = 'taken' AND item.handed_over_at IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'The archive comes first.';
    END IF;
    IF item.document_id IS NULL AND NOT EXISTS (
        SELECT FROM public.casemanagement_case c
        WHERE c.id = item.case_id AND c.organisation_id = item.organisation_id
          AND c.closed_on IS NOT NULL AND c.deletion_on IS NOT NULL) THEN
        RAISE insufficient_privilege USING MESSAGE = 'This file has not ended.';
    END IF;
END
$$;

-- A deletion that a restored backup has undone. Only the owner's login restores, so only it may.
CREATE FUNCTION kim.erase_again(wanted bigint, paper bigint) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF kim.hat() <> 'owner' THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only a restore deletes again.';
    END IF;
    IF paper IS NOT NULL THEN
        RETURN kim.erase_paper(paper, wanted);
    END IF;
    UPDATE public.casemanagement_deletionitem SET
        erased_at = kim.now(), case_id = NULL, document_id = NULL, case_number = ''
    WHERE case_id = wanted AND erased_at IS NULL;
    RETURN kim.erase_case(wanted);
END
$$;

-- The paper goes; that it was shown, and when, stays.
CREATE FUNCTION kim.erase_paper(paper bigint, of_case bigint) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM public.casemanagement_documentcontent WHERE document_id = paper AND case_id = of_case;
    GET DIAGNOSTICS gone = ROW_COUNT;
    UPDATE public.casemanagement_document SET title = '', sha256 = '', size = 0, removed_at = kim.now()
    WHERE id = paper AND case_id = of_case;
    RETURN jsonb_build_object('casemanagement_documentcontent', gone);
END
$$;

-- The whole file and the engine's rows about it; returns how many rows of which table.
CREATE FUNCTION kim.erase_case(wanted bigint) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    state jsonb := '{"counts": {}, "mentions": []}';
    processes bigint[];
    engine record;
    ids bigint[];
    mention jsonb;
BEGIN
    SELECT coalesce(array_agg(process_ptr_id), '{}') INTO processes
    FROM public.workflows_caseprocess WHERE case_id = wanted;
    state := kim.erase_rows('public.casemanagement_case', ARRAY[wanted], state);
    state := kim.erase_rows('public.viewflow_process', processes, state);
    -- Rows of the engine say by a column of the barrier which case they belong to.
    FOR engine IN SELECT attrelid::regclass AS of FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE attname = 'kim_case' AND NOT attisdropped AND c.relkind = 'r'
    LOOP
        EXECUTE format('SELECT coalesce(array_agg(id), ''{}'') FROM %s WHERE kim_case = $1', engine.of)
            INTO ids USING wanted;
        state := kim.erase_rows(engine.of, ids, state);
    END LOOP;
    -- Rows of others that mention what is gone forget it; last, so that none of them is of this file.
    FOR mention IN SELECT jsonb_array_elements(state -> 'mentions') LOOP
        EXECUTE format('UPDATE %s SET %I = NULL WHERE %2$I = ANY ($1)', mention ->> 'table', mention ->> 'column')
            USING ARRAY(SELECT jsonb_array_elements_text(mention -> 'ids'))::bigint[];
    END LOOP;
    RETURN state -> 'counts';
END
$$;

-- Rows of one table and all that hangs on them, children first.
CREATE FUNCTION kim.erase_rows(of regclass, ids bigint[], state jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    link record;
    children bigint[];
    gone integer;
    counted text := split_part(of::text, '.', 2);
BEGIN
    IF cardinality(ids) = 0 THEN
        RETURN state;
    END IF;
    FOR link IN
        SELECT k.conrelid::regclass AS child, a.attname AS col, a.attnotnull OR a.attname = 'case_id' AS goes,
            (SELECT p.attname FROM pg_index i JOIN pg_attribute p ON p.attrelid = i.indrelid AND p.attnum = i.indkey[0]
             WHERE i.indrelid = k.conrelid AND i.indisprimary) AS key
        FROM pg_constraint k
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        -- What the database itself deletes along (the journal, the link to the figures) is its own.
        WHERE k.contype = 'f' AND k.confrelid = of AND k.conrelid <> of AND k.confdeltype <> 'c'
        ORDER BY k.conrelid::regclass::text, a.attname
    LOOP
        IF link.goes THEN
            EXECUTE format('SELECT coalesce(array_agg(%I), ''{}'') FROM %s WHERE %I = ANY ($1)',
                link.key, link.child, link.col) INTO children USING ids;
            state := kim.erase_rows(link.child, children, state);
        ELSE
            state := jsonb_set(state, '{mentions}', state -> 'mentions' || jsonb_build_array(
                jsonb_build_object('table', link.child::text, 'column', link.col, 'ids', to_jsonb(ids))));
        END IF;
    END LOOP;
    EXECUTE format('DELETE FROM %s WHERE %I = ANY ($1)', of, (
        SELECT p.attname FROM pg_index i JOIN pg_attribute p ON p.attrelid = i.indrelid AND p.attnum = i.indkey[0]
        WHERE i.indrelid = of AND i.indisprimary)) USING ids;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN jsonb_set(state, ARRAY['counts', counted],
        to_jsonb(gone + coalesce((state -> 'counts' ->> counted)::integer, 0)));
END
$$;

-- Posts whose time of proof is over, with the appointments to them that ended as well.
CREATE FUNCTION kim.purge_posts(ended_before date) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old bigint[];
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system deletes.';
    END IF;
    SELECT coalesce(array_agg(id), '{}') INTO old
    FROM public.permissions_post WHERE valid_until < ended_before;
    UPDATE public.permissions_membership SET post_id = NULL WHERE post_id = ANY (old);
    DELETE FROM public.permissions_post WHERE id = ANY (old);
    RETURN cardinality(old);
END
$$;

-- The accounts of those who left lose name, address and everything to sign in with; the row stays as author.
-- With them goes what they said about themselves: whom they avoid, why they were not impartial, that they
-- had too much to do, and what they were told.
CREATE FUNCTION kim.empty_accounts(left_before date) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone bigint[];
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system empties accounts.';
    END IF;
    SELECT coalesce(array_agg(u.id), '{}') INTO gone FROM public.permissions_user u
    WHERE NOT u.is_active AND u.username NOT LIKE 'ausgeschieden-%' AND left_before > coalesce(
        (SELECT max(m.valid_until) FROM public.permissions_membership m WHERE m.person_id = u.id),
        u.last_login::date);
    DELETE FROM public.permissions_credential WHERE person_id = ANY (gone);
    DELETE FROM public.permissions_authenticator WHERE person_id = ANY (gone);
    DELETE FROM public.permissions_passkey WHERE person_id = ANY (gone);
    DELETE FROM public.permissions_recoverycode WHERE person_id = ANY (gone);
    DELETE FROM public.permissions_invitation WHERE person_id = ANY (gone);
    DELETE FROM public.permissions_foreignaccount WHERE person_id = ANY (gone);
    DELETE FROM public.permissions_session WHERE person_id = ANY (gone);
    DELETE FROM public.permissions_absence WHERE person_id = ANY (gone);
    DELETE FROM public.permissions_organisationuserpermission WHERE user_id = ANY (gone);
    DELETE FROM public.casemanagement_avoidedperson WHERE person_id = ANY (gone);
    UPDATE public.casemanagement_conflictdeclaration SET note = '',
        ended_by_id = CASE WHEN ended_at IS NULL THEN person_id ELSE ended_by_id END,
        ended_at = coalesce(ended_at, kim.now())
    WHERE person_id = ANY (gone);
    UPDATE public.casemanagement_namedperson SET ended_at = kim.now()
    WHERE person_id = ANY (gone) AND ended_at IS NULL;
    UPDATE public.casemanagement_overloadnotice SET words = '', answer = '' WHERE person_id = ANY (gone);
    -- An alarm of an earlier version names the account instead of its number.
    DELETE FROM public.casemanagement_notice n USING public.permissions_user u
    WHERE u.id = ANY (gone) AND (n.to_person_id = u.id OR n.data ->> 'person' = u.username);
    UPDATE public.permissions_user SET username = 'ausgeschieden-' || id,
        display_name = 'Ausgeschieden ' || id, email = '', last_login = NULL, language = 'de'
    WHERE id = ANY (gone);
    RETURN cardinality(gone);
END
$$;

-- Complaints that were answered before this day, but for those about a file that somebody keeps; with the
-- second word they are only counted.
CREATE FUNCTION kim.purge_complaints(answered_before date, only_count boolean DEFAULT false) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old bigint[];
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system deletes.';
    END IF;
    SELECT coalesce(array_agg(c.id), '{}') INTO old FROM public.casemanagement_complaint c
    WHERE (c.answered_at AT TIME ZONE 'Europe/Berlin')::date < answered_before AND NOT EXISTS (
        SELECT FROM public.casemanagement_legalhold h WHERE h.case_id = c.case_id AND h.released_at IS NULL);
    IF NOT only_count THEN
        DELETE FROM public.casemanagement_complaint WHERE id = ANY (old);
    END IF;
    RETURN cardinality(old);
END
$$;

-- The same for breaches that were closed.
CREATE FUNCTION kim.purge_breaches(closed_before date, only_count boolean DEFAULT false) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old bigint[];
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system deletes.';
    END IF;
    SELECT coalesce(array_agg(id), '{}') INTO old
    FROM public.casemanagement_databreach WHERE closed_on < closed_before;
    IF NOT only_count THEN
        DELETE FROM public.casemanagement_databreach WHERE id = ANY (old);
    END IF;
    RETURN cardinality(old);
END
$$;

-- Files of running cases that nobody finished, and what could not be taken over: emptied unread. What became
-- of their rows stays with the cases.
CREATE FUNCTION kim.empty_imports(begun_before date, only_count boolean DEFAULT false) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old bigint[];
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system empties files.';
    END IF;
    SELECT coalesce(array_agg(id), '{}') INTO old FROM public.casemanagement_importrun
    WHERE (started_at AT TIME ZONE 'Europe/Berlin')::date < begun_before
      AND (state <> 'done' OR content <> '' OR error_file <> '' OR mapping IS NOT NULL OR failures IS NOT NULL);
    IF NOT only_count THEN
        UPDATE public.casemanagement_importrun SET state = 'done', finished_at = coalesce(finished_at, kim.now()),
            content = '', error_file = '', mapping = NULL, failures = NULL
        WHERE id = ANY (old);
    END IF;
    RETURN cardinality(old);
END
$$;
