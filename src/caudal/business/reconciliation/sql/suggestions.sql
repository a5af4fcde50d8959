-- What is proposed for the line :line, or the proposal :id, the likeliest first: only where nothing of it was explained
-- since.
select s.id, s.pass as how, s.score, s.reason, s.lines, s.entries, s.entry_lines, s.outcome, s.party_id, q.name as party,
       (select sum(l.amount) from bank_lines l where l.id = any(s.lines))::bigint as amount
from bank_suggestions s
left join parties q on q.id = s.party_id
where (cast(:id as bigint) is null or s.id = cast(:id as bigint))
  and (cast(:line as bigint) is null or s.lines @> array[cast(:line as bigint)])
  and not exists (select from bank_lines l where l.id = any(s.lines) and (l.open <> l.amount or l.withdrawn))
  and not exists (select from unnest(s.entries, s.entry_lines) u (e, n)
                  join bank_movements v on v.entry_id = u.e and v.line = u.n where v.open <> v.amount)
order by s.score desc, s.id
limit 20
