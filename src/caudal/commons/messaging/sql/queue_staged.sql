-- Queue what is in message_stage, in its order; what was queued before (same dedupe key) stays as it was.
-- :at instant of the act; :business_date; :act, :actor. Returns how many entered in each status.
with entered as (
  insert into messages (branch_id, party_id, party_name, receivable_id, folio, channel, to_address, country, time_zone,
    role, purpose, template, template_version, step, dedupe, status, text, wire, cause, rule, business_date, due_at,
    next_attempt_at, expires_at, created_at, act_id, actor_id)
  select branch_id, party_id, party_name, receivable_id, folio, channel, to_address, country, time_zone,
    role, purpose, template, template_version, step, dedupe, status, text, wire, cause, rule, :business_date, :at,
    next_attempt_at, expires_at, :at, :act, :actor
  from message_stage order by position
  on conflict (dedupe) do nothing
  returning status
)
select status, count(*)::int from entered group by status
