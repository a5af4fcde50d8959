-- Times a provider of notices was told to be down between :since and :on, in :branch.
select d.on_date, a.subject from alerts a join branches b on b.id = a.branch_id
cross join lateral (select (a.first_at at time zone b.time_zone)::date as on_date) d
where a.rule = 'provider_down' and a.branch_id = :branch and d.on_date between :since and :on
order by 1, 2
