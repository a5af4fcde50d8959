-- Refunds of :branch asked for between :since and :on above the threshold of their currency (:currencies, :amounts).
select r.asked_on as on_date, 'RB-' || lpad(r.number::text, 6, '0') as subject
from refunds r
join unnest(cast(:currencies as text[]), cast(:amounts as bigint[])) t (currency, most) on t.currency = r.currency
where r.branch_id = :branch and r.asked_on between :since and :on and r.refund_minor > t.most
order by 1, r.number
