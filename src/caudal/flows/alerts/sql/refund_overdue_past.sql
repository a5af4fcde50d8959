-- Refunds of :branch whose day to be paid passed between :since and :on without being paid nor ended, by the day after it.
select r.due_on + 1 as on_date, 'RB-' || lpad(r.number::text, 6, '0') as subject
from refunds r
where r.branch_id = :branch and r.due_on + 1 between :since and :on and r.refund_minor > 0
  and coalesce(r.paid_on, r.ended_on, cast(:on as date) + 1) > r.due_on
order by 1, r.number
