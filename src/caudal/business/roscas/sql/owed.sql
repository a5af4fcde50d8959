-- What a number of a san owes, the earliest round first, and whether the pot of each round was already handed over.
select r.id, r.turn as round, r.open, d.id is not null as delivered
from receivables r
join rosca_numbers n on n.id = r.owner_id
left join rosca_deliveries d on d.rosca_id = n.rosca_id and d.round = r.turn and d.reversed_at is null
where r.owner_id = :number and r.kind = 'rosca' and r.open > 0
order by r.turn
