-- Mark debts as cancelled, each with the entry that posted it back.
update receivables r
set cancelled_at = :at, cancelled_on = :on, cancelled_by = :actor, cancel_reason = :reason,
    cancel_entry_id = c.entry, version = version + 1
from unnest(cast(:ids as uuid[]), cast(:entries as bigint[])) c (id, entry)
where r.id = c.id
