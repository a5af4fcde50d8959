-- From which bucket to which went the loans between the last closed days up to two dates, or how they left.
with told_days as not materialized (select *, false as as_now from loan_days union all select *, true from loan_days_now),
     told_totals as not materialized (select *, false as as_now from loan_day_totals union all select *, true from loan_totals_now),
     closed as (
  select distinct on (x.first, t.branch_id) x.first, t.branch_id, t.business_date, t.as_now
  from (values (true, cast(:first as date)), (false, cast(:last as date))) x (first, until)
  join told_totals t on t.business_date <= x.until
  where cast(:branch as smallint) is null or t.branch_id = :branch
  order by x.first, t.branch_id, t.business_date desc, t.as_now
), pairs as materialized (
  select d.loan_id, min(d.currency) as currency, min(d.bucket) filter (where c.first) as origin,
         min(d.principal) filter (where c.first) as principal, min(d.bucket) filter (where not c.first) as went
  from closed c
  cross join lateral (
    select * from told_days d where d.branch_id = c.branch_id and d.business_date = c.business_date and d.as_now = c.as_now
    offset 0) d -- each day by itself, from its own pages
  group by d.loan_id
), moves as (
  select currency, origin, went::text as went, count(*) as loans, sum(principal) as principal
  from pairs where origin is not null and went is not null group by 1, 2, 3
  union all
  select b.currency, b.origin,
         case when l.status in ('written_off', 'recovered') then 'written_off'
              when l.status in ('renewed', 'cancelled') then l.status else 'paid' end,
         count(*), sum(b.principal)
  from pairs b join loans l on l.id = b.loan_id where b.origin is not null and b.went is null group by 1, 2, 3
)
select * from moves order by currency, origin, went
