-- How much of the account :box is explained between :since and :until: its lines in the bank, and what the books have.
select b.currency, coalesce(l.lines, 0) as lines, coalesce(l.explained, 0) as explained,
       coalesce(l.left_over, 0)::bigint as left_over, coalesce(v.movements, 0) as movements, coalesce(v.seen, 0) as seen
from boxes b
cross join lateral (
  select count(*) as lines, count(*) filter (where x.open = 0) as explained, sum(abs(x.open)) as left_over
  from bank_lines x where x.box_id = b.id and not x.withdrawn
    and (cast(:since as date) is null or x.on_date >= cast(:since as date))
    and (cast(:until as date) is null or x.on_date <= cast(:until as date))) l
cross join lateral (
  select count(*) as movements, count(*) filter (where x.open = 0) as seen from bank_movements x
  where x.box_id = b.id and x.paired_with is null
    and (cast(:since as date) is null or x.on_date >= cast(:since as date))
    and (cast(:until as date) is null or x.on_date <= cast(:until as date))) v
where b.id = :box
