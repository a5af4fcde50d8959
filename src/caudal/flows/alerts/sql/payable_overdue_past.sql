-- What :branch owed suppliers that passed :days days late between :since and :on without being paid, by the day it did.
select p.due_on + cast(:days as int) + 1 as on_date, 'CXP-' || lpad(p.number::text, 3, '0') as subject
from payables p
where p.branch_id = :branch and p.due_on + cast(:days as int) + 1 between :since and :on
  and (p.open > 0 or p.paid_on > p.due_on + cast(:days as int))
order by 1, p.number
