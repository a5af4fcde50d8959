-- Days of :branch between :since and :on whose first reconciliation didn't add up.
select d.business_date as on_date, 'Día ' || to_char(d.business_date, 'DD/MM/YYYY') || ' ' || d.currency as subject
from day_reconciliations d
where d.branch_id = :branch and d.business_date between :since and :on and d.state = 'unreconciled'
group by 1, 2
order by 1, 2
