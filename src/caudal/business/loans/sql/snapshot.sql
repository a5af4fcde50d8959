-- Each active loan of a branch at the end of each day from :first to :last, into loan_days: those whose kept position tells
-- those days (:forms), or those that were read again at the end of :last and come in the arrays. Says what they add up to. Positions are of now:
-- payments dated after a day are taken back. Each loan is read once, as pieces of days through which nothing of it changed
-- but the interest that each day adds. Only the loans of one part of :parts are written (`case`, because the planner would
-- take `=` for one row in two hundred).
with standing as (
  select p.loan_id, p.currency, p.principal, p.collected, p.late_from, p.kept, p.renegotiated, p.ends_on, p.earned_end,
         p.until_on, p.until_earned, greatest(p.disbursed_on, p.exact_from, :first) as from_on, cast(:last as date) as to_on
  from loan_positions p
  where :forms and p.branch_id = :branch and p.ended_on is null and p.disbursed_on <= :last and p.exact_from <= :last
    and case when (uuid_hash(p.loan_id) & 2147483647) % :parts = :part then true else false end
  union all
  select p.loan_id, p.currency, p.principal, p.collected, p.late_from, p.kept, p.renegotiated, p.ends_on, p.earned_end,
         p.until_on, p.until_earned, greatest(p.disbursed_on, p.exact_from, :first), least(p.ended_on - 1, :last)
  from loan_positions p
  where :forms and p.branch_id = :branch and p.ended_on > :first and p.disbursed_on <= :last and p.exact_from <= :last
    and case when (uuid_hash(p.loan_id) & 2147483647) % :parts = :part then true else false end
), runs as not materialized (
  select i.loan_id, greatest(i.start_on, i.since_on) as from_on, i.end_on, i.earned_before, i.made, i.daily, i.since_on
  from (values (7), (16), (31), (62), (93), (186), (370), (32767)) s (days)
  cross join lateral (
    select * from loan_installments i
    where i.branch_id = :branch and i.live and i.span = s.days and i.end_on > :first
      and i.end_on <= cast(:last as date) + s.days and i.start_on <= :last and i.since_on <= :last
      and case when (uuid_hash(i.loan_id) & 2147483647) % :parts = :part then true else false end
    offset 0) i
  where :forms
), changes as not materialized ( -- from which day something is added to what the position says, or no longer is
  select r.owner_id as loan_id, v.on_date, 0::bigint as principal, 0::bigint as interest, v.amount
  from receivables r
  cross join lateral (values (greatest(r.due_on + 1, :first), r.open), (cast(:first as date), 0::bigint)) v (on_date, amount)
  where :forms and r.kind = 'loan' and r.branch_id = :branch and r.open > 0 and r.due_on < :last
    and (v.amount > 0 or r.due_on >= :first)
    and case when (uuid_hash(r.owner_id) & 2147483647) % :parts = :part then true else false end
  union all
  select r.owner_id, v.on_date, 0, 0, v.amount
  from allocations a join receivables r on r.id = a.receivable_id
  cross join lateral (
    values (greatest(r.due_on + 1, :first), a.amount), (a.on_date, - a.amount), (cast(:first as date), 0)) v (on_date, amount)
  where :forms and a.branch_id = :branch and a.on_date > :first and r.kind = 'loan' and r.due_on < :last
    and r.due_on < a.on_date - 1 and r.cancelled_on is null and v.on_date <= :last
    and (v.amount <> 0 or r.due_on >= :first)
    and case when (uuid_hash(r.owner_id) & 2147483647) % :parts = :part then true else false end
  union all
  select x.loan_id, v.on_date, case when x.component = 'principal' then v.sign * x.amount else 0 end,
         case when x.component = 'interest' then v.sign * x.amount else 0 end, 0
  from loan_parts x
  cross join lateral (values (cast(:first as date), 1), (x.on_date, -1)) v (on_date, sign)
  where :forms and x.branch_id = :branch and x.on_date > :first and x.component in ('principal', 'interest')
    and v.on_date <= :last
    and case when (uuid_hash(x.loan_id) & 2147483647) % :parts = :part then true else false end
), corrections as not materialized (
  select loan_id, on_date as from_on, coalesce(lead(on_date) over by_day - 1, :last) as to_on,
         cast(sum(principal) over by_day as bigint) as principal, cast(sum(interest) over by_day as bigint) as interest,
         cast(sum(amount) over by_day as bigint) as amount
  from (select loan_id, on_date, cast(sum(principal) as bigint) as principal, cast(sum(interest) as bigint) as interest,
               cast(sum(amount) as bigint) as amount
        from changes group by loan_id, on_date) each
  window by_day as (partition by loan_id order by on_date)
), paid_late as not materialized ( -- since when each loan was late, while something that was paid later was owed
  select x.loan_id, array_agg(i.due_on) as dues, array_agg(x.from_on) as froms, array_agg(x.to_on) as tos
  from (select loan_id, number, coalesce(lag(on_date) over later, :first) as from_on, on_date - 1 as to_on,
               sum(amount) over later as owed
        from (select loan_id, number, on_date, sum(amount) as amount from loan_parts
              where :forms and branch_id = :branch and on_date > :first and component in ('principal', 'interest')
                and case when (uuid_hash(loan_id) & 2147483647) % :parts = :part then true else false end
              group by loan_id, number, on_date) each
        window later as (partition by loan_id, number order by on_date rows between current row and unbounded following)) x
  cross join lateral ( -- one by one: what is due later isn't late, and reading every instalment to find few is worse
    select due_on from loan_installments i
    where i.loan_id = x.loan_id and i.number = x.number and i.live and i.due_on < least(x.to_on, :last)
    offset 0) i
  where x.owed > 0 and x.from_on <= :last
  group by x.loan_id
), pieces as (
  select s.loan_id, s.currency, s.principal + coalesce(c.principal, 0) as principal,
         s.collected - coalesce(c.interest, 0) as collected, coalesce(c.amount, 0) as overdue, s.kept, s.renegotiated,
         least(s.late_from, case when l.loan_id is not null then (
           select min(u.due_on) from unnest(l.dues, l.froms, l.tos) u (due_on, from_on, to_on)
           where u.from_on <= coalesce(c.from_on, :first) and u.to_on >= coalesce(c.from_on, :first)) end) as late_from,
         greatest(s.from_on, c.from_on, coalesce(r.from_on, s.ends_on)) as from_on,
         least(s.to_on, c.to_on, case when r.end_on < s.ends_on then r.end_on - 1 end) as to_on,
         s.ends_on, s.earned_end, r.earned_before, r.made, r.daily, r.since_on, s.until_on, s.until_earned
  from standing s left join runs r on r.loan_id = s.loan_id left join corrections c on c.loan_id = s.loan_id
  left join paid_late l on l.loan_id = s.loan_id
  union all
  select u.loan_id, u.currency, u.principal, u.collected, u.overdue, u.kept, u.renegotiated, cast(:last as date) - u.own,
         :last, :last, :last, u.earned, null, null, null, null, cast(:last as date) - u.own + cast(:suspended as int), u.until
  from unnest(cast(:loans as uuid[]), cast(:currencies as text[]), cast(:principals as bigint[]),
              cast(:earned as bigint[]), cast(:overdue as bigint[]), cast(:own as int[]), cast(:kept as int[]),
              cast(:renegotiated as boolean[]), cast(:collected as bigint[]), cast(:until as bigint[]))
    u (loan_id, currency, principal, earned, overdue, own, kept, renegotiated, collected, until)
), stopped as not materialized ( -- what each had earned when the books recognised no more of it, if a day of its piece is later
  select p.*, x.stop_on,
         case when coalesce(p.to_on <= x.stop_on, true) then 0
              when p.until_on = x.stop_on then p.until_earned
              when p.ends_on <= x.stop_on then p.earned_end
              else (select i.earned_before + (i.made + i.daily * (x.stop_on - i.since_on)) / 100000000
                    from loan_installments i
                    where i.loan_id = p.loan_id and i.live and i.start_on <= x.stop_on and i.end_on > x.stop_on
                      and i.since_on <= x.stop_on limit 1) end as until
  from pieces p cross join lateral (values (p.late_from + cast(:suspended as int))) x (stop_on)
  where p.from_on <= p.to_on
), told as ( -- day by day, so that the rows of a day lie together for who reads it
  select d.on_date, s.*, greatest(0, d.on_date - s.late_from) as own, coalesce(d.on_date > s.stop_on, false) as passed,
         case when d.on_date >= s.ends_on then s.earned_end
              else s.earned_before + (s.made + s.daily * (d.on_date - s.since_on)) / 100000000 end as earned
  from (select cast(:first as date) + n as on_date from generate_series(0, cast(:last as date) - cast(:first as date)) n) d
  cross join lateral (select * from stopped s where d.on_date between s.from_on and s.to_on offset 0) s
), known as (
  select *, case when passed then greatest(collected, least(earned, until)) else earned end as recognised
  from told where until is not null or not passed
), bands as (
  select currency, array_agg(first_day order by first_day) as first_days, array_agg(millionths order by first_day) as parts
  from unnest(cast(:band_currencies as text[]), cast(:first_days as int[]), cast(:millionths as bigint[]))
    b (currency, first_day, millionths)
  group by currency
), standing_at_close as (
  select k.on_date, k.loan_id, k.currency, k.principal, k.earned, k.overdue, greatest(k.own, k.kept) as days,
         width_bucket(greatest(k.own, k.kept), array[1, 31, 61, 91]) as bucket,
         coalesce((k.principal * b.parts[width_bucket(greatest(k.own, k.kept), b.first_days)] + 500000) / 1000000, 0)
           as provision,
         greatest(0, k.earned - k.recognised) as suspended, k.kept, k.renegotiated
  from known k left join bands b on b.currency = k.currency
), written as (
  insert into loan_days (branch_id, business_date, loan_id, currency, principal, earned, overdue, days, bucket, provision,
                         suspended, kept, renegotiated)
  select :branch, on_date, loan_id, currency, principal, earned, overdue, days, bucket, provision, suspended, kept,
         renegotiated
  from standing_at_close
  returning business_date, currency, bucket, renegotiated, 1 as loans, principal, overdue, earned, suspended, provision
)
select business_date, currency, cast(sum(loans) as int) as loans, cast(sum(principal) as bigint) as principal,
       cast(sum(overdue) as bigint) as overdue, cast(sum(earned - suspended) as bigint) as recognised,
       cast(sum(provision) as bigint) as provision,
       cast(coalesce(sum(principal) filter (where bucket = 0), 0) as bigint) as bucket_0,
       cast(coalesce(sum(principal) filter (where bucket = 1), 0) as bigint) as bucket_1,
       cast(coalesce(sum(principal) filter (where bucket = 2), 0) as bigint) as bucket_2,
       cast(coalesce(sum(principal) filter (where bucket = 3), 0) as bigint) as bucket_3,
       cast(coalesce(sum(principal) filter (where bucket = 4), 0) as bigint) as bucket_4,
       cast(coalesce(sum(principal) filter (where renegotiated or bucket > 0), 0) as bigint) as risk_1,
       cast(coalesce(sum(principal) filter (where renegotiated or bucket > 1), 0) as bigint) as risk_30,
       cast(coalesce(sum(principal) filter (where renegotiated or bucket > 2), 0) as bigint) as risk_60,
       cast(coalesce(sum(principal) filter (where renegotiated or bucket > 3), 0) as bigint) as risk_90
from written group by business_date, currency
