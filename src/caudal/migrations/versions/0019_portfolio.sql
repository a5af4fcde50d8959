-- The portfolio of each close by arrears, so that a year of it is read from its totals.

alter table loan_day_totals
  add column ageing bigint[] not null default '{0,0,0,0,0}',
  add column at_risk bigint[] not null default '{0,0,0,0}';
comment on column loan_day_totals.ageing is 'Capital por tramo de mora: al día, 1–30, 31–60, 61–90, más de 90';
comment on column loan_day_totals.at_risk is 'Cartera en riesgo: capital con más de 0, 30, 60 y 90 días de mora, o renegociado';

update loan_day_totals t set ageing = s.ageing, at_risk = s.at_risk
from (select branch_id, business_date, currency,
             array[coalesce(sum(principal) filter (where bucket = 0), 0), coalesce(sum(principal) filter (where bucket = 1), 0),
                   coalesce(sum(principal) filter (where bucket = 2), 0), coalesce(sum(principal) filter (where bucket = 3), 0),
                   coalesce(sum(principal) filter (where bucket = 4), 0)]::bigint[] as ageing,
             array[coalesce(sum(principal) filter (where renegotiated or bucket > 0), 0),
                   coalesce(sum(principal) filter (where renegotiated or bucket > 1), 0),
                   coalesce(sum(principal) filter (where renegotiated or bucket > 2), 0),
                   coalesce(sum(principal) filter (where renegotiated or bucket > 3), 0)]::bigint[] as at_risk
      from loan_days group by 1, 2, 3) s
where (s.branch_id, s.business_date, s.currency) = (t.branch_id, t.business_date, t.currency);
