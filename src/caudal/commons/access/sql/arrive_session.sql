-- Who comes with session :session at :at, into :branch (or their own), and tells the database so for this transaction.
-- The same settings as kernel.db.enter, in one question. No row: the session isn't good any more.
with known as (
  select u.id, u.name, u.role, u.home_branch,
    array(select ub.branch_id from user_branches ub join branches x on x.id = ub.branch_id and x.active
          where ub.user_id = u.id order by ub.branch_id) as branches,
    array(select p.permission from role_permissions p where p.role = u.role) as permissions
  from sessions s join users u on u.id = s.user_id
  where s.id = :session and s.revoked_at is null and s.expires_at > :at and u.active
), placed as (
  select k.*, coalesce(cast(:branch as smallint),
    case when k.home_branch = any (k.branches) then k.home_branch else k.branches[1] end) as branch_id
  from known k
)
select p.id, p.name, p.role, p.branches, p.permissions, p.branch_id, b.time_zone, d.last_closed,
  null as key_id,
  length(set_config('caudal.act', :act, true) || set_config('caudal.actor', p.id::text, true)
    || set_config('caudal.ip', :ip, true) || set_config('caudal.reason', :reason, true)
    || set_config('caudal.branches', array_to_string(p.branches, ','), true) || set_config('caudal.all', '', true)) as told
from placed p left join branches b on b.id = p.branch_id left join branch_days d on d.branch_id = p.branch_id
