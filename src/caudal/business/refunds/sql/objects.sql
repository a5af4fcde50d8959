-- Every change of a refund is written down; a policy, once said, never changes.
create or replace trigger noted after update or delete on refunds for each row execute function note_changes('version');
create or replace trigger frozen before update or delete or truncate on cancellation_policies for each statement
  execute function refuse_change();
create or replace trigger frozen before update or delete or truncate on cancellation_bands for each statement
  execute function refuse_change();

-- What a debt gave back is the sum of the refunds paid of its booking: those payments can't be reversed any more.
create or replace function give_back() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  update receivables r set refunded = r.refunded + new.refund_minor
    from bookings b where b.id = new.booking_id and r.id = b.receivable_id;
  return null;
end $$;

create or replace trigger given_back after update of state on refunds for each row
  when (new.state = 'paid' and old.state <> 'paid') execute function give_back();
