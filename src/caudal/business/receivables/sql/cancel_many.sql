-- Mark debts as cancelled, each on the day of its branch and with the entry that posted it back.
update receivables r
set cancelled_at = :at, cancelled_on = c.day, cancelled_by = :actor, cancel_reason = :reason,
    cancel_entry_id = c.entry, version = version + 1
from unnest(cast(:ids as uuid[]), cast(:entries as bigint[]), cast(:days as date[])) c (id, entry, day)
where r.id = c.id
