-- The portfolio at the end of each month up to a date, by currency, from the last close of each branch until then.
with told_totals as not materialized (
  table loan_day_totals
  union all
  select n.* from loan_totals_now n
  where not exists (select 1 from loan_day_totals t where t.branch_id = n.branch_id and t.business_date = n.business_date)
),
     ends as (
  select least((date_trunc('month', cast(:on as date)) - make_interval(months => n) + interval '1 month - 1 day')::date,
               cast(:on as date)) as day
  from generate_series(0, cast(:months as int) - 1) n
), told as (
  select e.day, t.*
  from ends e cross join (select distinct branch_id from told_totals
                          where cast(:branch as smallint) is null or branch_id = :branch) b
  cross join lateral (select max(business_date) as last from told_totals x
                      where x.branch_id = b.branch_id and x.business_date <= e.day) l
  join told_totals t on t.branch_id = b.branch_id and t.business_date = l.last
)
select day, currency, sum(loans)::bigint as loans, sum(principal)::bigint as principal, sum(overdue)::bigint as overdue,
       sum(provision)::bigint as provision,
       array[sum(ageing[1]), sum(ageing[2]), sum(ageing[3]), sum(ageing[4]), sum(ageing[5])]::bigint[] as ageing,
       array[sum(at_risk[1]), sum(at_risk[2]), sum(at_risk[3]), sum(at_risk[4])]::bigint[] as at_risk
from told group by day, currency order by day, currency
