-- What must always hold between what is owed to suppliers, what was paid of it, and the journal.

-- check: payable_settled · Lo cubierto de cada cuenta por pagar es la suma de sus movimientos
select p.id, p.settled, coalesce(s.total, 0) as moved from payables p
left join (select payable_id, sum(amount) as total from payable_moves group by 1) s on s.payable_id = p.id
where p.settled <> coalesce(s.total, 0)

-- check: payable_books · Lo que se debe de cada servicio es su saldo en el mayor de proveedores
select p.id, p.open, -coalesce(b.total, 0) as books from payables p
left join (select l.doc_id, sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'PAYABLES' group by 1) b on b.doc_id = p.id
where p.open <> -coalesce(b.total, 0) and p.kind = 'service'

-- check: payable_advances · Lo que queda de cada anticipo pagado es su saldo en anticipos a proveedores
select p.id, p.settled, u.used, coalesce(b.total, 0) as books from payables p
cross join lateral (select coalesce(sum(m.amount), 0) as used from payable_moves m where m.from_id = p.id) u
left join (select l.doc_id, sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'SUPPLIER_ADVANCES' group by 1) b on b.doc_id = p.id
where p.kind = 'advance' and (p.settled - u.used <> coalesce(b.total, 0) or u.used > p.settled)

-- check: payable_invoices · Lo que se debe de cada servicio con factura aceptada es el total de esa factura
select p.id, p.amount, i.total from payables p join payable_invoices i on i.payable_id = p.id and i.state = 'accepted'
where p.amount <> i.total or p.invoice_id is distinct from i.id

-- check: payable_payments · Cada pago a proveedor tiene su asiento por lo mismo, cada uno devuelto su reversa, y ninguno lo pagó quien lo autorizó
select p.id, p.state, p.amount, l.amount as posted from payable_payments p
join payable_batches b on b.id = p.batch_id
join boxes x on x.id = b.box_id
left join ledger.lines l on l.entry_id = p.entry_id and l.account_id = x.account_id
left join ledger.entries v on v.id = p.return_entry_id and v.reverses = p.entry_id
where (p.state in ('paid', 'returned') and (l.amount is distinct from -p.amount or b.state <> 'executed'))
   or (p.state = 'returned') <> (v.id is not null)

-- check: payable_executions · Ninguna solicitud de pago se ejecutó dos veces
select request_id, count(*) as times from payable_payments where state in ('paid', 'returned') group by 1 having count(*) > 1
