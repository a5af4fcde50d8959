-- From which bucket to which went the loans between the last closed days up to two dates, or how they left.
with told_days as not materialized (table loan_days union all table loan_days_now),
     told_totals as not materialized (table loan_day_totals union all table loan_totals_now),
     closed as (
  select branch_id, max(business_date) filter (where business_date <= :first) as first,
         max(business_date) filter (where business_date <= :last) as last
  from told_totals where cast(:branch as smallint) is null or branch_id = :branch group by branch_id
), pairs as materialized (
  select d.loan_id, min(d.currency) as currency, min(d.bucket) filter (where d.business_date = c.first) as origin,
         min(d.principal) filter (where d.business_date = c.first) as principal,
         min(d.bucket) filter (where d.business_date = c.last) as went
  from closed c join told_days d on d.branch_id = c.branch_id and d.business_date in (c.first, c.last)
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
