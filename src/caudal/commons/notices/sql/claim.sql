-- Up to :limit notices of :channel whose turn came at :at, on their way through :provider; the urgent ones first.
with turn as (
  select id, row_number() over (order by urgent desc, next_attempt_at, id) as place from notices
  where id in (
    select id from notices where channel = :channel and status in ('queued', 'deferred') and next_attempt_at <= :at
    order by urgent desc, next_attempt_at, id limit :limit for update skip locked)
)
update notices n set status = 'sending', attempts = n.attempts + 1, claimed_at = :at, provider = :provider, cause = '',
  code = null
from turn where turn.id = n.id
returning n.id, n.attempts, n.to_address, n.subject, n.text, n.html, n.wire, n.attachment, n.attachment_name
