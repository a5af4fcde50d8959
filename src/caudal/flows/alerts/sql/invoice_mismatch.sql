-- Invoices of suppliers of :branch that aren't what their contract says and nobody has decided about. :only keys, or null.
select p.id::text as key, i.id::text as stamp, 'CXP-' || lpad(p.number::text, 3, '0') || ', factura ' || i.number as subject,
       '/cxp/' || p.id as link, cast(null as uuid) as party_id, i.currency::text as currency, i.difference as amount,
       cast(null as int) as seller, jsonb_build_object('invoiced', i.compared, 'contracted', i.contracted) as facts
from payables p join payable_invoices i on i.payable_id = p.id and i.state = 'mismatch'
where p.branch_id = :branch and p.state = 'mismatch'
  and (cast(:only as text[]) is null or p.id::text = any(cast(:only as text[])))
