-- Give back to lines and movements what the match :match explained of them.
with parts as materialized (select * from bank_match_parts where match_id = :match),
lines as (
  update bank_lines l set open = l.open + s.amount
  from (select line_id, sum(amount)::bigint as amount from parts group by 1) s where l.id = s.line_id returning 1),
moves as (
  update bank_movements v set open = v.open + s.amount
  from (select entry_id, entry_line, sum(amount)::bigint as amount from parts group by 1, 2) s
  where v.entry_id = s.entry_id and v.line = s.entry_line returning 1)
select (select count(*) from lines) as lines, (select count(*) from moves) as moves
