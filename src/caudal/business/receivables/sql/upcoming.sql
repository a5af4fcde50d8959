-- What falls due in a span of days.
select due_on, currency, sum(open) as balance, count(*) as debts
from receivables
where open > 0 and due_on between :first and :last and (cast(:branch as smallint) is null or branch_id = :branch)
group by due_on, currency
order by due_on, currency
