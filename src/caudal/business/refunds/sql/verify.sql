-- What must always hold between refunds, their bookings, the policy and the journal.

-- check: refund_policy · Cada reembolso es la política vigente en la venta por lo pagado, menos lo ya devuelto
select f.id, f.days, f.percent, f.paid_minor, f.policy_minor, f.refund_minor from refunds f
join bookings b on b.id = f.booking_id
join branches s on s.id = b.branch_id
left join lateral (
  select p.id from cancellation_policies p
  where p.from_on <= b.sold_on and p.created_at <= b.created_at and (p.kind is null or p.kind = b.kind)
    and (p.company_id is null or p.company_id = s.company_id)
  order by (p.kind is not null) desc, p.from_on desc, p.created_at desc, p.id desc limit 1) v on true
left join lateral (
  select c.percent from cancellation_bands c
  where c.policy_id = f.policy_id and c.first_day <= greatest(f.days, 0) order by c.first_day desc limit 1) c on true
where v.id is distinct from f.policy_id or c.percent is distinct from f.percent
   or abs(f.policy_minor - greatest(0, f.paid_minor * f.percent / 100 - f.before_minor)) > 0.5
   or (not f.exception and f.refund_minor > f.policy_minor)
   or f.days <> f.service_on - (b.cancelled_at at time zone s.time_zone)::date

-- check: refund_before · Lo ya devuelto de cada reserva es la suma de sus reembolsos anteriores
select f.id, f.before_minor, coalesce(s.total, 0) as given from refunds f
left join lateral (select sum(e.refund_minor) as total from refunds e
                   where e.booking_id = f.booking_id and e.number < f.number
                     and e.state in ('authorised', 'paid', 'retained')) s on true
where f.state in ('asked', 'authorised', 'paid', 'retained') and f.before_minor <> coalesce(s.total, 0)

-- check: refund_debts · Lo devuelto de cada cuenta es la suma de sus reembolsos pagados, y nunca más que lo cobrado
select r.id, r.refunded, r.paid, coalesce(s.total, 0) as given from receivables r
left join bookings b on b.receivable_id = r.id
left join (select booking_id, sum(refund_minor) as total from refunds where state = 'paid' group by 1) s on s.booking_id = b.id
where r.mode = 'booking' and (r.refunded <> coalesce(s.total, 0) or r.refunded > r.paid)

-- check: refund_owed · Lo que se debe a los clientes por reembolsos es lo autorizado que falta pagar
select coalesce(b.id, l.doc_id) as id, coalesce(s.total, 0) as authorised, coalesce(l.total, 0) as books
from (select l.doc_id, -sum(l.amount) as total from ledger.lines l
      join ledger.accounts a on a.id = l.account_id and a.use = 'REFUNDS_PAYABLE' group by 1) l
full join (select b.id, b.receivable_id, sum(f.refund_minor) as total from refunds f join bookings b on b.id = f.booking_id
           where f.state = 'authorised' group by 1, 2) s on s.receivable_id = l.doc_id
left join bookings b on b.receivable_id = coalesce(s.receivable_id, l.doc_id)
where coalesce(s.total, 0) <> coalesce(l.total, 0)

-- check: refund_income · De lo cancelado queda por decidir lo pagado que ninguna decisión ha tomado
select b.id, coalesce(l.total, 0) as books, coalesce(d.total, 0) as decided from bookings b
join receivables r on r.id = b.receivable_id
left join (select l.doc_id, -sum(l.amount) as total from ledger.lines l
           join ledger.accounts a on a.id = l.account_id and a.use = 'DEFERRED_SALES' group by 1) l on l.doc_id = r.id
left join (select booking_id, paid_minor as total,
                  row_number() over (partition by booking_id order by number) as turn
           from refunds where state in ('authorised', 'paid', 'retained')) d on d.booking_id = b.id and d.turn = 1
where b.state = 'cancelled'
  and coalesce(l.total, 0) <> case when r.cancelled_on is null then r.amount else 0 end - coalesce(d.total, 0)

-- check: refund_entries · Cada decisión y cada pago de un reembolso tiene su asiento, y nadie hizo dos cosas en él
select f.id from refunds f
left join ledger.entries d on d.id = f.decision_entry_id and d.source = 'refunds:' || f.id
left join ledger.entries e on e.id = f.entry_id and e.source = 'refunds:' || f.id
left join ledger.entries v on v.id = f.void_entry_id and v.reverses = f.decision_entry_id
where (f.decision_entry_id is not null and d.id is null) or (f.state = 'paid') <> (e.id is not null)
   or (f.state = 'voided') <> (v.id is not null)
   or f.paid_by in (f.asked_by, f.decided_by) or (f.refund_minor > 0 and f.decided_by = f.asked_by)
