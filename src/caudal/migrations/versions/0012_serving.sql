-- What is done with loans that run, and payments that one loan makes to another.

alter table loans add column booked jsonb not null default '{}';
comment on column loans.booked is 'Lo que el préstamo tiene en cada cuenta de los libros, en unidades menores: un asiento es la diferencia';
update loans l set booked = s.booked
from (select t.doc_id, jsonb_object_agg(t.use, t.total) as booked
      from (select x.doc_id, a.use, sum(x.amount) as total from ledger.lines x
            join ledger.accounts a on a.id = x.account_id where x.doc_id in (select id from loans)
            group by 1, 2 having sum(x.amount) <> 0) t
      group by 1) s
where s.doc_id = l.id;

-- What each payment moved was kept by component; now by account, as in its entry.
update loan_events e set effects = s.effects
from (select e.id, coalesce(jsonb_object_agg(t.use, t.total) filter (where t.use is not null), '{}') as effects
      from loan_events e
      left join lateral (
        select a.use, sum(x.amount) as total from payments p
        join ledger.lines x on x.entry_id = p.entry_id and x.doc_id = e.loan_id
        join ledger.accounts a on a.id = x.account_id
        where p.id = e.payment_id and e.kind = 'payment' group by 1 having sum(x.amount) <> 0) t on true
      group by e.id) s
where s.id = e.id;
comment on column loan_events.effects is 'Cuánto movió su asiento de cada cuenta, en unidades menores';

-- A new loan pays the old one: a payment that never was in a till.
alter table payments drop constraint payments_method_check,
  add constraint payments_method_check
    check (method in ('cash', 'transfer', 'card', 'cheque', 'credit', 'renewal'));
do $$
declare c text;
begin
  for c in select conname from pg_constraint where conrelid = 'payments'::regclass and contype = 'c'
           and pg_get_constraintdef(oid) like '%box_id%' loop
    execute format('alter table payments drop constraint %I', c);
  end loop;
end $$;
alter table payments add constraint payments_box_check
  check (case method when 'credit' then box_id is null and credit = -amount
                     when 'renewal' then box_id is null and credit = 0
                     else box_id is not null and credit between 0 and amount end);
