-- What moved in the shift :shift, by kind and by whether it came in or went out, in minor units; without what was
-- posted because a count did not match.
select e.kind, l.amount > 0 as entered, count(*) as number, sum(abs(l.amount))::bigint as amount
from till_moves m
join ledger.lines l on l.entry_id = m.entry_id and l.line = m.line
join ledger.entries e on e.id = m.entry_id
where m.shift_id = :shift and not exists (select from till_differences d where d.entry_id = m.entry_id)
group by 1, 2
order by 2 desc, 1
