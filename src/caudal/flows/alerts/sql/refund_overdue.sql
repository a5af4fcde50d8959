-- Refunds of :branch whose day to be paid passed before :on and that nobody paid, authorised or not; counted once a day.
-- :only keys, or null.
select r.id::text as key, cast(:on as date)::text as stamp,
       'RB-' || lpad(r.number::text, 6, '0') || case r.state when 'asked' then ', sin autorizar' else ', por pagar' end as subject,
       '/reembolsos/' || r.id as link, r.party_id, r.currency::text as currency, r.refund_minor as amount,
       cast(null as int) as seller, jsonb_build_object('days', cast(:on as date) - r.due_on) as facts
from refunds r
where r.branch_id = :branch and r.state in ('asked', 'authorised') and r.refund_minor > 0 and r.due_on < cast(:on as date)
  and (cast(:only as text[]) is null or r.id::text = any(cast(:only as text[])))
order by r.due_on, r.number
