-- Running loans with something past due on :on that may have no days late: frozen as many days as they are past due, those
-- it was thawed not taken away; or that owe of each instalment no more than their contract tolerates.
with frozen as (
  select e.loan_id, e.on_date, least(cast(e.body ->> 'until' as date), cast(:on as date)) as until
  from loan_events e where e.kind = 'freeze' and e.undone_by is null
)
select l.id from loans l join frozen f on f.loan_id = l.id
where l.status = 'active' and l.oldest_due_on < :on
group by l.id
having sum(greatest(0, f.until - greatest(f.on_date, l.oldest_due_on))) >= cast(:on as date) - l.oldest_due_on
union
select l.id from loans l
where l.status = 'active' and l.oldest_due_on < :on and cast(l.contract ->> 'tolerance' as bigint) > 0
  and not exists (select from receivables r
                  where r.owner_id = l.id and r.due_on < :on and r.open > cast(l.contract ->> 'tolerance' as bigint))
