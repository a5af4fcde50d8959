-- What must always hold of two hands, whatever keeps it.

-- check: approvals_hands · Cada ejecución la autorizó una persona y la hizo otra, ninguna de las dos quien la pidió
select x.request_id, r.folio
from approval_executions x
join approval_requests r on r.id = x.request_id
left join approval_verdicts v on v.request_id = x.request_id
where v.decision is distinct from 'authorised' or v.actor_id = x.actor_id or r.asked_by in (v.actor_id, x.actor_id)
  or x.sha <> r.sha or exists (select from approval_annulments n where n.request_id = x.request_id)
  or exists (select from approval_signatures s where s.request_id = x.request_id
             and s.on_behalf_of in (r.asked_by, x.actor_id))

-- check: approvals_duties · Cada firma es de quien tenía esa función, sobre lo que se pidió
select s.request_id, s.actor_id
from approval_signatures s
join approval_requests r on r.id = s.request_id
left join approval_duties d on d.kind = s.kind and d.role = s.role and d.duty = s.duty
where d.kind is null or s.sha <> r.sha
