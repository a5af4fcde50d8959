-- The movements :entries, :lines (one array each) of the account :box.
select f.entry_id, f.line, f.box_id, f.branch_id, f.on_date, f.amount, f.open, f.kind, f.memo, f.source, f.reference,
       f.party_id, q.name as party, f.paired_with, f.actor, b.currency, null::int as owner
from unnest(cast(:entries as bigint[]), cast(:lines as smallint[])) u (e, n)
join bank_movement_facts f on f.entry_id = u.e and f.line = u.n and f.box_id = :box
join boxes b on b.id = f.box_id
left join parties q on q.id = f.party_id
