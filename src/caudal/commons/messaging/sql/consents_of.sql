-- Channels with consent in force of each of :parties (uuid[]).
select last.party_id, array_agg(last.channel) as channels
from (select distinct on (c.party_id, c.channel) c.party_id, c.channel, c.granted
      from consents c where c.party_id = any(cast(:parties as uuid[]))
      order by c.party_id, c.channel, c.id desc) last
where last.granted
group by last.party_id
