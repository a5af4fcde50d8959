-- The programme of a new house, and the book of its changes.
insert into reminder_steps (offset_days, template) values
  (-3, 'recordatorio_previo'), (0, 'vence_hoy'), (1, 'mora_1'), (3, 'mora_1'), (8, 'mora_2'), (16, 'mora_3'),
  (31, 'mora_4'), (60, 'mora_4'), (90, 'mora_4')
on conflict do nothing;
create or replace trigger noted after update or delete on reminder_steps for each row execute function note_changes();

-- Habeas data: what was kept of a person where no room looks. The answers to requests with a key, the problems of
-- long work, and the files they came in: what entered from those stays told, the original and its samples go.
create or replace function forget_traces(party uuid) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  files uuid[];
  said bigint[];
  numbers text[] := coalesce((select p.phones from parties p where p.id = party), '{}');
begin
  -- what they wrote, or the provider said of them, before anybody knew whose number it was
  update inbound_messages set from_address = '', text = '', raw = null
  where party_id is null and from_address = any(numbers);
  update message_events e set raw = null, detail = null
  where e.message_id is null and exists (
    select from unnest(numbers) n where e.raw::text like '%' || ltrim(n, '+') || '%');
  -- what a listener complained of when it was told of them
  update outbox o set problem = 'Datos personales suprimidos'
  where o.problem is not null and o.body::text like '%' || party || '%';
  -- what the bank said of who paid: the line stays with its date and amount; its text, and the file it came in, don't
  delete from payer_aliases a where a.party_id = party;
  delete from bank_suggestions s where s.party_id = party;
  update bank_rules r set needle = 'SUPRIMIDO ' || r.id, ended_at = coalesce(r.ended_at, clock_timestamp()), ended_by = coalesce(r.ended_by, 0)
  where r.party_id = party;
  select coalesce(array_agg(distinct m.line_id), '{}') into said
  from payments p join bank_match_parts m on m.entry_id = p.entry_id where p.party_id = party;
  update bank_statements s set data = '', analysis = jsonb_set(s.analysis, '{columns}', coalesce(
    (select jsonb_agg(c || '{"sample": []}') from jsonb_array_elements(s.analysis -> 'columns') c), '[]'))
  where s.id in (select l.statement_id from bank_lines l where l.id = any(said));
  update bank_lines l set told = 'Datos personales suprimidos', payer = null, payer_key = null, words = '{}', reference = null
  where l.id = any(said);
  select coalesce(array_agg(i.id), '{}') into files from imports i
  where i.sha in (select f.sha from imports f
                  where f.id in (select p.batch_id from parties p where p.id = party
                                 union select r.batch_id from receivables r where r.party_id = party));
  update imports i set data = '', analysis = jsonb_set(i.analysis, '{columns}', coalesce(
    (select jsonb_agg(c || '{"sample": []}') from jsonb_array_elements(i.analysis -> 'columns') c), '[]'))
  where i.id = any(files);
  update job_runs j set problem = j.problem - 'errors' - 'client_id' || '{"detail": "Datos personales suprimidos"}'
  where j.problem is not null and (j.problem::text like '%' || party || '%' or j.args ->> 'import_id' = any(files::text[]));
  update idempotency k set response = null
  where k.response is not null and (k.response::text like '%' || party || '%'
    or k.response ->> 'id' = any(files::text[])
    or k.response ->> 'id' in (select m.id::text from messages m where m.party_id = party));
end $$;
revoke execute on function forget_traces(uuid) from public;
grant execute on function forget_traces(uuid) to caudal_app;

-- What is kept only for a while, :most of each kind at a time; returns how many went. Keys of requests, attempts to
-- sign in, sessions that ended and words already delivered, ninety days; files that nobody made enter, as long.
create or replace function prune_stale(now_at timestamptz, most int) returns bigint language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  since constant timestamptz := now_at - interval '90 days';
  gone bigint := 0;
  found bigint;
begin
  delete from idempotency where key in (select k.key from idempotency k where k.at < since limit most);
  get diagnostics found = row_count; gone := gone + found;
  delete from login_attempts where id in (select l.id from login_attempts l where l.at < since order by l.id limit most);
  get diagnostics found = row_count; gone := gone + found;
  delete from sessions where id in (
    select s.id from sessions s where least(s.revoked_at, s.expires_at) < since limit most);
  get diagnostics found = row_count; gone := gone + found;
  delete from outbox where id in (select o.id from outbox o where o.done_at < since order by o.id limit most);
  get diagnostics found = row_count; gone := gone + found;
  update imports set data = '', analysis = jsonb_set(analysis, '{columns}', coalesce(
    (select jsonb_agg(c || '{"sample": []}') from jsonb_array_elements(analysis -> 'columns') c), '[]'))
  where id in (select i.id from imports i
               where i.created_at < since and i.state in ('uploaded', 'checked') and i.data <> '' limit most);
  get diagnostics found = row_count; gone := gone + found;
  return gone;
end $$;
revoke execute on function prune_stale(timestamptz, int) from public;
grant execute on function prune_stale(timestamptz, int) to caudal_app;
create index if not exists idempotency_age on idempotency using brin (at);
