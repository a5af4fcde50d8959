-- How somebody paid what fell due between :since and :on, by month: late counts until it was settled, or until :on.
-- What falls due today and isn't paid says nothing yet. A pledge that nobody redeems is sold, not owed.
select date_trunc('month', r.due_on)::date as month, count(*) as due, count(*) filter (where l.days = 0) as on_time,
       sum(l.days) as days, max(l.days) as worst, count(*) filter (where r.open > 0) as owing
from receivables r
cross join lateral (select greatest(0, coalesce(r.settled_on, cast(:on as date)) - r.due_on) as days) l
where r.party_id = :party and r.due_on between :since and :on and r.cancelled_on is null and r.kind <> 'pawn'
  and (r.settled_on is not null or r.due_on < :on)
group by 1
