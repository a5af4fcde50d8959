-- :ids (uuid[]) of this attempt arrived at the test inbox at :at; :provider_ids in the same order.
with arrived as (
  update messages m set status = 'delivered', provider_id = given.provider_id,
    sent_at = coalesce(m.sent_at, :at), delivered_at = coalesce(m.delivered_at, :at)
  from unnest(cast(:ids as uuid[]), cast(:provider_ids as text[])) as given (id, provider_id)
  where m.id = given.id and m.status = 'sending'
  returning m.id, m.branch_id, m.to_address, m.wire, m.attempts
)
insert into sandbox_inbox (message_id, branch_id, to_address, text, attempt, at)
select id, branch_id, to_address, wire ->> 'text', attempts, :at from arrived
on conflict (message_id) do nothing
