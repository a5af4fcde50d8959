-- Write matches of the account :box (columns :ids, :passes, :scores, :reasons) and their parts (:of, :lines, :entries,
-- :entry_lines, :amounts): what is left to explain goes down on both sides. Returns how many lines and movements.
with made as (
  insert into bank_matches (id, branch_id, box_id, pass, score, reason, made, made_entry_id, payment_id, matched_at,
                            matched_by, act_id)
  select u.id, cast(:branch as smallint), cast(:box as int), u.pass, u.score, u.reason, :made, :made_entry, :payment,
         :at, :actor, :act
  from unnest(cast(:ids as uuid[]), cast(:passes as text[]), cast(:scores as smallint[]), cast(:reasons as text[]))
    u (id, pass, score, reason)),
parts as materialized (
  select * from unnest(cast(:of as uuid[]), cast(:lines as bigint[]), cast(:entries as bigint[]),
    cast(:entry_lines as smallint[]), cast(:amounts as bigint[])) u (id, line_id, entry_id, entry_line, amount)),
kept as (
  insert into bank_match_parts (match_id, branch_id, line_id, entry_id, entry_line, amount)
  select p.id, cast(:branch as smallint), p.line_id, p.entry_id, p.entry_line, p.amount from parts p),
lines as (
  update bank_lines l set open = l.open - s.amount
  from (select line_id, sum(amount)::bigint as amount from parts group by 1) s
  where l.id = s.line_id and l.box_id = :box and not l.withdrawn returning 1),
moves as (
  update bank_movements v set open = v.open - s.amount
  from (select entry_id, entry_line, sum(amount)::bigint as amount from parts group by 1, 2) s
  where v.entry_id = s.entry_id and v.line = s.entry_line and v.box_id = :box returning 1)
select (select count(*) from lines) as lines, (select count(*) from moves) as moves
