-- Notices within reach, the latest first: of some alerts (:alerts), of runs of reports (:reports), to somebody (:user), or one
-- by :id or :dedupe; null: any. Keyset by (:at, :key) after the last row; :limit.
select n.id, n.branch_id, n.user_id, u.name as user, n.kind, n.channel, n.subject, n.text, n.link, n.status, n.cause,
       n.attempts, n.to_address, n.next_attempt_at, n.created_at, n.sent_at, n.delivered_at, n.alert_id, n.report_id
from notices n join users u on u.id = n.user_id
where (cast(:id as uuid) is null or n.id = :id)
  and (cast(:dedupe as text) is null or n.dedupe = :dedupe)
  and (cast(:alerts as uuid[]) is null or n.alert_id = any(cast(:alerts as uuid[])))
  and (cast(:reports as uuid[]) is null or n.report_id = any(cast(:reports as uuid[])))
  and (cast(:user as int) is null or n.user_id = :user)
  and (cast(:at as timestamptz) is null or (n.created_at, n.id) < (:at, cast(:key as uuid)))
order by n.created_at desc, n.id desc
limit :limit
