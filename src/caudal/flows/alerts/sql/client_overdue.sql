-- Clients of :branch that owe something more than :days days past due on :on, by currency; the seller is who registered most
-- of it. :only keys, or null.
select r.party_id || ':' || r.currency as key, cast(:on as date)::text as stamp, 'CL-' || lpad(p.number::text, 4, '0') as subject,
       '/cxc?status=overdue&client_id=' || r.party_id as link, r.party_id, r.currency, sum(r.open)::bigint as amount,
       mode() within group (order by r.created_by) as seller,
       jsonb_build_object('days', cast(:on as date) - min(r.due_on), 'debts', count(*)) as facts
from receivables r join parties p on p.id = r.party_id
where r.branch_id = :branch and r.open > 0 and r.due_on < cast(:on as date) - cast(:days as int)
  and (cast(:only as text[]) is null or r.party_id = any(select split_part(k, ':', 1)::uuid from unnest(cast(:only as text[])) k))
group by r.party_id, r.currency, p.number
order by min(r.due_on), p.number
