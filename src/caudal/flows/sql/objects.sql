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
begin
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
