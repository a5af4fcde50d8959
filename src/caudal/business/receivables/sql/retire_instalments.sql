-- Take instalments out of a contract that has others in their place.
update receivables
set cancelled_at = :at, cancelled_on = greatest(cast(:on as date), issued_on), cancelled_by = :actor,
    cancel_reason = :why, version = version + 1
where id = any(cast(:ids as uuid[])) and cancelled_at is null
