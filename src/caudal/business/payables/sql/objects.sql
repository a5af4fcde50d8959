-- What a payable has been settled is the sum of its moves; every change of state is written down; what happened stays.
create or replace function settle_payables() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  update payables p
    set settled = p.settled + s.amount,
        state = case when p.settled + s.amount = p.amount then 'paid' when p.state = 'paid' then 'ready' else p.state end,
        scheduled_on = case when p.settled + s.amount = p.amount then null else p.scheduled_on end,
        paid_on = case when p.settled + s.amount = p.amount then s.last end
    from (select payable_id, sum(amount) as amount, max(on_date) as last from added group by 1) s
    where p.id = s.payable_id;
  return null;
end $$;

create or replace trigger settled after insert on payable_moves referencing new table as added
  for each statement execute function settle_payables();

create or replace trigger noted after update or delete on suppliers for each row execute function note_changes('version');
create or replace trigger noted after update or delete on supplier_accounts for each row execute function note_changes('number');
create or replace trigger noted after update or delete on supplier_contracts for each row execute function note_changes();
create or replace trigger noted after update or delete on payables for each row
  execute function note_changes('version', 'open', 'settled');
create or replace trigger noted after update or delete on payable_invoices for each row execute function note_changes();
create or replace trigger noted after update or delete on payable_batches for each row execute function note_changes();
create or replace trigger noted after update or delete on payable_payments for each row execute function note_changes();

do $$
declare t text;
begin
  foreach t in array array['supplier_prices', 'payable_moves', 'payable_files', 'payable_papers', 'payable_events'] loop
    execute format('create or replace trigger frozen before update or delete or truncate on %I for each statement'
                   ' execute function refuse_change()', t);
  end loop;
end $$;
