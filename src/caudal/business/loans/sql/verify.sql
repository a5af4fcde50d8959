-- What must always hold between loans, their instalments, their payments and the journal.

-- check: loan_books · El capital de cada préstamo es su saldo en el mayor de préstamos
select coalesce(l.id, s.doc_id) as id, l.outstanding, s.total from loans l
full join (select x.doc_id, sum(x.amount) as total from ledger.lines x
           join ledger.accounts a on a.id = x.account_id and a.use = 'LOANS' where x.doc_id is not null group by 1) s
  on s.doc_id = l.id
where coalesce(case when l.status <> 'written_off' then l.outstanding end, 0) <> coalesce(s.total, 0)

-- check: loan_advances · Lo recibido por cuotas que no vencen es su saldo en pagos anticipados
select coalesce(l.id, s.doc_id) as id, l.advance, s.total from loans l
full join (select x.doc_id, -sum(x.amount) as total from ledger.lines x
           join ledger.accounts a on a.id = x.account_id and a.use = 'LOAN_ADVANCES' where x.doc_id is not null group by 1) s
  on s.doc_id = l.id
where coalesce(l.advance, 0) <> coalesce(s.total, 0)

-- check: loan_instalments · Cada cuota vigente tiene su cuenta por cobrar, y cada cuenta de un préstamo su cuota
select coalesce(i.loan_id, r.owner_id) as id, i.number, r.turn
from (select * from loan_installments where live and receivable_id is not null) i
full join (select * from receivables where kind = 'loan' and cancelled_at is null) r on r.id = i.receivable_id
where i.id is null or r.id is null or r.owner_id <> i.loan_id or r.due_on <> i.due_on
   or r.amount <> i.principal + i.interest + i.fees
