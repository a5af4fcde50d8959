-- Takes, for this transaction alone, the events whose turn came, the oldest first; those that somebody else
-- is delivering are skipped. Receives: at (instant), most (attempts before parking), limit.
select id, act_id, branch_id, fact, body, at, attempts
from outbox
where done_at is null
  and attempts < :most
  and (next_attempt_at is null or next_attempt_at <= :at)
order by id
limit :limit
for update skip locked
