-- Search by any part of a name; every change of a party is written down, and forgotten when the person asks.
create index if not exists parties_name on parties using gin (spanish_key(name) gin_trgm_ops);

create or replace trigger noted after update or delete on parties for each row execute function note_changes('version');

-- Blank what the book of changes kept of a person's data; that it changed, when and by whom stays.
create or replace function forget_changes(p_party uuid) returns int language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  v_count int;
begin
  perform set_config('caudal.forgetting', '1', true);
  update changes set
    old = (select coalesce(jsonb_object_agg(k, '"•••"'::jsonb), '{}') from jsonb_object_keys(old) k),
    new = (select coalesce(jsonb_object_agg(k, '"•••"'::jsonb), '{}') from jsonb_object_keys(new) k)
  where table_name = 'parties' and key = p_party::text;
  get diagnostics v_count = row_count;
  perform set_config('caudal.forgetting', '', true);
  return v_count;
end $$;
revoke execute on function forget_changes(uuid) from public;
grant execute on function forget_changes(uuid) to caudal_app;
