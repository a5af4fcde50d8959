-- The one door of the journal. Called by caudal.ledger.commands; nobody else holds INSERT.

-- Key of the advisory lock of a company's month: posts share it, closing takes it alone.
create or replace function ledger.month_lock(p_company smallint, p_ym int) returns bigint language sql immutable
  parallel safe return 7100000000000 + p_company::bigint * 1000000 + p_ym;

-- Status of a month for posting: its own row, or closed when a later month is.
create or replace function ledger.month_status(p_company smallint, p_ym int) returns char language sql stable
  parallel safe as $$
  select coalesce(
    (select p.status from ledger.periods p where p.company_id = p_company and p.ym = p_ym),
    case when exists (select 1 from ledger.periods p
                      where p.company_id = p_company and p.ym > p_ym and p.status = 'C') then 'C' else 'O' end)
$$;

-- Refuse a line whose account, currency or branch isn't there: called where a lookup came back empty.
create or replace function ledger.refuse_line(p_what text) returns text language plpgsql
  set search_path = ledger, pg_temp as $$
begin
  raise exception 'unknown, inactive or foreign %', p_what using errcode = 'LG011';
end $$;

-- Write one entry.
--   p_idem       key of the request; the same key and content gives the same entry back; null: always a new entry
--   p_branch     where it happens; must be within the caller's branches
--   p_amounts    minor units, debit positive; p_currencies and p_uses, when given, must be those of each account
--   p_branches, p_parties, p_docs   per line; null: the entry's branch, nobody, nothing
--   p_adjuster   whether the caller may write in a month open for adjustments only
--   p_reverses   the entry this one undoes: the lines must be its mirror
-- Returns the entry and whether it was there already. Refuses with LG0xx (see caudal.ledger.commands).
create or replace function ledger.post(
  p_idem uuid, p_branch smallint, p_date date, p_kind text, p_accounts int[], p_amounts bigint[],
  p_currencies char(3)[] default null, p_uses text[] default null,
  p_branches smallint[] default null, p_parties uuid[] default null, p_docs uuid[] default null,
  p_source text default null, p_memo text default null, p_adjuster boolean default false,
  p_reverses bigint default null, out entry_id bigint, out replayed boolean)
language plpgsql security definer set search_path = ledger, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off as $$
declare
  v_n int := cardinality(p_accounts);
  v_ym int := to_char(p_date, 'YYYYMM')::int;
  v_company smallint;
  v_sha bytea;
  v_status char;
  v_old record;
  v_touched int;
begin
  replayed := false;
  if v_n is null or v_n not between 2 and 1000 or v_n is distinct from cardinality(p_amounts)
     or v_n <> coalesce(cardinality(p_currencies), v_n) or v_n <> coalesce(cardinality(p_uses), v_n)
     or v_n <> coalesce(cardinality(p_branches), v_n) or v_n <> coalesce(cardinality(p_parties), v_n)
     or v_n <> coalesce(cardinality(p_docs), v_n) then
    raise exception 'an entry has 2 to 1000 lines, all arrays of the same length' using errcode = 'LG010';
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    -- a frozen snapshot would not see a month closed meanwhile
    raise exception 'posting needs read committed' using errcode = 'LG012';
  end if;
  select b.company_id into v_company from public.branches b where b.id = p_branch;
  if v_company is null then
    raise exception 'unknown branch' using errcode = 'LG011';
  end if;
  if current_setting('caudal.all', true) is distinct from '1' and p_branch::text <> all
     (coalesce(string_to_array(current_setting('caudal.branches', true), ','), '{}')) then
    raise exception 'branch out of reach' using errcode = 'LG015';
  end if;
  if p_branches <@ array[p_branch] then p_branches := null; end if;
  if cardinality(array_remove(p_parties, null)) = 0 then p_parties := null; end if;
  if cardinality(array_remove(p_docs, null)) = 0 then p_docs := null; end if;
  v_sha := sha256(convert_to(concat_ws('|', 'v1', p_branch, p_date, quote_nullable(p_kind), p_accounts, p_amounts,
    quote_nullable(p_branches), quote_nullable(p_parties), quote_nullable(p_docs),
    quote_nullable(p_source), quote_nullable(p_memo), quote_nullable(p_reverses)), 'UTF8'));

  perform pg_advisory_xact_lock_shared(month_lock(v_company, v_ym));
  v_status := month_status(v_company, v_ym);
  if v_status = 'C' or (v_status = 'S' and not coalesce(p_adjuster, false)) then
    -- whoever asks again after the close gets the entry that is there
    select e.id into entry_id from entries e where e.idem = p_idem and e.request_sha = v_sha;
    if found then
      replayed := true;
      return;
    end if;
    raise exception 'the month of % is closed', p_date using errcode = 'LG020';
  end if;

  insert into entries (company_id, branch_id, on_date, kind, idem, request_sha, reverses, source, memo,
                       actor, act_id, ip, reason)
  values (v_company, p_branch, p_date, p_kind, coalesce(p_idem, uuidv7()), v_sha, p_reverses, p_source, p_memo,
          nullif(current_setting('caudal.actor', true), '')::int, nullif(current_setting('caudal.act', true), '')::uuid,
          nullif(current_setting('caudal.ip', true), ''), nullif(current_setting('caudal.reason', true), ''))
  on conflict (idem) do nothing returning id into entry_id;
  if entry_id is null then
    select e.id, e.request_sha into v_old from entries e where e.idem = p_idem;
    if v_old.request_sha is distinct from v_sha then
      raise exception 'idempotency key used before with another content' using errcode = 'LG030';
    end if;
    entry_id := v_old.id;
    replayed := true;
    return;
  end if;
  if p_reverses is not null and exists (
      select 1 from unnest(p_accounts, p_amounts) with ordinality u (a, m, o)
      full join (select * from lines l where l.entry_id = p_reverses) l on l.line = u.o
      where (u.a, -u.m, coalesce(p_branches[u.o], p_branch), p_parties[u.o], p_docs[u.o])
            is distinct from (l.account_id, l.amount, l.branch_id, l.party_id, l.doc_id)) then
    raise exception 'a reversal mirrors its entry' using errcode = 'LG016';
  end if;

  insert into lines (entry_id, line, account_id, branch_id, currency, on_date, amount, party_id, doc_id)
  select post.entry_id, u.o, u.a,
         case when p_branches is null then p_branch else coalesce(
           (select b.id from public.branches b where b.id = p_branches[u.o] and b.company_id = v_company),
           refuse_line('branch')::smallint) end,
         coalesce(a.currency, refuse_line('account')), p_date, u.m, p_parties[u.o], p_docs[u.o]
  from unnest(p_accounts, p_amounts) with ordinality u (a, m, o)
  left join accounts a on a.id = u.a and a.company_id = v_company and a.active
    and a.currency = coalesce(p_currencies[u.o], a.currency)
    and (p_uses[u.o] is null or (a.use = p_uses[u.o] and a.parent_id is null));

  -- Guarded accounts last and in key order, so that two posts can't wait for each other; the CHECK refuses the
  -- overdraft. It is tested on the proposed row before the conflict is resolved: hence guard 0 in the proposal.
  with touched as (
    insert into balances as b (account_id, branch_id, guard, floor, posted, version)
    select a.id, coalesce(p_branches[u.o], p_branch) as br, 0, 0, sum(u.m)::bigint, 1
    from unnest(p_accounts, p_amounts) with ordinality u (a, m, o) join accounts a on a.id = u.a and a.guard <> 0
    group by 1, 2 order by 1, 2
    on conflict (account_id, branch_id) do update set posted = b.posted + excluded.posted, version = b.version + 1
    returning b.guard)
  select 1 into v_touched from touched where guard = 0;
  if found then
    raise exception 'guarded account not opened in this branch' using errcode = 'LG013';
  end if;
end $$;

-- Undo an entry with its mirror, dated p_date. Once only; a reversal can't be reversed.
create or replace function ledger.reverse_entry(
  p_idem uuid, p_entry bigint, p_date date, p_memo text, p_adjuster boolean default false,
  out entry_id bigint, out replayed boolean)
language plpgsql security definer set search_path = ledger, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off as $$
declare
  v_entry entries;
  v record;
begin
  select * into v_entry from entries e where e.id = p_entry;
  if not found then
    raise exception 'unknown entry' using errcode = 'LG017';
  end if;
  if v_entry.reverses is not null then
    raise exception 'a reversal is not reversed' using errcode = 'LG018';
  end if;
  select array_agg(l.account_id order by l.line) as a, array_agg(-l.amount order by l.line) as m,
         array_agg(l.branch_id order by l.line) as b, array_agg(l.party_id order by l.line) as p,
         array_agg(l.doc_id order by l.line) as d into v
  from lines l where l.entry_id = p_entry;
  select r.entry_id, r.replayed into reverse_entry.entry_id, reverse_entry.replayed
  from post(p_idem, v_entry.branch_id, p_date, v_entry.kind, v.a, v.m, null, null, v.b, v.p, v.d,
            v_entry.source, p_memo, p_adjuster, p_entry) r;
end $$;
