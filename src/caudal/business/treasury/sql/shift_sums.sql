-- What moved in each of the shifts :ids: how many movements, what came in, what went out, in minor units. What was
-- posted because a count did not match isn't a movement of the shift.
select m.shift_id, count(*) as moves, coalesce(sum(l.amount) filter (where l.amount > 0), 0)::bigint as entered,
       coalesce(-sum(l.amount) filter (where l.amount < 0), 0)::bigint as gone
from till_moves m
join ledger.lines l on l.entry_id = m.entry_id and l.line = m.line
where m.shift_id = any(cast(:ids as uuid[]))
  and not exists (select from till_differences d where d.entry_id = m.entry_id)
group by m.shift_id
