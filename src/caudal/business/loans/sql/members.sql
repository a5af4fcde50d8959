-- The loans that make a figure of the portfolio, in one of three ways (`:kind`): as they stood on the last closed day of each
-- branch up to a date ('standing'), those that went from a bucket to another between two dates ('moved'), and those handed
-- over in a month, all or the ones that ever passed some days late up to an age in months ('lent'). First the totals of each
-- currency, then a page, the latest first.
with told_days as not materialized (select *, false as as_now from loan_days union all select *, true from loan_days_now),
     told_totals as not materialized (select *, false as as_now from loan_day_totals union all select *, true from loan_totals_now),
     closed as (
  select distinct on (x.first, t.branch_id) x.first, t.branch_id, t.business_date as day, t.as_now
  from (values (false, cast(:on as date)), (true, cast(:first as date))) x (first, until)
  join told_totals t on t.business_date <= x.until and t.business_date <= :on
  where cast(:branch as smallint) is null or t.branch_id = :branch
  order by x.first, t.branch_id, t.business_date desc, t.as_now
), staged as (
  select d.*, case when d.days > 90 then 3 when d.days > 30 or (d.renegotiated and d.days > 0) then 2 else 1 end as stage
  from closed c
  cross join lateral (
    select * from told_days d where d.branch_id = c.branch_id and d.business_date = c.day and d.as_now = c.as_now
    offset 0) d
  where :kind = 'standing' and not c.first
), pairs as materialized (
  select d.loan_id, min(d.bucket) filter (where c.first) as origin, min(d.bucket) filter (where not c.first) as went
  from closed c
  cross join lateral (
    select * from told_days d where d.branch_id = c.branch_id and d.business_date = c.day and d.as_now = c.as_now
    offset 0) d
  where :kind = 'moved' group by d.loan_id
), cohort as materialized (
  select p.loan_id, p.branch_id, p.currency, p.disbursed_on from loan_positions p
  join loans l on l.id = p.loan_id and l.status <> 'cancelled'
  where :kind = 'lent' and p.disbursed_on <= :on and (cast(:branch as smallint) is null or p.branch_id = :branch)
    and p.disbursed_on >= :month and p.disbursed_on < cast(:month as date) + interval '1 month'
), ends as (
  select distinct on (branch_id, date_trunc('month', business_date)) branch_id, business_date as day, as_now
  from told_totals
  where :kind = 'lent' and business_date <= :on
  order by branch_id, date_trunc('month', business_date), business_date desc, as_now
), passed as (
  select distinct on (d.loan_id) d.*, c.disbursed_on from cohort c join ends e on e.branch_id = c.branch_id
  join told_days d on d.branch_id = e.branch_id and d.business_date = e.day and d.as_now = e.as_now
    and d.loan_id = c.loan_id
  where d.days > cast(:over as int) order by d.loan_id, d.business_date
), chosen as materialized (
  select loan_id, currency, business_date as day, principal, overdue, earned - suspended as recognised, suspended, provision,
         days, renegotiated
  from staged
  where (cast(:bucket as int) is null or bucket = :bucket) and (cast(:stage as int) is null or stage = :stage)
    and (cast(:par as int) is null or renegotiated or days > :par)
    and (cast(:days_from as int) is null or days >= :days_from) and (cast(:days_to as int) is null or days <= :days_to)
    and (not :overdue or overdue > 0)
  union all
  select d.loan_id, d.currency, d.business_date, d.principal, d.overdue, d.earned - d.suspended, d.suspended, d.provision,
         d.days, d.renegotiated
  from pairs p join loans l on l.id = p.loan_id
  join closed c on c.branch_id = l.branch_id and c.first
  join told_days d on d.branch_id = c.branch_id and d.business_date = c.day and d.as_now = c.as_now and d.loan_id = p.loan_id
  where p.origin = :bucket
    and coalesce(p.went::text, case when l.status in ('written_off', 'recovered') then 'written_off'
                                    when l.status in ('renewed', 'cancelled') then l.status else 'paid' end) = :went
  union all
  select c.loan_id, c.currency, coalesce(d.business_date, c.disbursed_on), l.principal, coalesce(d.overdue, 0),
         coalesce(d.earned - d.suspended, 0), coalesce(d.suspended, 0), coalesce(d.provision, 0), coalesce(d.days, 0),
         coalesce(d.renegotiated, false)
  from cohort c join loans l on l.id = c.loan_id left join closed e on e.branch_id = c.branch_id and not e.first
  left join told_days d on d.branch_id = c.branch_id and d.business_date = e.day and d.as_now = e.as_now
    and d.loan_id = c.loan_id
  where cast(:over as int) is null
  union all
  select loan_id, currency, business_date, principal, overdue, earned - suspended, suspended, provision, days, renegotiated
  from passed
  where (extract(year from business_date) - extract(year from disbursed_on)) * 12
        + extract(month from business_date) - extract(month from disbursed_on) <= :age
), mine as (
  select * from chosen where cast(:currency as text) is null or currency = :currency
)
select cast(null as uuid) as loan_id, currency, cast(null as date) as day, count(*) as loans, sum(principal)::bigint as principal,
       sum(overdue)::bigint as overdue, sum(recognised)::bigint as recognised, sum(suspended)::bigint as suspended,
       sum(provision)::bigint as provision, cast(null as int) as days, null as renegotiated
from mine group by currency
union all
(select loan_id, currency, day, 1, principal, overdue, recognised, suspended, provision, days, renegotiated from mine
 where cast(:after_loan as uuid) is null or (days, loan_id) < (:after_days, cast(:after_loan as uuid))
 order by days desc, loan_id desc limit :limit)
