-- A day :on of the :branch in a :currency as sets: income and outgo of the bank and of the books, what has no counterpart
-- on each side, what has one of another amount, and what was seen on another day, with its age in days. `covered`: whether
-- every account that moved that day has a statement of it. Amounts in minor units, without sign but in `items`.
with accounts as materialized (
  select id from boxes where kind = 'bank' and active and branch_id = :branch and currency = :currency),
l as materialized (
  select l.* from accounts a join bank_lines l on l.box_id = a.id where l.on_date = :on and not l.withdrawn),
m as materialized (
  select v.* from accounts a join bank_movements v on v.box_id = a.id where v.on_date = :on and v.paired_with is null),
late as materialized (
  select p.line_id, p.entry_id, p.entry_line, p.amount, x.on_date as bank_on, v.on_date as books_on
  from (select p.* from l join bank_match_parts p on p.line_id = l.id
        union
        select p.* from m join bank_match_parts p on p.entry_id = m.entry_id and p.entry_line = m.line) p
  join bank_matches k on k.id = p.match_id and k.undone_at is null
  join bank_lines x on x.id = p.line_id
  join bank_movements v on v.entry_id = p.entry_id and v.line = p.entry_line
  where x.on_date <> v.on_date),
waits as (
  select case when l.open = l.amount then 'bank' else 'uneven' end as what, l.id as line_id, null::bigint as entry_id,
         null::smallint as entry_line, l.amount, l.open, l.told as text from l where l.open <> 0
  union all
  select case when m.open = m.amount then 'books' else 'uneven' end, null, m.entry_id, m.line, m.amount, m.open,
         coalesce(e.memo, e.kind) from m join ledger.entries e on e.id = m.entry_id where m.open <> 0),
shown as (
  select *, row_number() over (partition by what order by abs(open) desc, line_id, entry_id, entry_line) as place from waits)
select
  (select coalesce(sum(amount) filter (where amount > 0), 0) from m)::bigint as system_in,
  (select coalesce(sum(amount) filter (where amount > 0), 0) from l)::bigint as bank_in,
  (select coalesce(-sum(amount) filter (where amount < 0), 0) from m)::bigint as system_out,
  (select coalesce(-sum(amount) filter (where amount < 0), 0) from l)::bigint as bank_out,
  (select count(*) from waits where what = 'bank') as unmatched_bank,
  (select count(*) from waits where what = 'books') as unmatched_books,
  (select count(*) from waits where what = 'uneven') as uneven,
  (select count(*) from late) as timing,
  (select coalesce(sum(abs(open)), 0) from waits)::bigint as unexplained,
  not exists (
    select from accounts a
    where not exists (select from bank_statements s where s.box_id = a.id and s.state = 'entered' and :on between s.from_on and s.to_on)
      and (exists (select from m where m.box_id = a.id)
           or exists (select from bank_statements s where s.box_id = a.id and s.state = 'entered'))) as covered,
  jsonb_build_object(
    'waiting', coalesce((select jsonb_agg(jsonb_build_object('what', what, 'line_id', line_id, 'entry_id', entry_id,
      'entry_line', entry_line, 'amount', amount, 'open', open) order by what, place)
      from shown where place <= 100), '[]'),
    'timing', coalesce((select jsonb_agg(jsonb_build_object('line_id', t.line_id, 'entry_id', t.entry_id,
      'entry_line', t.entry_line, 'amount', t.amount, 'bank_on', t.bank_on, 'books_on', t.books_on,
      'age', t.bank_on - t.books_on) order by t.line_id, t.entry_id, t.entry_line)
      from (select * from late order by line_id, entry_id, entry_line limit 100) t), '[]')) as items
