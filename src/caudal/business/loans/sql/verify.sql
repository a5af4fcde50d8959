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

-- check: loan_positions · La posición de cada préstamo dice su capital y lo que deben sus cuotas
select p.loan_id as id, l.outstanding, p.principal, p.open, s.open as owed, p.debts, s.debts as pending
from loan_positions p join loans l on l.id = p.loan_id
left join (select owner_id, count(*) as debts, sum(open) as open from receivables where kind = 'loan' and open > 0 group by 1) s
  on s.owner_id = p.loan_id
where p.principal <> l.outstanding or p.open <> coalesce(s.open, 0) or p.debts <> coalesce(s.debts, 0)

-- check: loan_interest · Lo que cada préstamo abonó a intereses por cobrar es lo que dice su posición
select coalesce(p.loan_id, s.doc_id) as id, p.collected, s.total from loan_positions p
full join (select x.doc_id, -sum(x.amount) as total from ledger.lines x
           join ledger.accounts a on a.id = x.account_id and a.use = 'INTEREST_RECEIVABLE' where x.doc_id is not null group by 1) s
  on s.doc_id = p.loan_id
where coalesce(p.collected, 0) <> coalesce(s.total, 0)

-- check: loan_accrual · Los intereses por cobrar son lo devengado al último cierre menos lo cobrado
with latest as (
  select distinct on (branch_id, currency) branch_id, currency, business_date, recognised + ended as target
  from loan_day_totals order by branch_id, currency, business_date desc
), collected as (
  select branch_id, currency, sum(collected) as amount from loan_positions group by 1, 2
), books as (
  select x.branch_id, x.currency, sum(x.amount) as total from ledger.lines x
  join ledger.accounts a on a.id = x.account_id and a.use = 'INTEREST_RECEIVABLE' group by 1, 2
)
select t.branch_id, t.currency, t.target, c.amount as collected, b.total
from latest t left join collected c on c.branch_id = t.branch_id and c.currency = t.currency
left join books b on b.branch_id = t.branch_id and b.currency = t.currency
join branches s on s.id = t.branch_id
where t.target - coalesce(c.amount, 0) <> coalesce(b.total, 0)
  and ledger.month_status(s.company_id, to_char(t.business_date, 'YYYYMM')::int) <> 'C'

-- check: loan_days · El último cierre tiene cada préstamo vigente una vez, y su total es la suma
with latest as (
  select branch_id, max(business_date) as business_date from loan_day_totals group by 1
), rows as (
  select d.branch_id, d.currency, count(*) as loans, sum(d.principal) as principal, sum(d.earned - d.suspended) as recognised
  from latest t join loan_days d on d.branch_id = t.branch_id and d.business_date = t.business_date group by 1, 2
)
select t.branch_id, t.business_date, t.currency, t.loans, r.loans as found, null as loan
from latest l join loan_day_totals t on t.branch_id = l.branch_id and t.business_date = l.business_date
left join rows r on r.branch_id = t.branch_id and r.currency = t.currency
where (t.loans, t.principal, t.recognised) <> (coalesce(r.loans, 0), coalesce(r.principal, 0), coalesce(r.recognised, 0))
union all
select p.branch_id, l.business_date, p.currency, 1, 0, p.loan_id
from latest l join loan_positions p on p.branch_id = l.branch_id
where p.disbursed_on <= l.business_date and (p.ended_on is null or p.ended_on > l.business_date) and p.read_on <= l.business_date
  and not exists (select 1 from loan_days d
                  where d.branch_id = p.branch_id and d.business_date = l.business_date and d.loan_id = p.loan_id)
union all
select d.branch_id, d.business_date, min(d.currency), 1, count(*), d.loan_id
from latest l join loan_days d on d.branch_id = l.branch_id and d.business_date = l.business_date
group by d.branch_id, d.business_date, d.loan_id having count(*) > 1

-- check: loan_position · Lo que cada préstamo dice tener en cada cuenta es lo que tiene en los libros
select coalesce(l.id, s.doc_id) as id, coalesce(l.use, s.use) as use, l.amount, s.total
from (select o.id, b.key as use, b.value::bigint as amount from loans o, jsonb_each_text(o.booked) b) l
full join (select x.doc_id, a.use, sum(x.amount) as total from ledger.lines x
           join ledger.accounts a on a.id = x.account_id where x.doc_id in (select id from loans)
           group by 1, 2 having sum(x.amount) <> 0) s
  on s.doc_id = l.id and s.use = l.use
where l.amount is distinct from s.total

-- check: loan_remittances · Lo pagado a terceros es lo que salió de lo cobrado por su cuenta
select coalesce(r.branch_id, s.branch_id) as id, coalesce(r.currency, s.currency) as currency, r.amount, s.total
from (select branch_id, currency, sum(amount) as amount from loan_remittances where reversed_on is null group by 1, 2) r
full join (select x.branch_id, x.currency, sum(x.amount) as total from ledger.lines x
           join ledger.accounts a on a.id = x.account_id and a.use = 'INSURANCE_PAYABLE'
           where x.doc_id is null group by 1, 2 having sum(x.amount) <> 0) s
  on s.branch_id = r.branch_id and s.currency = r.currency
where coalesce(r.amount, 0) <> coalesce(s.total, 0)
