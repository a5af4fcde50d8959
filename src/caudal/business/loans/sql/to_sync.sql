-- Loans of a branch whose period ended by a day with something to do about it although nobody paid, and those whose
-- arrears were paid under a ceiling that was written down, or corrected, after they were last read.
select p.loan_id from loan_positions p
where p.branch_id = :branch and p.sync_on <= :on and p.read_on < p.sync_on and p.ended_on is null
  and (not p.sync_if_late or p.late_from <= :on)
union
select p.loan_id from (
  select country, modality, min(least(first_on, replaces_on)) as since, max(recorded_on) as recorded
  from loan_ceilings where recorded_on between cast(:on as date) - 1 and :on group by country, modality
) c
cross join lateral (
  select distinct x.loan_id from loan_parts x
  where x.branch_id = :branch and x.component = 'arrears' and x.on_date >= c.since
) x
join loans l on l.id = x.loan_id and l.contract -> 'arrears' -> 'caps' ->> 'country' = c.country
  and l.contract -> 'arrears' -> 'caps' ->> 'modality' = c.modality
join loan_positions p on p.loan_id = l.id and p.read_on <= c.recorded and p.ended_on is null
order by loan_id
