-- Who reaches what of the journal: everybody reads the branches of the act; nobody writes but through the functions.
do $$
declare
  r record;
begin
  for r in select unnest(array['entries', 'lines', 'balances', 'day_balances', 'month_balances', 'cash_days', 'seals']) as t loop
    execute format('alter table ledger.%I enable row level security', r.t);
    execute format('drop policy if exists branch on ledger.%I', r.t);
    execute format($p$create policy branch on ledger.%I to caudal_app, caudal_read using (
      (select current_setting('caudal.all', true)) = '1' or branch_id = any ((select string_to_array(
        nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))$p$, r.t);
  end loop;
  for r in select p.oid::regprocedure as f from pg_proc p where p.pronamespace = 'ledger'::regnamespace loop
    execute format('revoke all on function %s from public', r.f);
  end loop;
end $$;
revoke all on all tables in schema ledger from public, caudal_app, caudal_read;
grant usage on schema ledger to caudal_app, caudal_read;
grant select on all tables in schema ledger to caudal_app, caudal_read;
grant execute on function ledger.post, ledger.post_many, ledger.reverse_entry, ledger.account_for, ledger.account_at,
  ledger.sub_account, ledger.open_box, ledger.close_period, ledger.seal_all, ledger.seal_verify, ledger.seal_root, ledger.moves,
  ledger.trial_balance, ledger.statement, ledger.month_status, ledger.reach, ledger.movements, ledger.results,
  ledger.cash_flow, ledger.card, ledger.open_account, ledger.chart_of to caudal_app;
grant execute on function ledger.moves, ledger.trial_balance, ledger.statement, ledger.month_status, ledger.reach,
  ledger.movements, ledger.results, ledger.cash_flow to caudal_read;
