-- Providers of notices that don't answer; of the house, so they are told in its first branch. :branch, :only keys or null.
select c.channel as key, c.down_since::text as stamp,
       case c.channel when 'email' then 'Correo' when 'sms' then 'SMS' else 'WhatsApp' end || ': ' || c.cause as subject,
       '/alertas?rule=provider_down' as link, cast(null as uuid) as party_id, cast(null as text) as currency,
       cast(null as bigint) as amount, cast(null as int) as seller, cast(null as jsonb) as facts
from notice_channels c
where c.down_since is not null and :branch = (select min(id) from branches where active)
  and (cast(:only as text[]) is null or c.channel = any(cast(:only as text[])))
