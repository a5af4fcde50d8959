-- What a debt has been paid is the sum of its allocations; its cancellation is written down.
create or replace function apply_allocations() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  update receivables r
    set paid = r.paid + s.amount,
        settled_on = case when r.paid + s.amount = r.amount then
          (select max(kept.on_date) from (select max(a.on_date) as on_date from allocations a
             where a.receivable_id = r.id group by a.payment_id having sum(a.amount) > 0) kept) end
    from (select receivable_id, sum(amount) as amount from added group by 1) s
    where r.id = s.receivable_id;
  return null;
end $$;

create or replace trigger applied after insert on allocations referencing new table as added
  for each statement execute function apply_allocations();
-- What a debt says is what it said at first plus its differences; one that becomes settled so, is so from that day.
create or replace function adjust_receivables() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  update receivables r
    set amount = r.amount + s.amount, due_on = coalesce(s.due_on, r.due_on), version = r.version + 1,
        settled_on = case when s.amount = 0 then r.settled_on when r.paid = r.amount + s.amount then s.on_date end
    from (select receivable_id, sum(amount) as amount, max(due_on) as due_on, max(on_date) as on_date
          from added group by 1) s
    where r.id = s.receivable_id;
  return null;
end $$;

create or replace trigger adjusted after insert on receivable_adjustments referencing new table as added
  for each statement execute function adjust_receivables();
create or replace trigger frozen before update or delete or truncate on receivable_adjustments for each statement
  execute function refuse_change();
create or replace trigger frozen before update or delete or truncate on allocations for each statement
  execute function refuse_change();
create or replace trigger noted after update of cancelled_at, due_on, concept, amount, refunded on receivables for each row
  execute function note_changes('version', 'open', 'paid', 'settled_on');
