-- How many open alerts there are within reach, by rule, branch, urgency and state. :own, :me as in alerts.sql; :branch or null.
select a.rule, a.branch_id, a.urgency, a.state, count(*) as alerts
from alerts a
where a.state in ('new', 'seen', 'working')
  and (cast(:branch as smallint) is null or a.branch_id = :branch)
  and (not :own or a.assignee = :me
       or exists (select from alert_recipients p where p.alert_id = a.id and p.user_id = :me))
group by 1, 2, 3, 4
order by 1, 2, 3, 4
