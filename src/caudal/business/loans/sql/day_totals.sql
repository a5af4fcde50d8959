-- The portfolio of a branch at the close of a day, by currency, from what its loans add up to (:told); what was posted that
-- day is kept.
with alive as (
  select currency, sum(loans) as loans, sum(principal) as principal, sum(overdue) as overdue, sum(recognised) as recognised,
         sum(provision) as provision,
         array[sum(bucket_0), sum(bucket_1), sum(bucket_2), sum(bucket_3), sum(bucket_4)]::bigint[] as ageing,
         array[sum(risk_1), sum(risk_30), sum(risk_60), sum(risk_90)]::bigint[] as at_risk
  from jsonb_to_recordset(cast(:told as jsonb)) t (
    currency text, loans int, principal bigint, overdue bigint, recognised bigint, provision bigint, bucket_0 bigint,
    bucket_1 bigint, bucket_2 bigint, bucket_3 bigint, bucket_4 bigint, risk_1 bigint, risk_30 bigint, risk_60 bigint,
    risk_90 bigint)
  group by currency
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
