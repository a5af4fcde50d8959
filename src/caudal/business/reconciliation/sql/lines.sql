-- Lines of bank statements, the oldest first: of the account :box, those :open or not, between :since and :until, whose
-- text has :q, or :ids; after the line :after_id of the day :after_on.
select l.id, l.box_id, l.branch_id, l.statement_id, l.on_date, l.amount, l.open, l.told, l.reference, l.payer, l.nature,
       b.currency, m.id as match_id, m.pass as how, m.reason as why, m.made, o.user_id as owner,
       (select count(*) from bank_suggestions s where s.lines @> array[l.id] and l.open <> 0) as suggestions
from bank_lines l
join boxes b on b.id = l.box_id
left join lateral (
  select m.* from bank_match_parts p join bank_matches m on m.id = p.match_id and m.undone_at is null
  where p.line_id = l.id order by m.matched_at desc, m.id desc limit 1) m on true
left join lateral (select user_id from bank_owners o where o.line_id = l.id order by o.id desc limit 1) o on true
where not l.withdrawn
  and (cast(:box as int) is null or l.box_id = cast(:box as int))
  and (cast(:branch as smallint) is null or l.branch_id = cast(:branch as smallint))
  and (cast(:open as boolean) is null or (l.open <> 0) = cast(:open as boolean))
  and (cast(:since as date) is null or l.on_date >= cast(:since as date))
  and (cast(:until as date) is null or l.on_date <= cast(:until as date))
  and (cast(:q as text) is null or strpos(upper(l.told), cast(:q as text)) > 0 or strpos(upper(l.reference), cast(:q as text)) > 0)
  and (cast(:ids as bigint[]) is null or l.id = any(cast(:ids as bigint[])))
  and (cast(:after_id as bigint) is null or (l.on_date, l.id) > (cast(:after_on as date), cast(:after_id as bigint)))
order by l.on_date, l.id
limit :limit
