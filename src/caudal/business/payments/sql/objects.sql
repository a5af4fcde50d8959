-- The reversal of a payment is written down.
create or replace trigger noted after update or delete on payments for each row execute function note_changes();

-- What clients have in favour, wherever it was left: read past row-level security, only sums come out.
create or replace function party_credit(parties uuid[]) returns table (party_id uuid, currency char(3), credit bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.party_id, p.currency, sum(p.credit)::bigint from payments p
  where p.party_id = any(parties) and p.credit <> 0 and p.reversed_at is null
  group by p.party_id, p.currency having sum(p.credit) <> 0
$$;
revoke execute on function party_credit(uuid[]) from public;
grant execute on function party_credit(uuid[]) to caudal_app;

-- What contracts took of payments besides their debts: arrears interest, capital paid ahead of every
-- instalment, interest and storage of tickets.
create or replace view outside_debts with (security_invoker = true) as
  select payment_id, amount from loan_parts where component = 'arrears' or number = -1
  union all select payment_id, amount from pawn_parts where component <> 'principal';
grant select on outside_debts to caudal_app, caudal_read;
