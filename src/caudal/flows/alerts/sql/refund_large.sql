-- Refunds of :branch above the threshold of their currency (:currencies, :amounts in minor units) that nobody has decided
-- about. :only keys, or null.
select r.id::text as key, r.id::text as stamp, 'RB-' || lpad(r.number::text, 6, '0') as subject, '/reembolsos/' || r.id as link,
       r.party_id, r.currency::text as currency, r.refund_minor as amount, cast(null as int) as seller, cast(null as jsonb) as facts
from refunds r
join unnest(cast(:currencies as text[]), cast(:amounts as bigint[])) t (currency, most) on t.currency = r.currency
where r.branch_id = :branch and r.state = 'asked' and r.refund_minor > t.most
  and (cast(:only as text[]) is null or r.id::text = any(cast(:only as text[])))
