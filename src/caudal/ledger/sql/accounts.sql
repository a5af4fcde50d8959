-- Accounts are opened from the chart of the company's country the first time something posts to them.

-- Keep a country's chart from its CSV (code,name,class,use). Codes that went away stay: an account may use them.
create or replace function ledger.load_chart(p_chart text, p_csv text) returns int language plpgsql
  set search_path = ledger, pg_temp as $$
declare
  v_count int;
begin
  update charts set use = null where chart = p_chart and use is not null;
  insert into charts (chart, code, name, class, use)
  select p_chart, trim(f[1]), trim(f[2]), trim(f[3]), nullif(trim(f[4]), '')
  from (select string_to_array(line, ',') as f from string_to_table(p_csv, e'\n') line
        where trim(line) <> '' and line not like 'code,%') rows
  on conflict (chart, code) do update set name = excluded.name, class = excluded.class, use = excluded.use;
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- The chart a company's books in a currency are numbered by: that of the country whose money it is, where there is one;
-- each currency is a complete set of books, and Colombia asks its own for the PUC.
create or replace function ledger.chart_of(p_company smallint, p_currency char(3)) returns text language sql stable
  set search_path = ledger, pg_temp as $$
  select case p_currency when 'MXN' then 'mx' when 'COP' then 'co' when 'DOP' then 'do' else co.chart end
  from public.companies co where co.id = p_company
$$;

-- The account of a company for a use and a currency, opened if it isn't yet. Safe against races.
create or replace function ledger.account_for(p_company smallint, p_use text, p_currency char(3)) returns int
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  v_id int;
begin
  select a.id into v_id from accounts a
    where a.company_id = p_company and a.use = p_use and a.currency = p_currency and a.parent_id is null;
  if v_id is null then
    insert into accounts (company_id, code, name, class, use, currency)
    select p_company, c.code, c.name, c.class, c.use, p_currency
    from charts c where c.chart = chart_of(p_company, p_currency) and c.use = p_use
    on conflict do nothing returning id into v_id;
    if v_id is null then
      select a.id into v_id from accounts a
        where a.company_id = p_company and a.use = p_use and a.currency = p_currency and a.parent_id is null;
    end if;
  end if;
  if v_id is null then
    raise exception 'the chart has no account for %', p_use using errcode = 'LG014';
  end if;
  return v_id;
end $$;

-- The same for the company of a branch, and whether the account is there for good: one this very transaction opened
-- may still be rolled back, and nobody may remember it.
create or replace function ledger.account_at(
  p_branch smallint, p_use text, p_currency char(3), out id int, out settled boolean)
language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
  id := account_for((select b.company_id from public.branches b where b.id = p_branch), p_use, p_currency);
  select a.xid is distinct from pg_current_xact_id_if_assigned()::text::bigint into settled
    from accounts a where a.id = account_at.id;
end $$;

-- An account under the one of its use: a till, a bank account. Asking twice gives the same one.
create or replace function ledger.sub_account(
  p_company smallint, p_use text, p_currency char(3), p_suffix text, p_name text, p_guard smallint) returns int
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  v_under int := account_for(p_company, p_use, p_currency);
  v_parent accounts;
  v_own accounts;
begin
  select * into v_parent from accounts a where a.id = v_under;
  insert into accounts (company_id, code, name, class, use, currency, parent_id, guard)
  values (p_company, v_parent.code || '.' || p_suffix, p_name, v_parent.class, p_use, p_currency, v_parent.id, p_guard)
  on conflict (company_id, code, currency) do nothing;
  select * into v_own from accounts a
    where a.company_id = p_company and a.code = v_parent.code || '.' || p_suffix and a.currency = p_currency;
  if v_own.guard <> p_guard then
    raise exception 'the account exists with another guard' using errcode = 'LG019';
  end if;
  return v_own.id;
end $$;

-- The account of a code of the chart, opened if it isn't yet; or one of the house's own under it: the same code is the
-- same account. Only what nothing in the system uses, or what the house keeps under it, is opened by its code.
create or replace function ledger.open_account(
  p_branch smallint, p_currency char(3), p_code text, p_suffix text default null, p_name text default null) returns int
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  v_company smallint := (select b.company_id from public.branches b where b.id = p_branch);
  v_chart charts;
  v_under accounts;
  v_code text := p_code || coalesce('.' || p_suffix, '');
  v_id int;
begin
  select c.* into v_chart from charts c where c.chart = chart_of(v_company, p_currency) and c.code = p_code;
  if found and v_chart.use is not null then
    perform account_for(v_company, v_chart.use, p_currency);
  elsif found then
    insert into accounts (company_id, code, name, class, use, currency)
    values (v_company, v_chart.code, v_chart.name, v_chart.class, null, p_currency)
    on conflict (company_id, code, currency) do nothing;
  end if;
  select a.* into v_under from accounts a
    where a.company_id = v_company and a.code = p_code and a.currency = p_currency;
  if not found then
    raise exception 'the chart has no account %', p_code using errcode = 'LG014';
  end if;
  if p_suffix is null then
    return v_under.id;
  end if;
  insert into accounts (company_id, code, name, class, use, currency, parent_id)
  values (v_company, v_code, p_name, v_under.class, v_under.use, p_currency, v_under.id)
  on conflict (company_id, code, currency) do nothing;
  select a.id into v_id from accounts a
    where a.company_id = v_company and a.code = v_code and a.currency = p_currency;
  return v_id;
end $$;

-- Start watching a guarded account in a branch. Asking twice changes nothing; nothing posts to it before.
create or replace function ledger.open_box(p_account int, p_branch smallint, p_guard smallint, p_floor bigint)
returns void language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  v_account accounts;
begin
  select * into v_account from accounts a where a.id = p_account and a.active and exists
    (select 1 from public.branches b where b.id = p_branch and b.company_id = a.company_id);
  if not found then
    raise exception 'unknown, inactive or foreign account' using errcode = 'LG011';
  end if;
  if p_guard = 0 or v_account.guard <> p_guard then
    raise exception 'the account has another guard' using errcode = 'LG019';
  end if;
  insert into balances (account_id, branch_id, guard, floor) values (p_account, p_branch, p_guard, p_floor)
  on conflict do nothing;
end $$;
