-- Files that came in: as they were, how they were read, what became of them.

create sequence import_numbers as bigint;

create table imports (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('import_numbers'),
  branch_id smallint not null references branches,
  kind text not null check (kind in ('debts', 'clients')),
  filename text not null check (length(filename) between 1 and 200),
  sha bytea not null,
  data bytea not null,
  rows int not null,
  analysis jsonb not null,
  plan jsonb,
  state text not null default 'uploaded' check (state in ('uploaded', 'checked', 'queued', 'done', 'undone')),
  result jsonb,
  job_id uuid,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  done_at timestamptz,
  done_by int,
  undone_at timestamptz,
  undone_by int,
  undone_reason text,
  check ((state in ('done', 'undone')) = (done_at is not null)),
  check ((state = 'undone') = (undone_at is not null))
);
create index imports_branch on imports (branch_id, number desc);
create index imports_sha on imports (sha, number);
comment on table imports is 'Archivos importados: el original, cómo se leyó y qué dejó; batch_id de clientes y deudas apunta aquí';
comment on column imports.analysis is 'Hojas, columnas, muestras y formatos deducidos al subirlo';
comment on column imports.plan is 'Qué columna es cada dato, formatos y modo elegidos';

alter table imports enable row level security;
create policy by_branch on imports to caudal_app, caudal_read using (
  (select current_setting('caudal.all', true)) = '1'
  or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]));

grant usage on sequence import_numbers to caudal_app;
grant select, insert on imports to caudal_app;
grant update (plan, state, result, job_id, done_at, done_by, undone_at, undone_by, undone_reason)
  on imports to caudal_app;
