-- Each branch of the act: its zone, since when it works, until when it is closed, and how many of its tills are open.
select b.id, b.name, b.country, b.time_zone, d.opened_on, d.last_closed,
       exists (select 1 from day_closings c where c.branch_id = b.id and c.finished_at is null) as closing,
       (select count(*) from till_shifts s where s.branch_id = b.id and s.state not in ('closed', 'discarded')) as open_tills
from branches b left join branch_days d on d.branch_id = b.id
where b.active and b.id = any(cast(:branches as smallint[]))
order by b.id
