-- What some parties owe today.
select party_id, currency, sum(open) as balance, coalesce(sum(open) filter (where due_on < :on), 0) as overdue,
       greatest(0, cast(:on as date) - min(due_on)) as days
from receivables
where party_id = any(cast(:parties as uuid[])) and open > 0
group by party_id, currency
order by currency
