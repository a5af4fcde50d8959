-- By month of hand-over: what was lent, and the capital that first passed each number of days late, by age in months. Loans
-- are looked at on the last closed day of each month.
with told_days as not materialized (select *, false as as_now from loan_days union all select *, true from loan_days_now),
     told_totals as not materialized (select *, false as as_now from loan_day_totals union all select *, true from loan_totals_now),
     ends as (
  select distinct on (branch_id, date_trunc('month', business_date)) branch_id, business_date as day, as_now
  from told_totals
  where business_date <= :on and (cast(:branch as smallint) is null or branch_id = :branch)
  order by branch_id, date_trunc('month', business_date), business_date desc, as_now
), bad as (
  select distinct on (d.loan_id, t.days) d.loan_id, t.days, e.day, d.principal
  from ends e
  cross join lateral (
    select * from told_days d where d.branch_id = e.branch_id and d.business_date = e.day and d.as_now = e.as_now
    offset 0) d
  join (values (30), (60), (90)) t (days) on d.days > t.days
  order by d.loan_id, t.days, e.day
), lent as (
  select p.currency, date_trunc('month', p.disbursed_on)::date as month, count(*) as loans, sum(l.principal) as principal
  from loan_positions p join loans l on l.id = p.loan_id and l.status <> 'cancelled'
  where p.disbursed_on <= :on and (cast(:branch as smallint) is null or p.branch_id = :branch)
  group by 1, 2
), late as (
  select p.currency, date_trunc('month', p.disbursed_on)::date as month, b.days,
         ((extract(year from b.day) - extract(year from p.disbursed_on)) * 12
          + extract(month from b.day) - extract(month from p.disbursed_on))::int as age, sum(b.principal) as principal
  from bad b join loan_positions p on p.loan_id = b.loan_id
  join loans l on l.id = b.loan_id and l.status <> 'cancelled' group by 1, 2, 3, 4
)
select l.currency, l.month, l.loans, l.principal, b.days, b.age, b.principal as bad
from lent l left join late b on b.currency = l.currency and b.month = l.month
order by l.currency, l.month, b.days, b.age
