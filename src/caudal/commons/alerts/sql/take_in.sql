-- What a rule found in a branch: new causes become alerts, known ones are counted once per occurrence, and those that
-- were not found are over; what is known takes no folio. :rule, :branch, :urgency, :found (jsonb rows), :at, :escalate_at
-- (or null), :act, :actor, :only (the keys that were looked for, or null: all of them). Returns id, key and what happened.
with found as (
  select * from rows from (jsonb_to_recordset(cast(:found as jsonb)) as (
    key text, stamp text, subject text, link text, party_id uuid, currency char(3), amount bigint, facts jsonb
  )) with ordinality f (key, stamp, subject, link, party_id, currency, amount, facts, place)
), fresh as (
  insert into alerts (rule, urgency, branch_id, key, stamp, subject, link, party_id, currency, amount, facts, state,
                      first_at, latest_at, escalate_at, act_id)
  select :rule, :urgency, :branch, f.key, f.stamp, f.subject, f.link, f.party_id, f.currency, f.amount,
         coalesce(f.facts, '{}'), 'new', :at, :at, :escalate_at, :act
  from found f
  where not exists (select from alerts a where a.rule = :rule and a.branch_id = :branch and a.key = f.key
                      and (a.stamp = f.stamp and a.ended_by is not null or a.cause and a.state <> 'resolved'))
  order by f.place
  on conflict (rule, branch_id, key) where cause and state <> 'resolved' do nothing
  returning id, key
), again as (
  update alerts a set stamp = f.stamp, subject = f.subject, link = f.link, currency = f.currency, amount = f.amount,
    facts = coalesce(f.facts, '{}'), latest_at = :at,
    times = a.times + case when a.stamp <> f.stamp then 1 else 0 end
  from found f
  where a.rule = :rule and a.branch_id = :branch and a.key = f.key and a.cause and a.state <> 'resolved'
    and (a.stamp, a.subject, a.link, a.amount) is distinct from (f.stamp, f.subject, f.link, f.amount)
  returning a.id, a.key
), over as (
  update alerts a set cause = false, latest_at = :at,
    state = case when a.state = 'dismissed' then a.state else 'resolved' end, ended_at = coalesce(a.ended_at, :at)
  where (cast(:only as text[]) is null or a.key = any(cast(:only as text[]))) and a.rule = :rule and a.branch_id = :branch and a.cause
    and not exists (select from found f where f.key = a.key)
  returning a.id, a.key, a.ended_by
), told as (
  select id, key, 'raised' as what from fresh
  union all
  select id, key, 'repeated' from again
  union all
  select id, key, 'resolved' from over where ended_by is null
), written as (
  insert into alert_events (alert_id, branch_id, kind, note, at, by, act_id)
  select id, :branch, what, case what when 'resolved' then 'La causa ya no está' else '' end, :at, :actor, :act
  from told where what <> 'repeated'
)
select id, key, what from told order by what, key
