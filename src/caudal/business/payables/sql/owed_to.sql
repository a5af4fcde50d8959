-- What is owed to each of the :suppliers, by currency, in the branches that can be seen.
select supplier_id, currency, sum(open) as balance, count(*) as payables
from payables
where supplier_id = any(cast(:suppliers as uuid[])) and state not in ('paid', 'cancelled') and kind = 'service'
group by supplier_id, currency
order by currency
