-- Entries by hand, years closed, and months and years asked to be opened again.

create sequence manual_entry_numbers as bigint;
create table manual_entries (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('manual_entry_numbers'),
  branch_id smallint not null references branches,
  on_date date not null,
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  lines jsonb not null,
  memo text not null check (length(memo) between 3 and 200),
  reason text not null check (length(reason) between 3 and 300),
  request_id uuid,
  entry_id bigint,
  posted_at timestamptz,
  posted_by int,
  asked_at timestamptz not null,
  asked_by int not null,
  act_id uuid not null,
  constraint manual_entries_posted check (num_nulls(entry_id, posted_at, posted_by) in (0, 3)),
  constraint manual_entries_two_hands check (posted_by <> asked_by)
);
create index manual_entries_branch on manual_entries (branch_id, number desc);
create unique index manual_entries_entry on manual_entries (entry_id) where entry_id is not null;
comment on table manual_entries is 'Asientos propuestos a mano: otra persona los autoriza y entonces se registran';
comment on column manual_entries.amount is 'Suma de los cargos, en unidades mínimas';
comment on column manual_entries.lines is 'Renglones: código de la cuenta e importe, positivo si es cargo';

create table year_closings (
  id uuid primary key default uuidv7(),
  company_id smallint not null references companies,
  year smallint not null check (year between 1990 and 2999),
  closed_at timestamptz not null,
  closed_by int not null,
  entries bigint[] not null,
  act_id uuid not null,
  reopened_at timestamptz,
  reopened_by int,
  constraint year_closings_reopened check ((reopened_at is null) = (reopened_by is null))
);
create unique index year_closings_live on year_closings (company_id, year) where reopened_at is null;
create index year_closings_year on year_closings (company_id, year);
comment on table year_closings is 'Años cerrados, con el asiento de cada sucursal; reabrirlo los reversa';

create table reopenings (
  id uuid primary key default uuidv7(),
  company_id smallint not null references companies,
  branch_id smallint not null references branches,
  year smallint not null check (year between 1990 and 2999),
  month smallint check (month between 1 and 12),
  reason text not null check (length(reason) between 3 and 300),
  request_id uuid,
  asked_at timestamptz not null,
  asked_by int not null,
  act_id uuid not null,
  done_at timestamptz,
  done_by int,
  constraint reopenings_done check ((done_at is null) = (done_by is null)),
  constraint reopenings_two_hands check (done_by <> asked_by)
);
create index reopenings_company on reopenings (company_id, asked_at desc);
create index reopenings_branch on reopenings (branch_id);
comment on table reopenings is 'Meses y años que alguien pidió abrir otra vez; otra persona lo autoriza';
comment on column reopenings.month is 'Vacío: el año entero';

do $$
declare t text;
begin
  foreach t in array array['manual_entries', 'reopenings'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
end $$;

grant usage on sequence manual_entry_numbers to caudal_app;
grant select, insert on manual_entries, year_closings, reopenings to caudal_app;
grant update (request_id, entry_id, posted_at, posted_by) on manual_entries to caudal_app;
grant update (request_id, done_at, done_by) on reopenings to caudal_app;
grant update (reopened_at, reopened_by) on year_closings to caudal_app;
