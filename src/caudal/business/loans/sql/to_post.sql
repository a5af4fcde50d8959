-- What the books lack of the interest and the provision of a branch at the close of a day, if no later day is closed.
select t.currency, t.recognised + t.ended - coalesce(p.accrual, 0) as accrual, t.provision
from loan_day_totals t
left join (select currency, sum(accrual) as accrual from loan_day_totals where branch_id = :branch group by currency) p
  on p.currency = t.currency
where t.branch_id = :branch and t.business_date = :on
  and not exists (select 1 from loan_day_totals x where x.branch_id = :branch and x.business_date > :on)
order by t.currency
