-- The channels that many new parties authorised.
insert into consents (party_id, channel, granted, evidence, at, recorded_by, act_id)
select p, c, true, 'archivo importado', :at, :actor, :act
from unnest(cast(:parties as uuid[]), cast(:channels as text[])) t (p, c)
