-- Second pass: what a till took to the account :box in one day (one deposit or several), in one line of the bank of
-- that amount, the same day or up to :after days after; only where no other line or other till could be it.
with m as materialized (
  select f.entry_id, f.line, f.on_date, f.amount, f.till_id from bank_movement_facts f
  where f.box_id = :box and f.till_id is not null and f.open <> 0 and f.open = f.amount and f.amount > 0),
slips as (
  select till_id, on_date, sum(amount)::bigint as amount, count(*) as parts from m group by till_id, on_date),
l as materialized (
  select id, on_date, amount, nature from bank_lines
  where box_id = :box and open <> 0 and open = amount and not withdrawn and amount > 0
    and (nature = 'cash' or payer is null)),
pairs as (
  select l.id, s.till_id, s.on_date, s.parts, l.on_date - s.on_date as days, l.nature from l
  join slips s on s.amount = l.amount and l.on_date - s.on_date between 0 and cast(:after as int)),
sure as (
  select p.*, count(*) over (partition by p.id) as lines, count(*) over (partition by p.till_id, p.on_date) as tills
  from pairs p)
select s.id as line_id, m.entry_id, m.line as entry_line, m.amount, s.days from sure s
join m on m.till_id = s.till_id and m.on_date = s.on_date
where s.lines = 1 and s.tills = 1 and (s.parts > 1 or s.nature = 'cash')
order by s.id, m.entry_id
