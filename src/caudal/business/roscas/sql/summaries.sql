-- How some sanes stand today: members, rounds handed over, what was put in, what is late and what is exposed.
with q as (
  select n.rosca_id, n.id, n.party_id, coalesce(sum(r.paid), 0) as paid,
         coalesce(sum(r.open) filter (where r.due_on < cast(:on as date)), 0) as late
  from rosca_numbers n
  left join receivables r on r.owner_id = n.id and r.kind = 'rosca' and r.cancelled_on is null
  where n.rosca_id = any(cast(:ids as uuid[]))
  group by n.rosca_id, n.id, n.party_id
)
select q.rosca_id, count(q.party_id) as members, count(distinct q.party_id) as people, count(d.id) as delivered,
       sum(q.paid) as paid, sum(q.late) as late,
       sum(greatest(0, coalesce(d.gross, 0) + coalesce(f.amount, 0) - q.paid)) as exposed,
       coalesce(sum(q.late) filter (where d.id is not null), 0) as late_after
from q
left join rosca_deliveries d on d.number_id = q.id and d.reversed_at is null
left join (select number_id, sum(amount) as amount from rosca_refunds where kind = 'member' group by 1) f
  on f.number_id = q.id
group by q.rosca_id
