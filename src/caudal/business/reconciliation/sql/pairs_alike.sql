-- Lines and movements of the account :box still without explanation and of the same amount, the bank from :before days
-- before to :after days after the books; what the bank says, the name in the books, and whether that payer was learned.
with l as materialized (
  select id, on_date, amount, branch_id, payer_key, array_to_string(words, ' ') as said from bank_lines
  where box_id = :box and open <> 0 and open = amount and not withdrawn),
m as materialized (
  select f.entry_id, f.line, f.on_date, f.amount, f.party_id, coalesce(array_to_string(bank_words(q.name), ' '), '') as name
  from bank_movement_facts f left join parties q on q.id = f.party_id
  where f.box_id = :box and f.open <> 0 and f.open = f.amount)
select l.id as line_id, m.entry_id, m.line as entry_line, l.on_date - m.on_date as days, l.said, m.name,
       a.id is not null as alias
from l
join m on m.amount = l.amount and l.on_date - m.on_date between -cast(:before as int) and :after
left join payer_aliases a on a.payer_key = l.payer_key and a.party_id = m.party_id and a.branch_id = l.branch_id
order by l.id, m.entry_id, m.line
