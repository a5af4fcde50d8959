-- Requests with their state, the newest first. Null filters don't filter; (:after) is the number to read on from.
select * from (
  select r.id, r.number, r.branch_id, r.kind, r.subject_id, r.folio, r.summary, r.party_id, r.currency, r.amount,
    r.payload, r.sha, r.asked_by, r.asked_at, r.asked_on, r.reason,
    v.actor_id as decided_by, v.at as decided_at, v.reason as decision_reason, v.decision,
    x.actor_id as executed_by,
    coalesce(x.at, case when v.decision = 'authorised' and r.kind = any (:at_once) then v.at end) as executed_at,
    n.actor_id as annulled_by, n.at as annulled_at, n.reason as annulled_because,
    case when x.request_id is not null then 'executed'
         when v.request_id is null then 'asked'
         when n.request_id is not null then 'annulled'
         when v.decision = 'authorised' and r.kind = any (:at_once) then 'executed'
         when v.decision = 'authorised' and exists (select from approval_requests later
           where later.kind = r.kind and later.subject_id = r.subject_id and later.turn > r.turn) then 'replaced'
         else v.decision end as state
  from approval_requests r
  left join approval_verdicts v on v.request_id = r.id
  left join approval_executions x on x.request_id = r.id
  left join approval_annulments n on n.request_id = r.id
  where (cast(:ids as uuid[]) is null or r.id = any (:ids))
    and (cast(:kinds as text[]) is null or r.kind = any (:kinds))
    and (cast(:subjects as uuid[]) is null or r.subject_id = any (:subjects))
    and (cast(:branch as smallint) is null or r.branch_id = :branch)
    and (cast(:asked_by as int) is null or r.asked_by = :asked_by)
    and (cast(:after as bigint) is null or r.number < :after)
) r
where cast(:states as text[]) is null or r.state = any (:states)
order by r.number desc
limit :limit
