-- Closed channels of :addresses (text[]) and of :parties (uuid[]): the latest event of each kind says.
select last.subject, last.channel, last.kind
from (select distinct on (o.address, o.channel, o.kind) o.address as subject, o.channel, o.kind, o.active
      from opt_outs o where o.address = any(cast(:addresses as text[])) and o.address <> ''
      order by o.address, o.channel, o.kind, o.id desc) last
where last.active
union
select last.subject, last.channel, last.kind
from (select distinct on (o.party_id, o.channel, o.kind) o.party_id::text as subject, o.channel, o.kind, o.active
      from opt_outs o where o.party_id = any(cast(:parties as uuid[])) and o.kind <> 'no_entregable'
      order by o.party_id, o.channel, o.kind, o.id desc) last
where last.active
