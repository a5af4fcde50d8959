-- Alerts within reach of whoever asks, the most pressing and latest first. :own: only those addressed to :me or assigned
-- to :me. :states, :rules, :urgencies (text[] or null), :branch, :party, :assignee, :q (or null); :id one; keyset by
-- (:rank, :number) after the last row; :limit.
select a.id, a.number, a.rule, a.urgency, a.branch_id, a.key, a.subject, a.link, a.party_id, a.currency, a.amount, a.facts,
       a.state, a.cause, a.times, a.first_at, a.latest_at, a.assignee, u.name as assignee_name, a.escalate_at,
       a.escalated_at, a.ended_at, a.ended_by, e.name as ended_name, a.end_reason, a.version, r.rank
from alerts a
join (values ('critical', 1), ('high', 2), ('medium', 3), ('low', 4)) r (urgency, rank) on r.urgency = a.urgency
left join users u on u.id = a.assignee
left join users e on e.id = a.ended_by
where (cast(:id as uuid) is null or a.id = :id)
  and (cast(:states as text[]) is null or a.state = any(cast(:states as text[])))
  and (cast(:rules as text[]) is null or a.rule = any(cast(:rules as text[])))
  and (cast(:urgencies as text[]) is null or a.urgency = any(cast(:urgencies as text[])))
  and (cast(:branch as smallint) is null or a.branch_id = :branch)
  and (cast(:party as uuid) is null or a.party_id = :party)
  and (cast(:assignee as int) is null or a.assignee = :assignee)
  and (cast(:q as text) is null or strpos(lower(a.subject), lower(:q)) > 0)
  and (not :own or a.assignee = :me
       or exists (select from alert_recipients p where p.alert_id = a.id and p.user_id = :me))
  and (cast(:number as bigint) is null or r.rank > :rank or (r.rank = :rank and a.number < :number))
order by r.rank, a.number desc
limit :limit
