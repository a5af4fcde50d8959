-- As arrive_session, for whoever comes with the integrator's key whose digest is :sha: its permissions that the
-- person who made it still has. `key_id` comes where its last use is due to be noted.
with known as (
  select u.id, u.name || ' · ' || k.name as name, u.role, u.home_branch,
    array(select ub.branch_id from user_branches ub join branches x on x.id = ub.branch_id and x.active
          where ub.user_id = u.id order by ub.branch_id) as branches,
    array(select p.permission from role_permissions p where p.role = u.role and p.permission = any (k.permissions))
      as permissions,
    case when k.last_used_at is null or k.last_used_at < cast(:at as timestamptz) - interval '1 minute'
      then k.id end as key_id
  from api_keys k join users u on u.id = k.user_id
  where k.sha = :sha and k.revoked_at is null and (k.expires_at is null or k.expires_at > :at) and u.active
), placed as (
  select k.*, coalesce(cast(:branch as smallint),
    case when k.home_branch = any (k.branches) then k.home_branch else k.branches[1] end) as branch_id
  from known k
)
select p.id, p.name, p.role, p.branches, p.permissions, p.branch_id, b.time_zone, d.last_closed,
  p.key_id,
  length(set_config('caudal.act', :act, true) || set_config('caudal.actor', p.id::text, true)
    || set_config('caudal.ip', :ip, true) || set_config('caudal.reason', :reason, true)
    || set_config('caudal.branches', array_to_string(p.branches, ','), true) || set_config('caudal.all', '', true)) as told
from placed p left join branches b on b.id = p.branch_id left join branch_days d on d.branch_id = p.branch_id
