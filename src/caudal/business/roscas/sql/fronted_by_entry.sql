-- What the entry of a payment left against what the organiser had put forward for a number, in minor units.
select coalesce(-sum(l.amount), 0) as amount
from ledger.entries e join ledger.lines l on l.entry_id = e.id
join ledger.accounts a on a.id = l.account_id and a.use = 'ROSCA_FRONTED'
where e.source = :source and e.kind in ('payment', 'credit_application') and e.reverses is null
  and l.doc_id = cast(:number as uuid)
