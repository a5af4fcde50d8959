-- The book of acts, the latest first: what was done or refused in the branches of the actor (:branches).
-- Null filters don't filter; :earliest and :latest are business dates, both included; (:at, :row) is where to read on.
select a.id, a.act_id, a.at, a.business_date, a.branch_id, a.actor_id, coalesce(u.name, '') as actor_name, a.ip, a.door,
  a.command, a.asked, a.reason, a.outcome, a.problem,
  (select e.source from ledger.entries e where e.act_id = a.act_id order by e.id limit 1) as source
from audit a left join users u on u.id = a.actor_id
where (a.branch_id is null or a.branch_id = any (cast(:branches as smallint[])))
  and (cast(:act as uuid) is null or a.act_id = :act)
  and (cast(:actor as int) is null or a.actor_id = :actor)
  and (cast(:command as text) is null or a.command = :command)
  and (cast(:outcome as text) is null or a.outcome = :outcome)
  and (cast(:earliest as date) is null or a.business_date >= :earliest)
  and (cast(:latest as date) is null or a.business_date <= :latest)
  and (cast(:branch as smallint) is null or a.branch_id = :branch)
  and (cast(:q as text) is null or a.command ilike :q or a.reason ilike :q or a.asked::text ilike :q or u.name ilike :q
    or a.ip ilike :q or a.problem ilike :q)
  and (cast(:at as timestamptz) is null or (a.at, a.id) < (:at, cast(:row as bigint)))
order by a.at desc, a.id desc
limit :limit
