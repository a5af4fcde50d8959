-- Counts of tills that differ from their books beyond what is tolerated and nobody has decided about, in :branch; without
-- the figure, which is read where it may be seen. :only keys, or null.
select s.id::text as key, d.id::text as stamp, b.name || ', turno T-' || lpad(s.number::text, 4, '0') as subject,
       '/caja/cierres/' || s.id as link, cast(null as uuid) as party_id, cast(null as text) as currency,
       cast(null as bigint) as amount, cast(null as int) as seller, cast(null as jsonb) as facts
from till_differences d join till_shifts s on s.id = d.shift_id join boxes b on b.id = s.box_id
where d.branch_id = :branch and d.state = 'waiting' and abs(d.amount) > d.tolerance
  and (cast(:only as text[]) is null or s.id::text = any(cast(:only as text[])))
