-- Movements of bank accounts in the books: of the account :box, those :open or not, between :since and :until, whose
-- memo, reference or party has :q; the oldest first where only what is :open is asked, the latest first otherwise; after
-- the movement :after_entry, :after_line of the day :after_on.
select f.entry_id, f.line, f.box_id, f.branch_id, f.on_date, f.amount, f.open, f.kind, f.memo, f.source, f.reference,
       f.party_id, q.name as party, f.paired_with, f.actor, b.currency, o.user_id as owner
from bank_movement_facts f
join boxes b on b.id = f.box_id
left join parties q on q.id = f.party_id
left join lateral (select user_id from bank_owners o where o.entry_id = f.entry_id and o.entry_line = f.line
                   order by o.id desc limit 1) o on true
where (cast(:box as int) is null or f.box_id = cast(:box as int))
  and (cast(:branch as smallint) is null or f.branch_id = cast(:branch as smallint))
  and (cast(:open as boolean) is null or (f.open <> 0) = cast(:open as boolean))
  and (cast(:since as date) is null or f.on_date >= cast(:since as date))
  and (cast(:until as date) is null or f.on_date <= cast(:until as date))
  and (cast(:q as text) is null or strpos(upper(f.memo), cast(:q as text)) > 0
       or strpos(upper(f.reference), cast(:q as text)) > 0 or strpos(upper(q.name), cast(:q as text)) > 0)
  and (cast(:after_entry as bigint) is null or case when cast(:open as boolean)
       then (f.on_date, f.entry_id, f.line) > (cast(:after_on as date), cast(:after_entry as bigint), cast(:after_line as smallint))
       else (f.on_date, f.entry_id, f.line) < (cast(:after_on as date), cast(:after_entry as bigint), cast(:after_line as smallint)) end)
order by case when cast(:open as boolean) then f.on_date end, case when cast(:open as boolean) then f.entry_id end,
         case when cast(:open as boolean) then f.line end, f.on_date desc, f.entry_id desc, f.line desc
limit :limit
