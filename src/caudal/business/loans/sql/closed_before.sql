-- Loans that ended (`:branch`, in a branch or anywhere; `:loan`, that one alone) after the first day of a ceiling of theirs and no
-- later than the day it was written down, or corrected, and that had paid arrears from that day on. The latest first, each with the
-- last such ceiling.
select l.id, l.number, max(c.id) as ceiling from (
  select id, country, modality, least(first_on, replaces_on) as since, recorded_on from loan_ceilings
) c
join loans l on l.closed_on >= c.since and l.closed_on <= c.recorded_on
  and l.contract -> 'arrears' -> 'caps' ->> 'country' = c.country
  and l.contract -> 'arrears' -> 'caps' ->> 'modality' = c.modality
where l.status in ('paid', 'renewed') and (cast(:branch as smallint) is null or l.branch_id = :branch)
  and (cast(:loan as uuid) is null or l.id = :loan)
  and exists (select from loan_parts x where x.loan_id = l.id and x.component = 'arrears' and x.on_date >= c.since)
group by l.id, l.number
order by l.number desc
