-- Movements of tills, the newest first: of a :shift (with what was posted for its counts) or of a :box, before the
-- movement :after, between the dates :since and :until, made by :actor. `balance`: what had to be in the till after
-- each one, from the counted float on, and what was counted after what the closing count posted; only of a shift.
with found as (
  select m.id, m.branch_id, m.box_id, m.shift_id, m.entry_id, m.line, d.id as difference_id
  from till_moves m
  left join till_differences d on d.entry_id = m.entry_id
  where case when cast(:shift as uuid) is not null
             then m.shift_id = cast(:shift as uuid) or d.shift_id = cast(:shift as uuid)
             else cast(:box as int) is null or m.box_id = cast(:box as int) end)
select f.id, f.branch_id, f.box_id, b.name as box, f.shift_id, f.entry_id, e.created_at, e.on_date, e.kind, e.source,
       e.memo, e.actor, e.reverses, l.amount, l.currency, x.balance, f.difference_id is not null as difference,
       exists (select from ledger.entries r where r.reverses = e.id) as undone,
       (select p.party_id from ledger.lines p where p.entry_id = e.id and p.party_id is not null limit 1) as party_id
from found f
join boxes b on b.id = f.box_id
join ledger.entries e on e.id = f.entry_id
join ledger.lines l on l.entry_id = f.entry_id and l.line = f.line
left join lateral (
  select c.amount + case when f.shift_id is null then l.amount else 0 end + coalesce((
      select sum(y.amount) from till_moves w join ledger.lines y on y.entry_id = w.entry_id and y.line = w.line
      where w.shift_id = c.shift_id and w.id <= f.id
        and not exists (select from till_differences q where q.entry_id = w.entry_id)), 0) as balance
  from till_counts c
  where cast(:shift as uuid) is not null and c.shift_id = cast(:shift as uuid) and c.moment = 'opening') x on true
where (cast(:after as bigint) is null or f.id < cast(:after as bigint))
  and (cast(:since as date) is null or e.on_date >= cast(:since as date))
  and (cast(:until as date) is null or e.on_date <= cast(:until as date))
  and (cast(:actor as int) is null or e.actor = cast(:actor as int))
order by f.id desc
limit :limit
