-- What an act changed: called by the AFTER UPDATE OR DELETE trigger of every table that keeps state.
-- Only the fields that differ are kept. Trigger arguments: columns never written down (secrets).
create or replace function note_changes() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  hidden text[] := coalesce(tg_argv, '{}');
  before jsonb := to_jsonb(old) - hidden;
  later jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) - hidden end;
  was jsonb; became jsonb;
begin
  select coalesce(jsonb_object_agg(b.key, b.value), '{}'), coalesce(jsonb_object_agg(b.key, later -> b.key), '{}')
    into was, became
    from jsonb_each(before) b where later -> b.key is distinct from b.value;
  if was <> '{}'::jsonb then
    insert into changes (act_id, actor_id, table_name, key, op, old, new)
    values (nullif(current_setting('caudal.act', true), '')::uuid,
            nullif(current_setting('caudal.actor', true), '')::int,
            tg_table_name, coalesce(before ->> 'id', before ->> 'code', before ->> 'user_id', before ->> 'role', before ->> 'branch_id', ''),
            left(tg_op, 1), was, became);
  end if;
  return null;
end $$;

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  -- habeas data: forget_changes() blanks a person's data; that the change happened stays
  if tg_table_name = 'changes' and tg_op = 'UPDATE' and current_setting('caudal.forgetting', true) = '1' then
    return null;
  end if;
  raise exception '% on % is not allowed: it already happened', tg_op, tg_table_name using errcode = 'CA003';
end $$;

-- order in Spanish, without needing ICU: accents folded, ñ after n
create or replace function spanish_key(t text) returns text language sql immutable parallel safe strict
  return replace(translate(lower(t collate "C.utf8"), 'áéíóúüàèìòù', 'aeiouuaeiou'), 'ñ', 'n' || chr(127));

create or replace trigger noted after update or delete on branches for each row execute function note_changes();
create or replace trigger noted after update or delete on users for each row
  execute function note_changes('password_hash', 'last_seen_at', 'version', 'email', 'phone');
create or replace trigger noted after update or delete on user_branches for each row execute function note_changes();
create or replace trigger noted after update or delete on role_permissions for each row execute function note_changes();
create or replace trigger noted after update or delete on api_keys for each row
  execute function note_changes('sha', 'last_used_at');
create or replace trigger frozen before update or delete or truncate on audit for each statement
  execute function refuse_change();
create or replace trigger frozen before update or delete or truncate on changes for each statement
  execute function refuse_change();
alter table audit enable always trigger frozen;
alter table changes enable always trigger frozen;

-- many people tried from one address are noticed quickly
create index if not exists login_attempts_where on login_attempts (ip, at) where not success;

-- What acts told, and the long work they asked for, are read by who reaches their branch: of the house itself, which
-- has none, by everybody. Work of several branches is seen from each of them, and by who asked for it; whether all of
-- it is shown, its door says. What happened is told wherever it happened.
alter table outbox enable row level security;
drop policy if exists by_branch on outbox;
create policy by_branch on outbox to caudal_app, caudal_read using (
  (select current_setting('caudal.all', true)) = '1' or branch_id is null
  or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]));
drop policy if exists written on outbox;
create policy written on outbox for insert to caudal_app with check (true);
alter table job_runs enable row level security;
drop policy if exists by_branch on job_runs;
create policy by_branch on job_runs to caudal_app, caudal_read using (
  (select current_setting('caudal.all', true)) = '1'
  or actor_id::text = (select current_setting('caudal.actor', true))
  or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[])
  or (branch_id is null and (not args ? 'branches' or exists (
    select from jsonb_array_elements_text(args -> 'branches') b
    where b::smallint = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[])))));
