-- Bank accounts of :branch with less than the threshold of their currency (:currencies, :amounts in minor units), once they
-- have had money; counted once a day (:on). :only keys, or null.
select b.id::text as key, cast(:on as date)::text as stamp, b.name as subject, '/libros/cajas' as link, b.currency,
       l.posted as amount, cast(null as uuid) as party_id, cast(null as int) as seller, jsonb_build_object('below', t.least) as facts
from boxes b
join ledger.balances l on l.account_id = b.account_id and l.branch_id = b.branch_id
join unnest(cast(:currencies as text[]), cast(:amounts as bigint[])) t (currency, least) on t.currency = b.currency
where b.branch_id = :branch and b.kind = 'bank' and b.active and l.version > 0 and l.posted < t.least
  and (cast(:only as text[]) is null or b.id::text = any(cast(:only as text[])))
