-- The portfolio of a branch at the close of a day, by currency; what was posted that day is kept.
with alive as (
  select currency, count(*) as loans, sum(principal) as principal, sum(overdue) as overdue,
         sum(earned - suspended) as recognised, sum(provision) as provision,
         array[coalesce(sum(principal) filter (where bucket = 0), 0), coalesce(sum(principal) filter (where bucket = 1), 0),
               coalesce(sum(principal) filter (where bucket = 2), 0), coalesce(sum(principal) filter (where bucket = 3), 0),
               coalesce(sum(principal) filter (where bucket = 4), 0)]::bigint[] as ageing,
         array[coalesce(sum(principal) filter (where renegotiated or bucket > 0), 0),
               coalesce(sum(principal) filter (where renegotiated or bucket > 1), 0),
               coalesce(sum(principal) filter (where renegotiated or bucket > 2), 0),
               coalesce(sum(principal) filter (where renegotiated or bucket > 3), 0)]::bigint[] as at_risk
  from loan_days where branch_id = :branch and business_date = :on group by currency
), gone as (
  select currency, sum(collected) as collected from loan_positions
  where branch_id = :branch and ended_on <= :on group by currency
), before as (
  select distinct currency from loan_day_totals where branch_id = :branch
), each as (
  select currency from alive union select currency from gone union select currency from before
)
insert into loan_day_totals (branch_id, business_date, currency, loans, principal, overdue, recognised, ended, provision,
                             ageing, at_risk)
select :branch, :on, e.currency, coalesce(a.loans, 0), coalesce(a.principal, 0), coalesce(a.overdue, 0),
       coalesce(a.recognised, 0), coalesce(g.collected, 0), coalesce(a.provision, 0),
       coalesce(a.ageing, '{0,0,0,0,0}'), coalesce(a.at_risk, '{0,0,0,0}')
from each e left join alive a on a.currency = e.currency left join gone g on g.currency = e.currency
on conflict (branch_id, business_date, currency) do update
  set loans = excluded.loans, principal = excluded.principal, overdue = excluded.overdue,
      recognised = excluded.recognised, ended = excluded.ended, provision = excluded.provision,
      ageing = excluded.ageing, at_risk = excluded.at_risk
