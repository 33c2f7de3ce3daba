-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The journals in one hash, hour by hour. A chain proves its own middle; its end, and a chain that
-- was dropped or computed anew, only an anchor proves that lies outside the database.

-- The end of every chain as it was when this event and this seal were the newest. What was deleted
-- since then has left its hashes. Without a seal of the accounts: as anchors were before those were sealed.
CREATE FUNCTION kim.journal_root(until_event bigint, until_seal bigint, until_account_seal bigint,
    OUT cases bigint, OUT events bigint, OUT accesses bigint, OUT account_events bigint, OUT root text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    heads bytea;
    seal text;
    account_seal text;
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system anchors the journals.';
    END IF;
    SELECT string_agg(int8send(h.case_id) || int4send(h.seq) || h.hash, ''::bytea ORDER BY h.case_id),
           count(*), coalesce(sum(h.seq), 0)
    INTO heads, cases, events
    FROM (
        SELECT c.id AS case_id, e.seq, e.hash
        FROM public.casemanagement_case c
        CROSS JOIN LATERAL (
            SELECT l.seq, l.hash FROM public.casemanagement_caseevent l
            WHERE l.case_id = c.id AND l.id <= until_event ORDER BY l.seq DESC LIMIT 1) e
        UNION ALL
        SELECT r.case_id, r.seq, r.hash FROM (
            SELECT DISTINCT ON (g.case_id) g.case_id, g.seq, g.hash
            FROM public.casemanagement_removedevent g
            WHERE g.event_id <= until_event ORDER BY g.case_id, g.seq DESC) r
    ) h;
    SELECT s.hash INTO seal FROM public.permissions_accessseal s WHERE s.id = until_seal;
    SELECT coalesce(sum(s.count), 0) INTO accesses FROM public.permissions_accessseal s WHERE s.id <= until_seal;
    IF until_account_seal IS NOT NULL THEN
        SELECT coalesce(sum(s.count), 0) INTO account_events
        FROM public.permissions_securityseal s WHERE s.id <= until_account_seal;
        account_seal := coalesce(
            (SELECT s.hash FROM public.permissions_securityseal s WHERE s.id = until_account_seal), '');
    END IF;
    root := encode(sha256(coalesce(heads, '') || convert_to(concat_ws('|', cases, events, accesses,
        coalesce(seal, ''), account_events, account_seal), 'UTF8')), 'hex');
END
$$;

CREATE FUNCTION kim.anchor_stamp(moment timestamptz) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

CREATE FUNCTION kim.anchor_digest(anchor public.permissions_journalanchor) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(convert_to(concat_ws('|', anchor.previous, anchor.number,
        kim.anchor_stamp(anchor.at), anchor.last_event,
        anchor.last_seal, anchor.cases, anchor.events, anchor.accesses,
        anchor.last_account_seal, anchor.account_events, anchor.root), 'UTF8')), 'hex')
$$;

-- Writes the next anchor and returns it; nothing if the last one is younger than this. A line younger than five minutes waits for the next
-- hour: a transaction with a smaller number may still be open.
CREATE FUNCTION kim.anchor_journals(every interval) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fresh public.permissions_journalanchor;
    former public.permissions_journalanchor;
BEGIN
    IF kim.hat() NOT IN ('system', 'owner') THEN
        RAISE insufficient_privilege USING MESSAGE = 'Only the system anchors the journals.';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('kim.anchor_journals'));
    SELECT * INTO former FROM public.permissions_journalanchor ORDER BY number DESC LIMIT 1;
    IF former.at > kim.now() - every THEN
        RETURN NULL;
    END IF;
    fresh.number := coalesce(former.number, 0) + 1;
    fresh.at := kim.now();
    fresh.previous := coalesce(former.hash, '');
    SELECT coalesce((
        SELECT e.id FROM public.casemanagement_caseevent e
        WHERE e.at < kim.now() - interval '5 minutes' ORDER BY e.id DESC LIMIT 1), 0) INTO fresh.last_event;
    SELECT coalesce(max(id), 0) INTO fresh.last_seal FROM public.permissions_accessseal;
    SELECT coalesce(max(id), 0) INTO fresh.last_account_seal FROM public.permissions_securityseal;
    SELECT r.cases, r.events, r.accesses, r.account_events, r.root
    INTO fresh.cases, fresh.events, fresh.accesses, fresh.account_events, fresh.root
    FROM kim.journal_root(fresh.last_event, fresh.last_seal, fresh.last_account_seal) r;
    fresh.hash := kim.anchor_digest(fresh);
    fresh.id := nextval(pg_get_serial_sequence('public.permissions_journalanchor', 'id'));
    INSERT INTO public.permissions_journalanchor SELECT fresh.*;
    RETURN to_jsonb(fresh) || jsonb_build_object('at', kim.anchor_stamp(fresh.at));
END
$$;
