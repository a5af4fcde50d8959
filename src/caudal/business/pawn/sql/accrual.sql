-- What tickets of a branch owed of interest and storage at the end of a day, and what was posted of it until then, by
-- currency. Tickets that changed after that day are left to the caller, who replays them.
with begun as (
  select t.currency, t.interest_before - t.interest_paid as interest, t.storage_before - t.storage_paid as storage,
    t.interest_each, t.storage_each,
    pawn_periods(p.period, t.starts_on, t.previous_id is null, least(:on, t.last_on)) - t.base_periods as periods
  from pawn_tickets t join pawn_plans p on p.id = t.plan_id
  where t.branch_id = :branch and t.closed_on is null and t.handed_on <= :on and t.moved_on <= :on
  offset 0
), owed as (
  select currency, interest + periods * interest_each as interest, storage + periods * storage_each as storage from begun
), posted as (
  select currency, sum(interest) as interest, sum(storage) as storage from pawn_accruals
  where branch_id = :branch and business_date <= :on group by currency
), target as (
  select currency, count(*) as tickets, sum(interest) as interest, sum(storage) as storage from owed group by currency
)
select coalesce(t.currency, p.currency) as currency, coalesce(t.tickets, 0) as tickets,
       coalesce(t.interest, 0) as interest_owed, coalesce(t.storage, 0) as storage_owed,
       coalesce(p.interest, 0) as interest_posted, coalesce(p.storage, 0) as storage_posted
from target t full join posted p on p.currency = t.currency
