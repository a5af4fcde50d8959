-- What must always hold between tickets, their debts, their articles and the journal.

-- check: pawn_books · El capital vivo de cada boleta es su saldo en préstamos prendarios
select coalesce(t.id, s.doc_id) as id, t.capital, s.total
from (select id, capital from pawn_tickets where handed_on is not null and closed_on is null) t
full join (select l.doc_id, sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'PAWN_LOANS' group by 1) s on s.doc_id = t.id
where coalesce(t.capital, 0) <> coalesce(s.total, 0)

-- check: pawn_debts · Lo que se debe por cada boleta en cuentas por cobrar es su capital vivo
select coalesce(t.id, r.owner_id) as id, t.capital, r.open
from (select id, capital from pawn_tickets where handed_on is not null and closed_on is null) t
full join (select owner_id, sum(open) as open from receivables where kind = 'pawn' group by 1) r on r.owner_id = t.id
where coalesce(t.capital, 0) <> coalesce(r.open, 0)

-- check: pawn_parts · Lo pagado de cada boleta es la suma de sus partes
select t.id from pawn_tickets t
left join (select ticket_id, sum(amount) filter (where component = 'principal') as principal,
                  sum(amount) filter (where component = 'interest') as interest,
                  sum(amount) filter (where component = 'storage') as storage,
                  sum(amount) filter (where component = 'tax') as tax
           from pawn_parts group by 1) s on s.ticket_id = t.id
where t.principal - t.capital <> coalesce(s.principal, 0) or t.interest_paid <> coalesce(s.interest, 0)
   or t.storage_paid <> coalesce(s.storage, 0) or t.tax_paid <> coalesce(s.tax, 0)

-- check: pawn_tax · El impuesto cobrado de cada boleta es el que se debe al fisco por ella
select t.id, t.tax_paid, -coalesce(s.total, 0) as booked from pawn_tickets t
left join (select l.doc_id, sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'TAX_PAYABLE' group by 1) s on s.doc_id = t.id
where t.tax_paid <> -coalesce(s.total, 0)

-- check: pawn_accrued · Lo devengado por cobrar es la suma de lo que registraron los cierres
select coalesce(p.branch_id, s.branch_id) as branch_id, p.total, s.total as booked
from (select branch_id, currency, sum(interest + storage) as total from pawn_accruals group by 1, 2) p
full join (select l.branch_id, l.currency, sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'PAWN_INTEREST' group by 1, 2) s
  on s.branch_id = p.branch_id and s.currency = p.currency
where coalesce(p.total, 0) <> coalesce(s.total, 0)

-- check: pawn_inventory · Cada lote sin vender está en inventario en lo que costó
select coalesce(t.id, s.doc_id) as id, t.cost, s.total
from (select id, cost from pawn_lots where ended_on is null) t
full join (select l.doc_id, sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'PAWN_INVENTORY' group by 1) s on s.doc_id = t.id
where coalesce(t.cost, 0) <> coalesce(s.total, 0)

-- check: pawn_surplus · Cada demasía sin pagar es lo que se debe a su cliente en los libros
select coalesce(t.id, s.doc_id) as id, t.surplus, s.total
from (select id, surplus from pawn_lots where surplus > 0 and surplus_ended_on is null) t
full join (select l.doc_id, -sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'PAWN_SURPLUS' group by 1) s on s.doc_id = t.id
where coalesce(t.surplus, 0) <> coalesce(s.total, 0)

-- check: pawn_custody · Las prendas de una boleta viva o de un lote sin vender están en la casa
select i.id from pawn_items i
where i.gone_on is not null and i.gone_how <> 'taken' and (
  exists (select 1 from pawn_tickets t where t.root_id = i.ticket_id and t.closed_on is null and t.handed_on is not null)
  or exists (select 1 from pawn_tickets t join pawn_lots l on l.ticket_id = t.id
             where t.root_id = i.ticket_id and l.ended_on is null))

-- check: pawn_backing · Lo que se prestó de más en un refrendo cabe en lo que entonces permitía la tabla
select id, principal, allowed, added from pawn_tickets where added > 0 and principal > allowed
