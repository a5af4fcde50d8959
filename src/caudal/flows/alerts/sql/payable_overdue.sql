-- What :branch owes suppliers something more than :days days past due on :on. :only keys, or null.
select p.id::text as key, cast(:on as date)::text as stamp, 'CXP-' || lpad(p.number::text, 3, '0') as subject,
       '/cxp/' || p.id as link, cast(null as uuid) as party_id, p.currency::text as currency, p.open as amount,
       cast(null as int) as seller, jsonb_build_object('days', cast(:on as date) - p.due_on) as facts
from payables p
where p.branch_id = :branch and p.open > 0 and p.due_on < cast(:on as date) - cast(:days as int)
  and (cast(:only as text[]) is null or p.id::text = any(cast(:only as text[])))
order by p.due_on, p.number
