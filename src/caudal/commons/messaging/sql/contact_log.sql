-- Contacts already made (and, where :planned, those waiting) since :since, by local day of the person.
select party_id, on_date, channel, receivable_id, times, direct
from contact_log(cast(:parties as uuid[]), :since, :planned, cast(:without as uuid[]))
