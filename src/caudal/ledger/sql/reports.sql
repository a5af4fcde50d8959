-- What moved up to a date, by account and branch: sealed months, sealed days of the last month, unsealed tail.
--   p_on null: everything; p_branch null: every branch the caller sees; p_accounts null: every account
-- Runs as owner (the tail needs entries of other branches to find its lines), so it applies the branch scope itself.
create or replace function ledger.moves(
  p_company smallint, p_on date default null, p_branch smallint default null, p_accounts int[] default null)
returns table (account_id int, branch_id smallint, debit numeric, credit numeric)
language sql stable security definer set search_path = ledger, pg_temp as $$
  with scope as (
    select b.id from public.branches b
    where b.company_id = p_company and (p_branch is null or b.id = p_branch)
      and (current_setting('caudal.all', true) = '1' or b.id::text = any
           (coalesce(string_to_array(current_setting('caudal.branches', true), ','), '{}')))),
  moved as (
    select m.account_id, m.branch_id, m.debit, m.credit from month_balances m
    where (p_on is null or m.ym < to_char(p_on, 'YYYYMM')::int) and m.branch_id in (select id from scope)
      and (p_accounts is null or m.account_id = any (p_accounts))
    union all
    select d.account_id, d.branch_id, d.debit, d.credit from day_balances d
    where d.on_date between date_trunc('month', p_on)::date and p_on and d.branch_id in (select id from scope)
      and (p_accounts is null or d.account_id = any (p_accounts))
    union all
    select t.account_id, t.branch_id, greatest(t.amount, 0), greatest(-t.amount, 0) from tail(null, p_on) t
    where t.branch_id in (select id from scope) and (p_accounts is null or t.account_id = any (p_accounts)))
  select m.account_id, m.branch_id, sum(m.debit), sum(m.credit) from moved m group by 1, 2
$$;

-- Trial balance at a date, in minor units: one row per account, its branches together.
create or replace function ledger.trial_balance(p_company smallint, p_on date, p_branch smallint default null)
returns table (account_id int, code text, name text, class char, use text, currency char, debit numeric,
               credit numeric, balance numeric)
language sql stable set search_path = ledger, pg_temp as $$
  select a.id, a.code, a.name, a.class, a.use, a.currency, sum(m.debit), sum(m.credit), sum(m.debit - m.credit)
  from moves(p_company, p_on, p_branch) m join accounts a on a.id = m.account_id
  group by a.id order by a.currency, a.code
$$;

-- The card of an account between two dates, oldest first, with its running balance in minor units.
create or replace function ledger.statement(
  p_account int, p_from date, p_to date, p_branch smallint default null)
returns table (entry_id bigint, line smallint, on_date date, branch_id smallint, amount bigint, balance numeric,
               party_id uuid, doc_id uuid)
language sql stable set search_path = ledger, pg_temp as $$
  select l.entry_id, l.line, l.on_date, l.branch_id, l.amount,
         coalesce((select sum(m.debit - m.credit) from accounts a, moves(a.company_id, p_from - 1, p_branch,
                   array[p_account]) m where a.id = p_account), 0)
         + sum(l.amount) over (order by l.on_date, l.entry_id, l.line),
         l.party_id, l.doc_id
  from lines l
  where l.account_id = p_account and l.on_date between p_from and p_to and (p_branch is null or l.branch_id = p_branch)
  order by l.on_date, l.entry_id, l.line
$$;
