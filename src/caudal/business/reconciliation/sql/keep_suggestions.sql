-- Propose again, whole, for the account :box: one row for each of :passes, whose lines and movements come as texts
-- «1,2» and «10:1,11:2»; and what its rules (the newest first) and the texts of banks say of lines nobody explained.
with given as (
  insert into bank_suggestions (branch_id, box_id, pass, score, reason, lines, entries, entry_lines)
  select cast(:branch as smallint), cast(:box as int), u.pass, u.score, u.reason,
         cast(string_to_array(u.lines, ',') as bigint[]),
         array(select split_part(m, ':', 1)::bigint from unnest(string_to_array(u.moves, ',')) m),
         array(select split_part(m, ':', 2)::smallint from unnest(string_to_array(u.moves, ',')) m)
  from unnest(cast(:passes as text[]), cast(:scores as smallint[]), cast(:reasons as text[]), cast(:lines as text[]),
    cast(:moves as text[])) u (pass, score, reason, lines, moves)),
open as materialized (
  select id, told, amount, nature, payer_key, branch_id from bank_lines
  where box_id = :box and open <> 0 and open = amount and not withdrawn),
ruled as (
  select distinct on (o.id) o.id, r.needle, r.outcome, r.party_id from open o
  join bank_rules r on r.ended_at is null and (r.box_id is null or r.box_id = :box)
    and strpos(upper(o.told), r.needle) > 0 and (o.amount > 0) = (r.outcome in ('interest', 'payer'))
  order by o.id, r.box_id is null, length(r.needle) desc, r.id desc),
guessed as (
  select o.id, 'rule' as pass, 95 as score, format('la regla «%s»', r.needle) as reason, r.outcome, r.party_id
  from open o join ruled r on r.id = o.id
  union all
  select o.id, 'rule', 60, 'el texto parece decirlo', o.nature, null from open o
  where o.nature in ('fee', 'fee_tax', 'interest') and not exists (select from ruled r where r.id = o.id)
  union all
  select o.id, 'rule', 80, 'ya pagó antes con ese nombre', 'payer', a.party_id from open o
  join lateral (select party_id from payer_aliases a where a.payer_key = o.payer_key and a.branch_id = o.branch_id
                order by a.id desc limit 1) a on true
  where o.amount > 0 and not exists (select from ruled r where r.id = o.id)),
said as (
  insert into bank_suggestions (branch_id, box_id, pass, score, reason, lines, entries, entry_lines, outcome, party_id)
  select cast(:branch as smallint), cast(:box as int), g.pass, g.score, g.reason, array[g.id], '{}', '{}', g.outcome, g.party_id
  from guessed g returning 1)
select cardinality(cast(:passes as text[])) + (select count(*) from said) as suggestions
