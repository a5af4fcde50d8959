-- What statements are made of: what each account moved in a span of days, and what came in and went out of cash.
-- All run as owner (the tail needs entries of other branches to find its lines) and apply the branch scope themselves.

-- The branches of a company the caller reaches, or one of them.
create or replace function ledger.reach(p_company smallint, p_branch smallint default null) returns smallint[]
language sql stable as $$
  select coalesce(array_agg(b.id), '{}') from public.branches b
  where b.company_id = p_company and (p_branch is null or b.id = p_branch)
    and (current_setting('caudal.all', true) = '1' or b.id::text = any
         (coalesce(string_to_array(current_setting('caudal.branches', true), ','), '{}')))
$$;

-- Lines not sealed yet between two dates (null: no limit). The watermark is written in the text of the query, so that
-- the plan knows they are few: with it as a parameter, a third of the journal would be expected.
create or replace function ledger.tail(p_from date, p_to date)
returns table (account_id int, branch_id smallint, on_date date, amount bigint)
language plpgsql stable security definer set search_path = ledger, pg_temp set enable_hashjoin = off
  set enable_mergejoin = off as $$
begin
  return query execute format(
    'select l.account_id, l.branch_id, l.on_date, l.amount from entries e join lines l on l.entry_id = e.id'
    ' where e.xid >= %s and ($1 is null or e.on_date >= $1) and ($2 is null or e.on_date <= $2)',
    (select s.upto from seal_state s)) using p_from, p_to;
end $$;

-- What moved between two dates, both included, by account and branch: sealed months that are whole, sealed days of
-- the others, unsealed tail.
--   p_from null: from the beginning      p_classes: the classes of account, as «IX»
--   p_closing: whether entries that close a year count; a statement of results leaves them out
create or replace function ledger.movements(
  p_company smallint, p_from date, p_to date, p_branch smallint default null, p_classes text default 'ALEIX',
  p_closing boolean default true)
returns table (account_id int, branch_id smallint, debit numeric, credit numeric)
language plpgsql stable security definer set search_path = ledger, pg_temp as $$
declare
  v_reach smallint[] := reach(p_company, p_branch);
  v_first date := case when p_from is null then date '0001-01-01'
    when extract(day from p_from) = 1 then p_from else (date_trunc('month', p_from) + interval '1 month')::date end;
  v_after date := date_trunc('month', p_to + 1)::date;
  v_low int; v_high int; v_head date; v_rest date;
begin
  if v_first < v_after then
    v_low := to_char(v_first, 'YYYYMM')::int;
    v_high := to_char(v_after - 1, 'YYYYMM')::int;
    v_head := v_first - 1; -- days before the first whole month end here
    v_rest := v_after;     -- and those after the last one begin here
  else
    v_low := 1; v_high := 0; v_head := p_to; v_rest := p_to + 1;
  end if;
  return query
  with wanted as (
    select a.id from accounts a where a.company_id = p_company and position(a.class in p_classes) > 0),
  moved as (
    select m.account_id as account, m.branch_id as branch, m.debit::numeric as d, m.credit::numeric as c
    from month_balances m where m.ym between v_low and v_high
    union all
    select x.account_id, x.branch_id, x.debit, x.credit from day_balances x
    where x.on_date between coalesce(p_from, v_first) and v_head
    union all
    select x.account_id, x.branch_id, x.debit, x.credit from day_balances x where x.on_date between v_rest and p_to
    union all
    select t.account_id, t.branch_id, greatest(t.amount, 0), greatest(-t.amount, 0) from tail(p_from, p_to) t
    union all
    select l.account_id, l.branch_id, -greatest(l.amount, 0), -greatest(-l.amount, 0)
    from entries e join lines l on l.entry_id = e.id
    where not p_closing and e.kind = 'year_close' and e.on_date between coalesce(p_from, v_first) and p_to)
  select m.account, m.branch, sum(m.d), sum(m.c) from moved m
  where m.account in (select w.id from wanted w) and m.branch = any (v_reach) group by 1, 2;
end $$;

-- Income and expenses of each branch, in minor units as they are read: both positive.
create or replace function ledger.results(p_company smallint, p_from date, p_to date, p_branch smallint default null)
returns table (branch_id smallint, currency char(3), income numeric, expenses numeric)
language sql stable set search_path = ledger, pg_temp as $$
  select m.branch_id, a.currency, coalesce(sum(m.credit - m.debit) filter (where a.class = 'I'), 0),
         coalesce(sum(m.debit - m.credit) filter (where a.class = 'X'), 0)
  from movements(p_company, p_from, p_to, p_branch, 'IX', false) m join accounts a on a.id = m.account_id
  group by 1, 2
$$;

-- What each entry of some transactions moved of the cash of a branch, added by day and kind: a transfer within the
-- branch is nothing, one between branches is its own kind, and a reversal takes back from the side it had been on.
create or replace function ledger.cash_moved(p_lo bigint, p_hi bigint)
returns table (branch_id smallint, currency char(3), on_date date, kind text, inflow bigint, outflow bigint)
language plpgsql stable security definer set search_path = ledger, pg_temp as $$
begin
  return query execute format($q$
    with net as (
      select e.id, e.kind, e.on_date, e.reverses, l.branch_id, l.currency, sum(l.amount) as amount
      from entries e join lines l on l.entry_id = e.id
      join accounts a on a.id = l.account_id and a.use in ('CASH', 'CHEQUE', 'CARD', 'BANK')
      where e.xid >= %s and e.xid < %s group by 1, 2, 3, 4, 5, 6 having sum(l.amount) <> 0
    ), told as (
      select n.*, min(n.amount) over w < 0 and max(n.amount) over w > 0 as across
      from net n window w as (partition by n.id, n.currency)
    )
    select t.branch_id, t.currency, t.on_date, case when t.across then 'interbranch' else t.kind end,
           sum(case when t.reverses is null then greatest(t.amount, 0) else least(t.amount, 0) end)::bigint,
           sum(case when t.reverses is null then greatest(-t.amount, 0) else least(-t.amount, 0) end)::bigint
    from told t group by 1, 2, 3, 4$q$, p_lo, p_hi);
end $$;

-- What came in and went out of cash between two dates, by branch, day and kind, sealed or not.
create or replace function ledger.cash_flow(p_company smallint, p_from date, p_to date, p_branch smallint default null)
returns table (branch_id smallint, currency char(3), on_date date, kind text, inflow numeric, outflow numeric)
language sql stable security definer set search_path = ledger, pg_temp as $$
  with moved as (
    select c.* from cash_days c where c.on_date between p_from and p_to
    union all
    select c.* from cash_moved((select s.upto from seal_state s), 9223372036854775807) c
    where c.on_date between p_from and p_to)
  select m.branch_id, m.currency, m.on_date, m.kind, sum(m.inflow), sum(m.outflow) from moved m
  where m.branch_id = any (reach(p_company, p_branch)) group by 1, 2, 3, 4
$$;

-- A page of the card of an account, oldest first. The balance each line leaves is counted by who asks, from the one
-- that the page before ended with.
create or replace function ledger.card(
  p_account int, p_from date, p_to date, p_branch smallint, p_after_on date, p_after_entry bigint, p_after_line smallint,
  p_limit int)
returns table (entry_id bigint, line smallint, on_date date, branch_id smallint, amount bigint, party_id uuid,
               kind text, memo text, source text, reverses bigint)
language sql stable set search_path = ledger, pg_temp as $$
  select l.entry_id, l.line, l.on_date, l.branch_id, l.amount, l.party_id, e.kind, e.memo, e.source, e.reverses
  from (select x.* from lines x
        where x.account_id = p_account and x.on_date between greatest(p_from, p_after_on) and p_to
          -- the branches by name: the index has them before the day
          and x.branch_id = any (array(select b.id from public.branches b where p_branch is null or b.id = p_branch))
          and (p_after_on is null or (x.on_date, x.entry_id, x.line) > (p_after_on, p_after_entry, p_after_line))
        order by x.on_date, x.entry_id, x.line limit p_limit) l
  left join entries e on e.id = l.entry_id
  order by l.on_date, l.entry_id, l.line
$$;
