-- Change the status of a month: O open, S adjustments only, C closed.
-- Closing waits for the posts in flight in that month and in those it closes with it (earlier, without a row of
-- their own), and for nobody else. Opening a month again leaves the ones before it as they were.
create or replace function ledger.close_period(p_company smallint, p_ym int, p_status char) returns void
language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  v_from date;
  v_month date := make_date(p_ym / 100, p_ym % 100, 1);
  v_before int := to_char(v_month - 1, 'YYYYMM')::int;
  v_actor int := nullif(current_setting('caudal.actor', true), '')::int;
begin
  if p_status not in ('O', 'S', 'C') then
    raise exception 'status is O, S or C' using errcode = 'LG010';
  end if;
  perform pg_advisory_xact_lock(month_lock(p_company, 0));
  select make_date(max(p.ym) / 100, max(p.ym) % 100, 1) into v_from
    from periods p where p.company_id = p_company and p.ym < p_ym and p.status = 'C';
  perform pg_advisory_xact_lock(month_lock(p_company, to_char(m, 'YYYYMM')::int))
    from generate_series(coalesce(v_from, date '1990-01-01'), v_month, interval '1 month') m
    where to_char(m, 'YYYYMM')::int = p_ym or p_status = 'C';
  if p_status <> 'C' and month_status(p_company, v_before) = 'C' then
    insert into periods (company_id, ym, status, closed_by, closed_at)
    values (p_company, v_before, 'C', v_actor, clock_timestamp()) on conflict do nothing;
  end if;
  insert into periods (company_id, ym, status, closed_by, closed_at)
  values (p_company, p_ym, p_status, v_actor, clock_timestamp())
  on conflict (company_id, ym) do update
    set status = excluded.status, closed_by = excluded.closed_by, closed_at = excluded.closed_at;
  insert into period_changes (company_id, ym, status, actor, act_id, reason)
  values (p_company, p_ym, p_status, v_actor, nullif(current_setting('caudal.act', true), '')::uuid,
          nullif(current_setting('caudal.reason', true), ''));
end $$;
