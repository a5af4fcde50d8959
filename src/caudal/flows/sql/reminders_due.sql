-- The debts of a branch to remind on :day, one per client, with the step of the programme each one reached.
-- A step is done when a message of it, with the text of its level or a later one, was queued and wasn't taken back;
-- blocked ones are tried again when the client authorises something new.
with steps as (
  select s.offset_days, s.template, s.channel,
         case when s.template ~ '^mora_[0-9]+$' then substr(s.template, 6)::int else 0 end as level
  from reminder_steps s where s.active
), reached as (
  select r.id, r.party_id, r.number, r.currency, r.open, r.due_on, cast(:day as date) - r.due_on as days,
         s.offset_days, s.template, s.channel, s.level
  from receivables r
  cross join lateral (
    select * from steps where offset_days <= cast(:day as date) - r.due_on order by offset_days desc limit 1) s
  where r.branch_id = :branch and r.open > 0 and r.issued_on <= :day
    and r.due_on <= cast(:day as date) - (select min(offset_days) from steps)
), said as (
  select m.receivable_id, max(m.business_date) as last_on,
         max(case when m.template ~ '^mora_[0-9]+$' then substr(m.template, 6)::int else 0 end) as level,
         array_agg(distinct m.step) as steps
  from reached r join messages m on m.receivable_id = r.id
  where m.step is not null and m.status not in ('cancelled', 'expired')
    and not (m.status = 'blocked' and exists
             (select 1 from consents c where c.party_id = m.party_id and c.granted and c.at > m.created_at))
  group by m.receivable_id
), wanted as (
  select w.*, least(w.level, coalesce(s.level, 0) + 1) as told,
         row_number() over (partition by w.party_id order by w.days desc, w.open desc, w.number) as turn
  from reached w left join said s on s.receivable_id = w.id
  where s.receivable_id is null or s.last_on < :day and (
        not (w.offset_days::text = any(s.steps))
        or (s.level < w.level and s.last_on <= cast(:day as date) - 7))
)
select w.id, w.party_id, w.number, w.currency, w.open, w.due_on, w.days, w.offset_days, w.channel,
       case when w.level > 0 then 'mora_' || w.told else w.template end as template,
       p.name, coalesce(p.phones[1], '') as phone, coalesce(p.email, '') as email
from wanted w join parties p on p.id = w.party_id
where w.turn = 1 and p.erased_at is null
  and not exists (select 1 from messages m where m.party_id = w.party_id and m.business_date = :day
                  and m.step is not null and m.status not in ('cancelled', 'expired'))
order by w.days desc, w.open desc, w.number
