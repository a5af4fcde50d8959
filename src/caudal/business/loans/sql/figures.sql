-- Of each loan, what its debts say today: instalments paid and in all, the next one, and what is due.
select r.owner_id, count(*) as all_of_them, count(*) filter (where r.open = 0) as paid,
       min(r.due_on) filter (where r.open > 0 and r.due_on >= :on) as next_on,
       (array_agg(r.open order by r.due_on) filter (where r.open > 0 and r.due_on >= :on))[1] as next_amount,
       coalesce(sum(r.open) filter (where r.due_on <= :on), 0) as due_now,
       coalesce(sum(r.open) filter (where r.due_on < :on), 0) as overdue
from receivables r
where r.owner_id = any(cast(:loans as uuid[])) and r.cancelled_at is null
group by r.owner_id
