-- Each channel's latest consent of :parties (uuid[]), and whether the person closed it later.
select distinct on (c.party_id, c.channel) c.party_id, c.channel, c.granted, c.at, c.version
from consents c where c.party_id = any(cast(:parties as uuid[]))
order by c.party_id, c.channel, c.id desc
