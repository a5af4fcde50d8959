-- What to know before dealing with a client: contracts that are late, pledges about to end, telephones that don't answer.
select 'loan' as kind, l.id, l.number, null::text as text, min(r.due_on) as on_date
from receivables r join loans l on l.id = r.owner_id
where r.party_id = :party and r.kind = 'loan' and r.open > 0 and r.due_on < :on group by l.id
union all
select 'rosca', s.id, s.number, null, min(r.due_on)
from receivables r join rosca_numbers n on n.id = r.owner_id join roscas s on s.id = n.rosca_id
where r.party_id = :party and r.kind = 'rosca' and r.open > 0 and r.due_on < :on
  and exists (select from rosca_deliveries d where d.number_id = n.id and d.reversed_at is null)
group by s.id
union all
select 'pawn', t.id, t.number, null, t.grace_on from pawn_tickets t
where t.party_id = :party and t.closed_on is null and t.handed_on is not null
  and t.grace_on <= cast(:on as date) + cast(:soon as int)
union all
select 'phone', m.id, 0, m.to_address, m.business_date
from (select distinct on (x.to_address) x.* from messages x
      where x.party_id = :party and x.to_address = any (cast(:phones as text[]))
        and x.status in ('sent', 'delivered', 'read', 'failed')
      order by x.to_address, x.id desc) m
where m.status = 'failed'
order by kind, on_date, number
