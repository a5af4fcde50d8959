-- The portfolio of each branch on its last closed day up to a date, by currency, bucket, stage and band of the
-- table that its provision follows. A day that no close has told comes already added up.
with told_totals as not materialized (select *, false as as_now from loan_day_totals union all select *, true from loan_totals_now),
     bands as (
  select currency, array_agg(first_day order by first_day) as first_days
  from unnest(cast(:band_currencies as text[]), cast(:first_days as int[])) b (currency, first_day) group by currency
), closed as (
  select distinct on (branch_id) branch_id, business_date, as_now from told_totals
  where business_date <= :on and (cast(:branch as smallint) is null or branch_id = :branch)
  order by branch_id, business_date desc, as_now
), standing as (
  select d.currency, d.days, d.bucket, d.renegotiated, 1 as loans, d.principal, d.overdue, d.earned, d.suspended, d.provision
  from (select * from closed where not as_now) c
  cross join lateral (
    select * from loan_days d where d.branch_id = c.branch_id and d.business_date = c.business_date
    offset 0) d -- each day by itself, from its own pages
  union all
  select s.currency, s.days, s.bucket, s.renegotiated, s.loans, s.principal, s.overdue, s.earned, s.suspended, s.provision
  from closed c join loan_sums_now s on s.branch_id = c.branch_id and s.business_date = c.business_date
  where c.as_now
)
select s.currency, s.bucket, s.renegotiated,
       case when s.days > 90 then 3 when s.days > 30 or (s.renegotiated and s.days > 0) then 2 else 1 end as stage,
       coalesce(width_bucket(s.days, b.first_days), 0) as band, sum(s.loans)::bigint as loans,
       sum(s.principal) as principal, sum(s.overdue) as overdue, sum(s.earned - s.suspended) as recognised,
       sum(s.suspended) as suspended, sum(s.provision) as provision
from standing s left join bands b on b.currency = s.currency
group by 1, 2, 3, 4, 5
order by 1, 2, 3, 4, 5
