-- What must always hold between debts, what was applied to them, and the journal.

-- check: paid · Lo pagado de cada cuenta por cobrar es la suma de sus aplicaciones
select r.id, r.paid, coalesce(s.total, 0) as applied from receivables r
left join (select receivable_id, sum(amount) as total from allocations group by 1) s on s.receivable_id = r.id
where r.paid <> coalesce(s.total, 0)

-- check: receivable_books · Lo que se debe de cada cuenta por cobrar es su saldo en el mayor de clientes
select coalesce(r.id, s.doc_id) as id, r.open, s.total from (select * from receivables where kind = 'plain') r
full join (select l.doc_id, sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'AR' group by 1) s on s.doc_id = r.id
where coalesce(r.open, 0) <> coalesce(s.total, 0)

-- check: cancelled_unpaid · Ninguna cuenta anulada conserva pagos
select id, paid from receivables where cancelled_at is not null and paid <> 0
