-- Who has each of these telephones: the oldest party, where several share one.
select distinct on (f.phone) f.phone, p.id
from unnest(cast(:phones as text[])) f(phone) join parties p on p.phones @> array[f.phone]
where p.erased_at is null
order by f.phone, p.number
