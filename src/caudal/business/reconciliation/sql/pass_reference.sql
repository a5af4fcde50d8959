-- First pass: lines and movements of the account :box with the same reference and the same amount, neither of them
-- explained at all, at most :before days before and :after days after; only where nobody else has that reference.
-- Both sides are written out so that they meet by word and amount at once, whatever their sizes are taken to be.
with said as materialized (
  select l.id, l.on_date, l.amount, w.word from bank_lines l cross join unnest(l.words) w (word)
  where l.box_id = :box and l.open <> 0 and l.open = l.amount and not l.withdrawn),
known as materialized (
  select f.entry_id, f.line, f.on_date, f.amount, r.ref from bank_movement_facts f cross join unnest(f.refs) r (ref)
  where f.box_id = :box and f.open <> 0 and f.open = f.amount),
pairs as (
  select distinct s.id, k.entry_id, k.line, k.amount, s.on_date - k.on_date as days from said s
  join known k on k.ref = s.word and k.amount = s.amount
  where s.on_date - k.on_date between -cast(:before as int) and :after),
sure as (
  select p.*, count(*) over (partition by p.id) as lines, count(*) over (partition by p.entry_id, p.line) as moves
  from pairs p)
select id as line_id, entry_id, line as entry_line, amount, days from sure where lines = 1 and moves = 1 order by id
