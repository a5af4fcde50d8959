-- What must always hold between bookings, what is owed of them, and the journal.

-- check: booking_debts · Cada reserva debe lo que dice su precio, y lo cancelado no debe nada
select b.id, b.price, r.amount, r.open, b.state from bookings b join receivables r on r.id = b.receivable_id
where r.mode <> 'booking' or r.party_id <> b.party_id or r.branch_id <> b.branch_id or r.currency <> b.currency
   or (b.state <> 'cancelled' and (r.amount <> b.price or r.cancelled_on is not null))

-- check: booking_changes · El precio de cada reserva es el de su venta más la suma de sus diferencias
select b.id, b.price, s.price_from, s.total from bookings b
join (select booking_id, (array_agg(price_from order by id))[1] as price_from, sum(price_to - price_from) as total
      from booking_changes group by 1) s on s.booking_id = b.id
where b.price <> s.price_from + s.total

-- check: receivable_differences · Cada cuenta dice su monto original más sus diferencias, cada una con su asiento
select r.id, r.amount, f.amount as first, coalesce(a.total, 0) as differences from receivables r
join ledger.lines f on f.entry_id = r.entry_id and f.doc_id = r.id and f.amount > 0
left join (select receivable_id, sum(amount) as total from receivable_adjustments group by 1) a on a.receivable_id = r.id
where r.mode = 'booking' and r.amount <> f.amount + coalesce(a.total, 0)
union all
select d.receivable_id, d.amount, l.amount, 0 from receivable_adjustments d
left join ledger.lines l on l.entry_id = d.entry_id and l.doc_id = d.receivable_id
  and l.account_id in (select id from ledger.accounts where use = 'AR')
where d.amount <> 0 and l.amount is distinct from d.amount

-- check: booking_income · Lo vendido por prestar es lo de las reservas que faltan, y nada de las prestadas
select b.id, b.state, s.total from bookings b
left join (select l.doc_id, -sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'DEFERRED_SALES' group by 1) s
  on s.doc_id = b.receivable_id
where (b.state = 'booked' and coalesce(s.total, 0) <> b.price) or (b.state = 'done' and coalesce(s.total, 0) <> 0)
