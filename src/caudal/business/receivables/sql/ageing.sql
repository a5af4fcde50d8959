-- What was owed on a date by currency and bucket: what is open now, corrected by what happened after that date.
with after as (
  select receivable_id, sum(amount) as amount from (
    select receivable_id, amount from allocations where on_date > :on
    union all select receivable_id, - amount from receivable_adjustments where on_date > :on) later
  group by receivable_id
), owed as (
  select r.party_id, r.currency, r.due_on, r.open + coalesce(a.amount, 0) as balance
  from receivables r left join after a on a.receivable_id = r.id
  where r.open > 0 and r.issued_on <= :on and (cast(:branch as smallint) is null or r.branch_id = :branch)
  union all
  select r.party_id, r.currency, r.due_on, r.amount - r.paid + coalesce(a.amount, 0)
  from receivables r left join after a on a.receivable_id = r.id
  where r.open = 0 and r.issued_on <= :on and (cast(:branch as smallint) is null or r.branch_id = :branch)
    and ((r.settled_on > :on and r.cancelled_on is null) or r.cancelled_on > :on)
)
select currency,
       case when due_on >= :on then 0 when due_on >= cast(:on as date) - 7 then 1 when due_on >= cast(:on as date) - 30 then 2
            when due_on >= cast(:on as date) - 60 then 3 when due_on >= cast(:on as date) - 90 then 4 else 5 end as bucket,
       sum(balance) as balance, count(*) as debts, count(distinct party_id) as clients
from owed where balance > 0
group by 1, 2
