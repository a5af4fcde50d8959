-- What must always hold between payments, their applications and the journal.

-- check: payment_parts · Cada cobro es la suma de lo aplicado, lo que tomó un contrato y lo que quedó a favor
select p.id, p.amount, p.credit, coalesce(s.total, 0) as applied from payments p
left join (select payment_id, sum(amount) as total from
             (select payment_id, amount from allocations union all select payment_id, amount from outside_debts) t
           group by 1) s on s.payment_id = p.id
where coalesce(s.total, 0) <> case when p.reversed_at is not null then 0 when p.method = 'credit' then p.amount
                                   else p.amount - p.credit end

-- check: payment_entries · Cada cobro tiene su asiento, y cada reversa el suyo
select p.id from payments p
left join ledger.entries e on e.id = p.entry_id and e.source = 'payments:' || p.id
left join ledger.entries v on v.id = p.reversal_entry_id and v.reverses = p.entry_id
where e.id is null or (p.reversed_at is not null) <> (v.id is not null)

-- check: credit_books · El saldo a favor de cada cliente es su saldo en anticipos
select coalesce(p.party_id, s.party_id) as party_id, p.credit, s.total
from (select party_id, currency, sum(credit) as credit from payments where reversed_at is null group by 1, 2) p
full join (select l.party_id, l.currency, -sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'CUSTOMER_CREDIT' group by 1, 2) s
  on s.party_id = p.party_id and s.currency = p.currency
where coalesce(p.credit, 0) <> coalesce(s.total, 0) or coalesce(p.credit, 0) < 0

-- check: overcharges · Lo reconocido por cobrado de más es el saldo a favor que quedó, y lo que se deshizo, en los dos
select coalesce(o.payment_id, p.id) as id, o.amount, p.amount as credited
from loan_overcharges o
full join (select * from payments where method = 'overcharge') p on p.id = o.payment_id
where o.amount is distinct from p.amount or o.currency is distinct from p.currency
   or (o.reversed_on is null) <> (p.reversed_on is null)
   or o.amount <> (select coalesce(sum(e.value::bigint), 0) from jsonb_each_text(o.uses) e)
