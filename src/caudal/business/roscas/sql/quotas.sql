-- The quotas of a san as they stood on a date (as they stand, without one): the live one of each number and round.
select distinct on (r.owner_id, r.turn)
       r.owner_id as number_id, r.turn as round, r.id, r.number as folio, r.party_id, r.amount, r.due_on,
       case when cast(:on as date) is null then r.paid
            else coalesce((select sum(a.amount) from allocations a
                           where a.receivable_id = r.id and a.on_date <= cast(:on as date)), 0) end as paid
from receivables r join rosca_numbers n on n.id = r.owner_id
where r.kind = 'rosca' and n.rosca_id = :rosca
  and (cast(:on as date) is null and r.cancelled_on is null
       or r.issued_on <= cast(:on as date) and (r.cancelled_on is null or r.cancelled_on > cast(:on as date)))
order by r.owner_id, r.turn, r.number
