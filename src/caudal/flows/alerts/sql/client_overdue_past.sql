-- Clients of :branch and currency whose oldest unpaid debt passed :days days late between :since and :on, by the day it did.
select r.due_on + cast(:days as int) + 1 as on_date, 'CL-' || lpad(p.number::text, 4, '0') as subject
from receivables r join parties p on p.id = r.party_id
where r.branch_id = :branch and r.due_on + cast(:days as int) + 1 between :since and :on
  and (r.open > 0 or r.settled_on > r.due_on + cast(:days as int)) and (r.cancelled_on is null or r.cancelled_on > r.due_on + cast(:days as int))
group by 1, r.party_id, r.currency, p.number
order by 1, p.number
