-- Changes of loans and products are written down.
create or replace trigger noted after update or delete on loans for each row
  execute function note_changes('version', 'outstanding', 'interest_total', 'advance', 'oldest_due_on', 'contract', 'booked', 'paid_count');
create or replace trigger noted after update or delete on loan_products for each row
  execute function note_changes('definition');
create or replace trigger noted after update or delete on loan_installments for each row execute function note_changes();
create or replace trigger noted after update or delete on loan_events for each row execute function note_changes();
create or replace trigger frozen before update or delete or truncate on loan_parts for each statement
  execute function refuse_change();
create or replace trigger frozen before update or delete or truncate on loan_ceilings for each statement
  execute function refuse_change();
create or replace trigger noted after update or delete on loan_liens for each row execute function note_changes('version');
create or replace trigger noted after update or delete on loan_sureties for each row execute function note_changes('version');
create or replace trigger noted after update or delete on loan_remittances for each row execute function note_changes('version');
create or replace trigger noted after update or delete on loan_requests for each row execute function note_changes();
create or replace trigger noted after update or delete on loan_overcharges for each row execute function note_changes();

-- What `who` forgave of a loan in the days that count together on `day`, in minor units; what was undone isn't.
create or replace function forgiven_lately(loan uuid, who int, day date) returns bigint language sql stable
  set search_path = public, pg_temp as $$
  select coalesce(sum(coalesce((e.body ->> 'amount')::bigint, (e.body ->> 'forgiven')::bigint)), 0)::bigint
  from loan_events e
  where e.loan_id = loan and e.actor_id = who and e.kind in ('waiver', 'restructure') and e.undone_by is null
    and e.recorded_on >= (select limit_since('loan', day))
$$;

-- Tells the index of the loans of each day what many days written together left in it, so that whoever reads one of them
-- next doesn't read them all; by itself the database does it minutes later.
create or replace function index_loan_days() returns int language sql security definer set search_path = public, pg_temp as $$
  select brin_summarize_new_values('loan_days_day')
$$;
