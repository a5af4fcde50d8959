-- The portfolio of a branch at the close of a day, by currency; what was posted that day is kept.
with alive as (
  select currency, count(*) as loans, sum(principal) as principal, sum(overdue) as overdue,
         sum(earned - suspended) as recognised, sum(provision) as provision
  from loan_days where branch_id = :branch and business_date = :on group by currency
), gone as (
  select currency, sum(collected) as collected from loan_positions
  where branch_id = :branch and ended_on <= :on group by currency
), before as (
  select distinct currency from loan_day_totals where branch_id = :branch
), each as (
  select currency from alive union select currency from gone union select currency from before
)
insert into loan_day_totals (branch_id, business_date, currency, loans, principal, overdue, recognised, ended, provision)
select :branch, :on, e.currency, coalesce(a.loans, 0), coalesce(a.principal, 0), coalesce(a.overdue, 0),
       coalesce(a.recognised, 0), coalesce(g.collected, 0), coalesce(a.provision, 0)
from each e left join alive a on a.currency = e.currency left join gone g on g.currency = e.currency
on conflict (branch_id, business_date, currency) do update
  set loans = excluded.loans, principal = excluded.principal, overdue = excluded.overdue,
      recognised = excluded.recognised, ended = excluded.ended, provision = excluded.provision
