-- What a payment left on each quota of a number, and whether the pot of its round was already handed over.
select a.receivable_id, r.turn as round, sum(a.amount) as amount, bool_or(d.id is not null) as delivered
from allocations a
join receivables r on r.id = a.receivable_id
join rosca_numbers n on n.id = r.owner_id
left join rosca_deliveries d on d.rosca_id = n.rosca_id and d.round = r.turn and d.reversed_at is null
where a.payment_id = :payment and r.owner_id = :number and r.kind = 'rosca'
group by a.receivable_id, r.turn
having sum(a.amount) <> 0
order by r.turn
