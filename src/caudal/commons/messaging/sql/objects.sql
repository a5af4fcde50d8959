-- The law counts contacts of a person across branches: read past row-level security, only counts come out.
-- planned: also what waits to be sent. without: messages that must not count (the ones being judged).
create or replace function contact_log(parties uuid[], since timestamptz, planned boolean, without uuid[])
  returns table (party_id uuid, on_date date, channel text, receivable_id uuid, times int, direct int)
  language sql stable security definer set search_path = public, pg_temp as $$
  select m.party_id, (coalesce(m.sent_at, m.claimed_at, m.next_attempt_at) at time zone m.time_zone)::date,
         m.channel, m.receivable_id, count(*)::int, (count(*) filter (where m.answered_at is not null))::int
  from messages m
  where m.party_id = any(parties)
    and m.purpose in ('cobranza', 'recordatorio_preventivo')
    and (m.status in ('sending', 'sent', 'delivered', 'read') or (planned and m.status in ('queued', 'deferred')))
    and coalesce(m.sent_at, m.claimed_at, m.next_attempt_at) >= since
    and m.id <> all(without)
  group by 1, 2, 3, 4
$$;

-- Habeas data: what a person received stays as a fact without its text, number or name.
create or replace function forget_messages(party uuid) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare touched int;
begin
  update message_events e set raw = null, detail = null
    from messages m where m.id = e.message_id and m.party_id = party;
  update sandbox_inbox i set to_address = '', text = ''
    from messages m where m.id = i.message_id and m.party_id = party;
  update inbound_messages set from_address = '', text = '', raw = null where party_id = party;
  update consents set evidence = '', shown = '' where party_id = party;
  update opt_outs set evidence = '' where party_id = party;
  update messages set to_address = '', text = '', wire = '{}', party_name = '' where party_id = party;
  get diagnostics touched = row_count;
  return touched;
end $$;

-- What happened is not rewritten by the product; forgetting a person is the one exception, made by the owner above.
create or replace trigger frozen before delete or truncate on message_events for each statement
  execute function refuse_change();
create or replace trigger frozen before delete or truncate on consents for each statement
  execute function refuse_change();
create or replace trigger frozen before delete or truncate on opt_outs for each statement
  execute function refuse_change();
revoke execute on function forget_messages(uuid), contact_log(uuid[], timestamptz, boolean, uuid[]) from public;
grant execute on function forget_messages(uuid), contact_log(uuid[], timestamptz, boolean, uuid[]) to caudal_app;
