-- Who may do what, decided again after every migration: read everything, add rows, change only what has state.
do $$
declare r record;
begin
  for r in select n.nspname, c.relname, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname in ('public', 'ledger', 'jobs') and c.relkind in ('r', 'p', 'v', 'm')
             and c.relowner <> 'caudal_owner'::regrole
             and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e') loop
    execute format('alter table %I.%I owner to caudal_owner', r.nspname, r.relname);
  end loop;
  for r in select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname in ('public', 'ledger', 'jobs') and c.relkind = 'S' and c.relowner <> 'caudal_owner'::regrole
             and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype in ('e', 'i', 'a')) loop
    execute format('alter sequence %I.%I owner to caudal_owner', r.nspname, r.relname);
  end loop;
  for r in select p.oid::regprocedure as f, p.prokind from pg_proc p join pg_namespace n on n.oid = p.pronamespace
           where n.nspname in ('public', 'ledger', 'jobs') and p.proowner <> 'caudal_owner'::regrole and p.prokind = 'f'
             and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e') loop
    execute format('alter function %s owner to caudal_owner', r.f);
  end loop;
end $$;
alter schema ledger owner to caudal_owner;
alter schema jobs owner to caudal_owner;
grant usage on schema public, ledger, jobs to caudal_app, caudal_owner;
grant create on schema public to caudal_owner;
do $$ begin execute format('grant temporary on database %I to caudal_app', current_database()); end $$;
grant usage on schema public, ledger to caudal_read;
grant select on all tables in schema public to caudal_app;
grant usage on all sequences in schema public, jobs to caudal_app;
grant select, insert, update, delete on all tables in schema jobs to caudal_app;
grant execute on all functions in schema jobs to caudal_app;

-- what happened: rows are added, never changed
grant insert on audit, changes, user_branches, role_permissions, login_attempts to caudal_app;
-- what has a state: rows are added and change
grant insert, update on companies, branches, branch_days, roles, users, sessions, api_keys, outbox, idempotency,
  job_runs to caudal_app;
-- settings that are rewritten whole; the act that did it stays in the books above
grant delete on user_branches, role_permissions to caudal_app;
