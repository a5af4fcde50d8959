-- Branches with loans on a date that no close has told.
select a.branch_id, a.on_date
from unnest(cast(:branches as smallint[]), cast(:dates as date[])) a (branch_id, on_date)
where exists (select 1 from loan_positions p where p.branch_id = a.branch_id and p.disbursed_on <= a.on_date)
  and not exists (select 1 from loan_day_totals t where t.branch_id = a.branch_id and t.business_date = a.on_date)
