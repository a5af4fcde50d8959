-- Which of these debts no longer justify a message, and why.
select r.id, case when r.cancelled_at is not null then 'La cuenta se anuló'
                  when r.open = 0 then 'La deuda ya se pagó' end as cause
from receivables r where r.id = any(cast(:debts as uuid[])) and r.open = 0
