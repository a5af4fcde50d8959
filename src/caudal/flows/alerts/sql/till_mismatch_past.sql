-- Counts of tills of :branch between :since and :on that differed beyond what was tolerated that day.
select s.opened_on as on_date, b.name || ', turno T-' || lpad(s.number::text, 4, '0') as subject
from till_differences d join till_shifts s on s.id = d.shift_id join boxes b on b.id = s.box_id
where d.branch_id = :branch and abs(d.amount) > d.tolerance and s.opened_on between :since and :on
order by 1, 2
