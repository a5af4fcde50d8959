-- Third pass: a line and a movement of the account :box, the only ones of their amount within :near days on both sides,
-- explained ones included, the bank from :before days before to :after days after the books; and whose names, where both
-- have one, share a word. What is open lies between :since and :until.
with lone_lines as materialized (
  select * from (
    select id, on_date, amount, open, words, payer,
           on_date - lag(on_date) over same as before, lead(on_date) over same - on_date as next
    from bank_lines
    where box_id = :box and not withdrawn and on_date between cast(:since as date) - cast(:near as int)
      and cast(:until as date) + cast(:near as int)
    window same as (partition by amount order by on_date, id)) l
  where coalesce(l.before, 10000) > :near and coalesce(l.next, 10000) > :near),
lone_moves as materialized (
  select * from (
    select entry_id, line, on_date, amount, open,
           on_date - lag(on_date) over same as before, lead(on_date) over same - on_date as next
    from bank_movements
    where box_id = :box and paired_with is null and on_date between cast(:since as date) - cast(:near as int)
      and cast(:until as date) + cast(:near as int)
    window same as (partition by amount order by on_date, entry_id, line)) m
  where coalesce(m.before, 10000) > :near and coalesce(m.next, 10000) > :near)
select l.id as line_id, m.entry_id, m.line as entry_line, l.amount, l.on_date - m.on_date as days
from lone_lines l
join lone_moves m on m.amount = l.amount and l.on_date - m.on_date between -cast(:before as int) and :after
join bank_movement_facts f on f.entry_id = m.entry_id and f.line = m.line
left join parties q on q.id = f.party_id
where l.open = l.amount and m.open = m.amount and l.open <> 0
  and (l.payer is null or q.id is null or l.words && bank_words(q.name))
order by l.id
