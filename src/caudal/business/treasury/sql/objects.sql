-- Every change of a box, a shift, a difference and an operation is written down; what was counted stays.
create or replace trigger noted after update or delete on boxes for each row execute function note_changes();
create or replace trigger noted after update or delete on till_shifts for each row execute function note_changes();
create or replace trigger noted after update or delete on till_differences for each row execute function note_changes();
create or replace trigger noted after update or delete on till_operations for each row execute function note_changes();
create or replace trigger noted after update or delete on bank_accounts for each row execute function note_changes('number');

do $$
declare t text;
begin
  foreach t in array array['till_counts', 'till_photos', 'till_rules', 'till_moves', 'bank_transfers'] loop
    execute format('create or replace trigger frozen before update or delete or truncate on %I for each statement'
                   ' execute function refuse_change()', t);
  end loop;
end $$;

-- What the journal writes in a till belongs to the shift that is open there at that moment, whoever posts it and
-- whatever its date. The box is held until the act ends: who opens or counts it waits, so that a movement is before
-- or after, never in between. Lines are looked up one by one and never by a join of unknown size, as in the journal.
create or replace function keep_till_moves() returns trigger language plpgsql security definer
  set search_path = public, pg_temp set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  with held as materialized (
    select f.entry_id, f.line, b.id, b.branch_id, b.shift_id, b.shifts
    from fresh f join boxes b on b.account_id = f.account_id and b.branch_id = f.branch_id and b.kind = 'till'
    order by b.id, f.entry_id, f.line for share of b)
  insert into till_moves (branch_id, box_id, shift_id, entry_id, line)
  select h.branch_id, h.id, h.shift_id, h.entry_id, h.line from held h where h.shifts;
  return null;
end $$;

create or replace trigger kept_in_shift after insert on ledger.lines referencing new table as fresh
  for each statement execute function keep_till_moves();
