-- What the journal refuses whoever asks, superusers and replication included (ENABLE ALWAYS).

create or replace function ledger.refuse_change() returns trigger language plpgsql
  set search_path = ledger, pg_temp as $$
begin
  raise exception '% on % is not allowed: the journal is append-only', tg_op, tg_table_name using errcode = 'LG003';
end $$;

-- One pass over all lines of the statement: an entry balances in each branch and each currency, and gets its lines
-- only in the transaction that wrote it. The entry is looked up line by line and never by a join: plans are kept by
-- long sessions, maybe since the journal was empty, and must not read all of it.
create or replace function ledger.check_lines() returns trigger language plpgsql
  set search_path = ledger, pg_temp set enable_seqscan = off as $$
declare
  v_xid bigint := pg_current_xact_id()::text::bigint;
  v_sum numeric;
begin
  select sum(f.amount) into v_sum from fresh f group by f.entry_id, f.branch_id, f.currency
    having sum(f.amount) <> 0 or bool_or(
      (select e.xid from entries e where e.id = f.entry_id and e.on_date = f.on_date) is distinct from v_xid) limit 1;
  if v_sum <> 0 then
    raise exception 'entry not balanced in each branch and currency' using errcode = 'LG001';
  elsif found then
    raise exception 'lines may only be written with their entry' using errcode = 'LG002';
  end if;
  return null;
end $$;

-- What an account is can't change once it exists; its name and whether it is in use can.
create or replace function ledger.keep_account() returns trigger language plpgsql
  set search_path = ledger, pg_temp as $$
begin
  if (new.id, new.company_id, new.code, new.class, new.currency, new.guard, new.use, new.parent_id)
     is distinct from
     (old.id, old.company_id, old.code, old.class, old.currency, old.guard, old.use, old.parent_id) then
    raise exception 'what an account is does not change' using errcode = 'LG003';
  end if;
  return new;
end $$;

create or replace trigger frozen before update or delete or truncate on ledger.entries
  for each statement execute function ledger.refuse_change();
create or replace trigger frozen before update or delete or truncate on ledger.lines
  for each statement execute function ledger.refuse_change();
create or replace trigger frozen before update or delete or truncate on ledger.seals
  for each statement execute function ledger.refuse_change();
create or replace trigger frozen before update or delete or truncate on ledger.period_changes
  for each statement execute function ledger.refuse_change();
create or replace trigger balanced after insert on ledger.lines referencing new table as fresh
  for each statement execute function ledger.check_lines();
create or replace trigger kept before update on ledger.accounts
  for each row execute function ledger.keep_account();
create or replace trigger frozen before delete or truncate on ledger.accounts
  for each statement execute function ledger.refuse_change();

alter table ledger.entries enable always trigger frozen;
alter table ledger.lines enable always trigger frozen;
alter table ledger.lines enable always trigger balanced;
alter table ledger.seals enable always trigger frozen;
alter table ledger.period_changes enable always trigger frozen;
alter table ledger.accounts enable always trigger kept;
alter table ledger.accounts enable always trigger frozen;
