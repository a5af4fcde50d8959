-- In flight on :channel since before :since without evidence that they went out: back to the queue at :at, or given
-- up after :most attempts. Returns how many.
with stale as (
  select id from messages where status = 'sending' and channel = :channel and claimed_at < :since
  order by id for update skip locked
)
update messages m set
  status = case when m.attempts >= :most then 'failed' else 'queued' end,
  closed_at = case when m.attempts >= :most then cast(:at as timestamptz) end,
  next_attempt_at = :at,
  cause = 'El proveedor no confirmó el intento ' || m.attempts
    || case when m.attempts >= :most then '; no se repite más' else '; se repite' end
from stale where m.id = stale.id
returning m.id
