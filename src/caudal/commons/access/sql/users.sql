-- People with their role, permissions and branches; :id narrows to one (null: everybody but the house itself).
select u.id, u.username, u.name, u.role, r.name as role_name, u.home_branch, u.active, u.demo, u.last_seen_at,
  array(select p.permission from role_permissions p where p.role = u.role order by p.permission) as permissions,
  coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name, 'country', b.country,
      'currency', b.currency, 'time_zone', b.time_zone) order by b.id)
    from user_branches ub join branches b on b.id = ub.branch_id and b.active where ub.user_id = u.id), '[]') as branches,
  (select jsonb_object_agg(d.branch_id, d.last_closed) from branch_days d) as closed
from users u join roles r on r.code = u.role
where u.id <> 0 and (cast(:id as int) is null or u.id = :id)
order by u.active desc, spanish_key(u.name), u.id
