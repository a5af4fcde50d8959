-- What of the account :box is left to explain, whole: lines of the bank first, then movements of the books, by date.
select true as bank, l.id as entry_id, 0 as line, l.on_date, l.open as amount, l.words, l.payer is not null as named,
       null::int as till_id
from bank_lines l where l.box_id = :box and l.open <> 0 and l.open = l.amount and not l.withdrawn
union all
select false, m.entry_id, m.line, m.on_date, m.open, coalesce(bank_words(q.name), '{}'), q.id is not null, m.till_id
from bank_movement_facts m left join parties q on q.id = m.party_id
where m.box_id = :box and m.open <> 0 and m.open = m.amount
order by 1 desc, 4, 2, 3
