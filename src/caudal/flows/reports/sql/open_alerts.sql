-- How many alerts of :branch were open at the instant :at, by rule and urgency.
select a.rule, a.urgency, count(*) as alerts
from alerts a
where a.branch_id = :branch and a.first_at <= :at and (a.ended_at is null or a.ended_at > :at)
group by 1, 2
