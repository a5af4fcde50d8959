-- The day that each branch is told by: the last with its totals up to a date, and whether a close wrote them.
with told_totals as not materialized (table loan_day_totals union all table loan_totals_now)
select t.branch_id, max(t.business_date) as business_date,
       not exists (select 1 from loan_day_totals c
                   where c.branch_id = t.branch_id and c.business_date = max(t.business_date)) as still_open
from told_totals t
where t.business_date <= :on and (cast(:branch as smallint) is null or t.branch_id = :branch)
group by t.branch_id order by t.branch_id
