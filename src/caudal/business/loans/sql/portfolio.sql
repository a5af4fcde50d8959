-- The portfolio of each branch on its last closed day up to a date, by currency, bucket, stage and band of the
-- table that its provision follows.
with told_days as not materialized (table loan_days union all table loan_days_now),
     told_totals as not materialized (table loan_day_totals union all table loan_totals_now),
     bands as (
  select currency, array_agg(first_day order by first_day) as first_days
  from unnest(cast(:band_currencies as text[]), cast(:first_days as int[])) b (currency, first_day) group by currency
), closed as (
  select branch_id, max(business_date) as business_date from told_totals
  where business_date <= :on and (cast(:branch as smallint) is null or branch_id = :branch) group by branch_id
)
select d.currency, d.bucket, d.renegotiated,
       case when d.days > 90 then 3 when d.days > 30 or (d.renegotiated and d.days > 0) then 2 else 1 end as stage,
       coalesce(width_bucket(d.days, b.first_days), 0) as band, count(*) as loans,
       sum(d.principal) as principal, sum(d.overdue) as overdue, sum(d.earned - d.suspended) as recognised,
       sum(d.suspended) as suspended, sum(d.provision) as provision
from closed c join told_days d on d.branch_id = c.branch_id and d.business_date = c.business_date
left join bands b on b.currency = d.currency
group by 1, 2, 3, 4, 5
order by 1, 2, 3, 4, 5
