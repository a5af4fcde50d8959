-- Each active loan of a branch at the end of a day, into loan_days: those whose kept position tells that day (:forms), or
-- those that were read again and come in the arrays. Positions are of now: payments dated after the day are taken back.
-- What was earned when the books stopped recognising more comes with the position, or from the period of that day.
with standing as (
  select p.loan_id, p.currency, p.principal, p.collected, p.late_from, p.kept, p.renegotiated, p.ends_on, p.earned_end,
         p.until_on, p.until_earned
  from loan_positions p
  where :forms and p.branch_id = :branch and p.ended_on is null and p.disbursed_on <= :on and p.exact_from <= :on
  union all
  select p.loan_id, p.currency, p.principal, p.collected, p.late_from, p.kept, p.renegotiated, p.ends_on, p.earned_end,
         p.until_on, p.until_earned
  from loan_positions p
  where :forms and p.branch_id = :branch and p.ended_on > :on and p.disbursed_on <= :on and p.exact_from <= :on
), runs as materialized (
  select i.loan_id, i.earned
  from (values (7), (16), (31), (62), (93), (186), (370), (32767)) s (days)
  cross join lateral (
    select i.loan_id, i.earned_before + (i.made + i.daily * (cast(:on as date) - i.since_on)) / 100000000 as earned
    from loan_installments i
    where i.branch_id = :branch and i.live and i.span = s.days and i.end_on > :on and i.end_on <= cast(:on as date) + s.days
      and i.start_on <= :on and i.since_on <= :on
    offset 0) i
  where :forms
), later as materialized (
  select loan_id, coalesce(sum(amount) filter (where component = 'principal'), 0)::bigint as principal,
         coalesce(sum(amount) filter (where component = 'interest'), 0)::bigint as interest
  from loan_parts where :forms and branch_id = :branch and on_date > :on group by loan_id
), older as materialized (
  select i.loan_id, min(i.due_on) as due_on
  from (select loan_id, number from loan_parts
        where :forms and branch_id = :branch and on_date > :on and component in ('principal', 'interest')
        group by 1, 2 having sum(amount) > 0) x
  join loan_installments i on i.loan_id = x.loan_id and i.number = x.number and i.live
  group by 1
), owed as materialized (
  select owner_id, sum(amount)::bigint as amount
  from (select owner_id, open as amount from receivables
        where :forms and kind = 'loan' and branch_id = :branch and open > 0 and due_on < :on
        union all
        select r.owner_id, a.amount from allocations a join receivables r on r.id = a.receivable_id
        where :forms and a.branch_id = :branch and a.on_date > :on and r.kind = 'loan' and r.due_on < :on
          and r.cancelled_on is null) x
  group by 1
), told as (
  select s.loan_id, s.currency, s.principal + coalesce(l.principal, 0) as principal,
         case when s.ends_on <= :on then s.earned_end else r.earned end as earned, coalesce(o.amount, 0) as overdue,
         greatest(0, cast(:on as date) - least(s.late_from, b.due_on)) as own, s.kept, s.renegotiated,
         s.collected - coalesce(l.interest, 0) as collected, s.ends_on, s.until_on, s.until_earned
  from standing s left join runs r on r.loan_id = s.loan_id left join later l on l.loan_id = s.loan_id
  left join older b on b.loan_id = s.loan_id left join owed o on o.owner_id = s.loan_id
  where s.ends_on <= :on or r.earned is not null
  union all
  select u.loan_id, u.currency, u.principal, u.earned, u.overdue, u.own, u.kept, u.renegotiated, u.collected,
         cast('infinity' as date), cast(:on as date) - (u.own - :suspended), u.until
  from unnest(cast(:loans as uuid[]), cast(:currencies as text[]), cast(:principals as bigint[]),
              cast(:earned as bigint[]), cast(:overdue as bigint[]), cast(:own as int[]), cast(:kept as int[]),
              cast(:renegotiated as boolean[]), cast(:collected as bigint[]), cast(:until as bigint[]))
    u (loan_id, currency, principal, earned, overdue, own, kept, renegotiated, collected, until)
), stopped as (
  select t.*,
         case when t.own <= :suspended then t.earned
              when t.until_on = cast(:on as date) - (t.own - :suspended) then t.until_earned
              when t.ends_on <= cast(:on as date) - (t.own - :suspended) then t.earned
              else (select i.earned_before + (i.made + i.daily * (cast(:on as date) - (t.own - :suspended) - i.since_on)) / 100000000
                    from loan_installments i
                    where i.loan_id = t.loan_id and i.live and i.start_on <= cast(:on as date) - (t.own - :suspended)
                      and i.end_on > cast(:on as date) - (t.own - :suspended)
                      and i.since_on <= cast(:on as date) - (t.own - :suspended) limit 1) end as until
  from told t offset 0
), known as (
  select *, case when own <= :suspended then earned else greatest(collected, least(earned, until)) end as recognised
  from stopped where until is not null
), bands as (
  select currency, array_agg(first_day order by first_day) as first_days, array_agg(millionths order by first_day) as parts
  from unnest(cast(:band_currencies as text[]), cast(:first_days as int[]), cast(:millionths as bigint[]))
    b (currency, first_day, millionths)
  group by currency
)
insert into loan_days (branch_id, business_date, loan_id, currency, principal, earned, overdue, days, bucket, provision,
                       suspended, kept, renegotiated)
select :branch, :on, k.loan_id, k.currency, k.principal, k.earned, k.overdue, greatest(k.own, k.kept),
       width_bucket(greatest(k.own, k.kept), array[1, 31, 61, 91]),
       coalesce((k.principal * b.parts[width_bucket(greatest(k.own, k.kept), b.first_days)] + 500000) / 1000000, 0),
       greatest(0, k.earned - k.recognised), k.kept, k.renegotiated
from known k left join bands b on b.currency = k.currency
