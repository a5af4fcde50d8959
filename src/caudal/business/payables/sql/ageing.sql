-- What was owed to suppliers for services on :on, by currency and bucket of days past due (in one :branch, or all): what
-- is open now, corrected by what happened after that date.
with after as (
  select payable_id, sum(amount) as amount from payable_moves where on_date > :on group by payable_id
), owed as (
  select p.supplier_id, p.currency, p.due_on, p.open + coalesce(a.amount, 0) as balance
  from payables p left join after a on a.payable_id = p.id
  where p.kind = 'service' and p.served_on <= :on and (p.open > 0 or a.amount > 0)
    and (cast(:branch as smallint) is null or p.branch_id = :branch)
)
select currency,
       case when due_on >= :on then 0 when due_on >= cast(:on as date) - 7 then 1 when due_on >= cast(:on as date) - 30 then 2
            when due_on >= cast(:on as date) - 60 then 3 when due_on >= cast(:on as date) - 90 then 4 else 5 end as bucket,
       sum(balance) as balance, count(*) as payables, count(distinct supplier_id) as suppliers
from owed where balance > 0
group by 1, 2
