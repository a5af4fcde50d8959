-- What isn't explained in the account :box or the :branch, lines of the bank and movements of the books, the oldest
-- first, with who answers for it (whoever brought it in, until somebody else is named) and its age on :today, in days;
-- after the item :after_key of the day :after_on. Movements count since the account is reconciled.
select x.*, coalesce(o.user_id, x.brought_by) as owner, o.note, cast(:today as date) - x.on_date as age
from (
  select 'b' || lpad(l.id::text, 19, '0') as key, l.id as line_id, null::bigint as entry_id, null::smallint as entry_line, l.box_id, l.branch_id, l.on_date,
         l.amount, l.open, b.currency, l.told, null as kind, null as party, s.entered_by as brought_by
  from bank_lines l join boxes b on b.id = l.box_id join bank_statements s on s.id = l.statement_id
  where l.open <> 0 and not l.withdrawn
    and (cast(:box as int) is null or l.box_id = cast(:box as int))
    and (cast(:branch as smallint) is null or l.branch_id = cast(:branch as smallint))
  union all
  select 'm' || lpad(f.entry_id::text, 19, '0') || lpad(f.line::text, 5, '0'), null, f.entry_id, f.line, f.box_id, f.branch_id, f.on_date, f.amount, f.open,
         b.currency, f.memo, f.kind, q.name, f.actor
  from bank_movement_facts f join boxes b on b.id = f.box_id left join parties q on q.id = f.party_id
  where f.open <> 0
    and exists (select from bank_statements s where s.box_id = f.box_id and s.state = 'entered' and s.from_on <= f.on_date)
    and (cast(:box as int) is null or f.box_id = cast(:box as int))
    and (cast(:branch as smallint) is null or f.branch_id = cast(:branch as smallint))) x
left join lateral (
  select o.user_id, o.note from bank_owners o
  where o.line_id = x.line_id or (o.entry_id = x.entry_id and o.entry_line = x.entry_line) order by o.id desc limit 1) o on true
where cast(:after_key as text) is null or (x.on_date, x.key) > (cast(:after_on as date), cast(:after_key as text))
order by x.on_date, x.key
limit :limit
