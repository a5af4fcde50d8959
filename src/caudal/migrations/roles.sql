-- The roles of the house. The owner can't log in; the product runs as caudal_app, readers as caudal_read.
do $$
declare r text;
begin
  foreach r in array array['caudal_owner', 'caudal_app', 'caudal_read'] loop
    if not exists (select 1 from pg_roles where rolname = r) then
      begin
        execute format('create role %I nologin', r);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, r, 'member') then
      execute format('grant %I to current_user', r);
    end if;
  end loop;
end $$;
create schema if not exists jobs;
create schema if not exists ledger;
