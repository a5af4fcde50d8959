-- Write many entries in one statement per step: the same checks, keys and content hash as ledger.post.
--   p_idem … p_memo   one element per entry (p_idem null elements: always new)
--   l_entry           for each line, the position of its entry (1…); lines of an entry keep their order
--   l_branches, l_parties, l_docs   per line; null: the entry's branch, nobody, nothing
-- Plans are made for each call: one made for any size of array joins them row by row.
-- Returns how many were written, how many were there already, and their ids in the order asked.
create or replace function ledger.post_many(
  p_idem uuid[], p_branch smallint[], p_date date[], p_kind text[], p_source text[], p_memo text[],
  l_entry int[], l_accounts int[], l_amounts bigint[], l_currencies char(3)[] default null, l_uses text[] default null,
  l_branches smallint[] default null, l_parties uuid[] default null, l_docs uuid[] default null,
  p_adjuster boolean default false, out posted int, out replayed int, out ids bigint[])
language plpgsql security definer set search_path = ledger, pg_temp set plan_cache_mode = force_custom_plan
  set enable_seqscan = off as $$
declare
  v_n int := cardinality(p_idem);
  v_lines int := cardinality(l_entry);
  v_company smallint;
  v_idem uuid[];
  v_sha bytea[];
  v_month record;
  v_unopened int;
begin
  if v_n is null or v_n not between 1 and 20000 or v_lines not between 2 and 200000
     or (v_n, v_n, v_n, v_n, v_n) is distinct from (cardinality(p_branch), cardinality(p_date), cardinality(p_kind),
                                                    cardinality(p_source), cardinality(p_memo))
     or (v_lines, v_lines) is distinct from (cardinality(l_accounts), cardinality(l_amounts))
     or v_lines <> coalesce(cardinality(l_currencies), v_lines) or v_lines <> coalesce(cardinality(l_uses), v_lines)
     or v_lines <> coalesce(cardinality(l_branches), v_lines) or v_lines <> coalesce(cardinality(l_parties), v_lines)
     or v_lines <> coalesce(cardinality(l_docs), v_lines) then
    raise exception 'at most 20000 entries and 200000 lines, arrays of matching length' using errcode = 'LG010';
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'posting needs read committed' using errcode = 'LG012';
  end if;
  select min(b.company_id) into v_company
    from unnest(p_branch) u (id) left join public.branches b on b.id = u.id
    having count(distinct b.company_id) = 1 and count(b.id) = v_n;
  if v_company is null then
    raise exception 'unknown branch, or branches of several companies' using errcode = 'LG011';
  end if;
  if current_setting('caudal.all', true) is distinct from '1' and exists (
      select 1 from unnest(p_branch) u (id) where u.id::text <> all
      (coalesce(string_to_array(current_setting('caudal.branches', true), ','), '{}'))) then
    raise exception 'branch out of reach' using errcode = 'LG015';
  end if;

  -- the content hash of each entry, the same text ledger.post hashes
  select array_agg(coalesce(h.idem, uuidv7()) order by h.o),
         array_agg(sha256(convert_to(concat_ws('|', 'v1', h.br, h.d, quote_nullable(h.k), x.a, x.m,
           quote_nullable(case when not x.b <@ array[h.br] then x.b end),
           quote_nullable(case when cardinality(array_remove(x.p, null)) > 0 then x.p end),
           quote_nullable(case when cardinality(array_remove(x.t, null)) > 0 then x.t end),
           quote_nullable(h.s), quote_nullable(h.m), 'NULL'), 'UTF8')) order by h.o)
    into v_idem, v_sha
    from unnest(p_idem, p_branch, p_date, p_kind, p_source, p_memo) with ordinality h (idem, br, d, k, s, m, o)
    join (select u.e, array_agg(u.a order by u.o) as a, array_agg(u.m order by u.o) as m,
                 array_agg(coalesce(u.b, p_branch[u.e]) order by u.o) as b, array_agg(u.p order by u.o) as p,
                 array_agg(u.t order by u.o) as t, count(*) as lines
          from unnest(l_entry, l_accounts, l_amounts, l_branches, l_parties, l_docs)
               with ordinality u (e, a, m, b, p, t, o)
          group by u.e) x on x.e = h.o and x.lines between 2 and 1000;
  if cardinality(v_idem) is distinct from v_n or exists (select 1 from unnest(l_entry) e where e not between 1 and v_n)
  then
    raise exception 'an entry has 2 to 1000 lines' using errcode = 'LG010';
  end if;

  for v_month in select distinct to_char(u.d, 'YYYYMM')::int as ym from unnest(p_date) u (d) order by 1 loop
    perform pg_advisory_xact_lock_shared(month_lock(v_company, v_month.ym));
    if (month_status(v_company, v_month.ym) = 'C'
        or (month_status(v_company, v_month.ym) = 'S' and not coalesce(p_adjuster, false)))
       and exists (select 1 from unnest(v_idem, p_date) u (idem, d) where to_char(u.d, 'YYYYMM')::int = v_month.ym
                   and not exists (select 1 from entries e where e.idem = u.idem)) then
      raise exception 'the month % is closed', v_month.ym using errcode = 'LG020';
    end if;
  end loop;

  with asked as materialized (
    select h.*, row_number() over (partition by h.idem order by h.o) as copy
    from unnest(v_idem, v_sha, p_branch, p_date, p_kind, p_source, p_memo) with ordinality
         h (idem, sha, br, d, k, s, m, o)),
  written as (
    insert into entries (company_id, branch_id, on_date, kind, idem, request_sha, source, memo,
                         actor, act_id, ip, reason)
    select v_company, a.br, a.d, a.k, a.idem, a.sha, a.s, a.m,
           nullif(current_setting('caudal.actor', true), '')::int,
           nullif(current_setting('caudal.act', true), '')::uuid,
           nullif(current_setting('caudal.ip', true), ''), nullif(current_setting('caudal.reason', true), '')
    from asked a where a.copy = 1 order by a.idem
    on conflict (idem) do nothing returning id, idem),
  fresh as materialized (
    select w.id, a.o, a.br, a.d from written w join asked a on a.idem = w.idem and a.copy = 1),
  line as materialized (
    select f.id, row_number() over (partition by u.e order by u.o) as n, u.a, coalesce(u.b, f.br) as br, f.d, u.m,
           u.p, u.t, u.c, u.use
    from unnest(l_entry, l_accounts, l_amounts, l_branches, l_parties, l_docs, l_currencies, l_uses)
         with ordinality u (e, a, m, b, p, t, c, use, o)
    join fresh f on f.o = u.e),
  placed as (
    insert into lines (entry_id, line, account_id, branch_id, currency, on_date, amount, party_id, doc_id)
    select l.id, l.n, l.a,
           case when l_branches is null then l.br else coalesce(b.id, refuse_line('branch')::smallint) end,
           coalesce(a.currency, refuse_line('account')), l.d, l.m, l.p, l.t
    from line l
    left join accounts a on a.id = l.a and a.company_id = v_company and a.active
      and a.currency = coalesce(l.c, a.currency) and (l.use is null or (a.use = l.use and a.parent_id is null))
    left join public.branches b on b.id = l.br and b.company_id = v_company),
  touched as (
    insert into balances as b (account_id, branch_id, guard, floor, posted, version)
    select a.id, l.br, 0, 0, sum(l.m)::bigint, 1
    from line l join accounts a on a.id = l.a and a.guard <> 0 group by 1, 2 order by 1, 2
    on conflict (account_id, branch_id) do update set posted = b.posted + excluded.posted, version = b.version + 1
    returning b.guard)
  select (select count(*) from fresh), (select count(*) from touched where guard = 0) into posted, v_unopened;
  if v_unopened > 0 then
    raise exception 'guarded account not opened in this branch' using errcode = 'LG013';
  end if;
  replayed := v_n - posted;

  select array_agg(e.id order by u.o) into ids
    from unnest(v_idem) with ordinality u (idem, o) join entries e on e.idem = u.idem;
  if replayed > 0 and exists (
      select 1 from unnest(v_idem, v_sha) u (idem, sha) join entries e on e.idem = u.idem
      where e.request_sha <> u.sha) then
    raise exception 'idempotency key used before with another content' using errcode = 'LG030';
  end if;
end $$;
