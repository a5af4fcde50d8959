-- Clients, debts, payments, boxes, days and the programme of reminders.

create extension if not exists pg_trgm with schema public;

create sequence client_numbers as bigint;
create sequence receivable_numbers as bigint;
create sequence receipt_numbers as bigint;

create table parties (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('client_numbers'),
  branch_id smallint not null references branches,
  name text not null check (length(name) between 1 and 200),
  doc_kind text,
  doc_number text,
  doc_country char(2),
  doc_key text unique,
  phones text[] not null default '{}',
  email text,
  address text,
  zone text,
  notes text,
  tags text[] not null default '{}',
  origin text not null default 'manual' check (origin in ('manual', 'import', 'demo')),
  batch_id uuid,
  created_at timestamptz not null,
  created_by int not null,
  erased_at timestamptz,
  version int not null default 1,
  check ((doc_kind is null) = (doc_number is null) and (doc_kind is null) = (doc_key is null))
);
create index parties_branch on parties (branch_id, number desc);
create index parties_phones on parties using gin (phones);
create index parties_batch on parties (batch_id) where batch_id is not null;
comment on table parties is 'Personas y empresas que deben o a quienes se debe';
comment on column parties.doc_key is 'Documento normalizado (país:clase:número): no se repite';

create table receivables (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('receivable_numbers'),
  branch_id smallint not null references branches,
  party_id uuid not null references parties,
  concept text not null check (length(concept) between 1 and 200),
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  paid bigint not null default 0,
  open bigint generated always as (case when cancelled_on is null then amount - paid else 0 end) stored,
  issued_on date not null,
  due_on date not null,
  settled_on date,
  mode text not null default 'sale' check (mode in ('sale', 'opening')),
  origin text not null default 'manual' check (origin in ('manual', 'import', 'demo')),
  batch_id uuid,
  external_ref text,
  entry_id bigint not null,
  cancelled_at timestamptz,
  cancelled_on date,
  cancelled_by int,
  cancel_reason text,
  cancel_entry_id bigint,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  version int not null default 1,
  constraint receivables_paid check (paid between 0 and amount),
  check (due_on >= issued_on),
  check ((cancelled_at is null) = (cancelled_on is null))
);
create index receivables_party on receivables (party_id, due_on);
create index receivables_branch on receivables (branch_id, number desc);
create index receivables_open on receivables (due_on, branch_id) include (currency, open, issued_on) where open > 0;
create index receivables_settled on receivables (settled_on) where settled_on is not null;
create index receivables_cancelled on receivables (cancelled_on) where cancelled_on is not null;
create index receivables_batch on receivables (batch_id) where batch_id is not null;
create index receivables_ref on receivables (branch_id, external_ref) where external_ref is not null;
comment on table receivables is 'Obligaciones: lo que alguien debe en una fecha, de cualquier producto';
comment on column receivables.paid is 'Suma de sus aplicaciones: la lleva un disparador, nadie la escribe';
comment on column receivables.settled_on is 'Fecha de la aplicación que la saldó';

create table boxes (
  id int generated always as identity primary key,
  branch_id smallint not null references branches,
  kind text not null check (kind in ('till', 'bank', 'card', 'cheque')),
  currency char(3) not null,
  name text not null,
  account_id int not null,
  main boolean not null default true,
  active boolean not null default true,
  created_at timestamptz not null,
  created_by int not null
);
create unique index boxes_main on boxes (branch_id, kind, currency) where main and active;
comment on table boxes is 'Dónde entra el dinero de cada sucursal: cajas, cuentas bancarias, tarjetas y cheques por depositar';

create table payments (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('receipt_numbers'),
  branch_id smallint not null references branches,
  party_id uuid not null references parties,
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  method text not null check (method in ('cash', 'transfer', 'card', 'cheque', 'credit')),
  reference text,
  received_on date not null,
  box_id int references boxes,
  credit bigint not null,
  tendered bigint check (tendered >= amount),
  entry_id bigint not null,
  reversed_at timestamptz,
  reversed_on date,
  reversed_by int,
  reversal_reason text,
  reversal_entry_id bigint,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  check (case when method = 'credit' then box_id is null and credit = -amount else box_id is not null and credit between 0 and amount end),
  check ((reversed_at is null) = (reversed_on is null))
);
create index payments_party on payments (party_id, number desc);
create index payments_branch_day on payments (branch_id, received_on);
create index payments_recent on payments (branch_id, number desc);
create index payments_box on payments (box_id);
create index payments_credit on payments (party_id, currency) where credit <> 0 and reversed_at is null;
create unique index payments_reference on payments (box_id, upper(reference))
  where reversed_at is null and reference is not null and method in ('transfer', 'cheque');
comment on table payments is 'Cobros y aplicaciones de saldo a favor; uno equivocado se reversa, nunca se borra';
comment on column payments.credit is 'Efecto en el saldo a favor del cliente: lo que sobró, o lo que se usó (negativo)';

create table allocations (
  id bigint generated always as identity primary key,
  payment_id uuid not null references payments,
  receivable_id uuid not null references receivables,
  branch_id smallint not null references branches,
  amount bigint not null check (amount <> 0),
  on_date date not null,
  at timestamptz not null,
  act_id uuid not null
);
create index allocations_payment on allocations (payment_id);
create index allocations_receivable on allocations (receivable_id, id);
create index allocations_day on allocations (on_date) include (receivable_id, amount);
create index allocations_branch on allocations (branch_id);
comment on table allocations is 'Qué parte de cada cobro fue a cada deuda; la reversa agrega el mismo renglón en negativo';

-- Written by the hundred thousand from rows of receivables that are never deleted: its keys are true, not checked.
create table arrears_moves (
  branch_id smallint not null references branches not enforced,
  business_date date not null,
  receivable_id uuid not null references receivables not enforced,
  days int not null check (days > 0),
  bucket smallint not null,
  open bigint not null check (open > 0),
  currency char(3) not null,
  primary key (receivable_id, business_date)
);
create index arrears_moves_day on arrears_moves (branch_id, business_date);
comment on table arrears_moves is 'Entradas de una deuda a un tramo de mora, el día en que cruzó';

create table ageing_days (
  branch_id smallint not null references branches,
  business_date date not null,
  currency char(3) not null,
  bucket smallint not null,
  debts int not null,
  clients int not null,
  amount bigint not null,
  primary key (branch_id, business_date, currency, bucket)
);
comment on table ageing_days is 'Antigüedad de saldos al cierre de cada día';

create table day_closings (
  branch_id smallint not null references branches,
  business_date date not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  actor_id int not null,
  steps jsonb not null default '[]',
  figures jsonb not null default '{}',
  primary key (branch_id, business_date)
);
comment on table day_closings is 'Cierres del día: pasos, duración y cifras';

create table reminder_steps (
  offset_days smallint primary key check (offset_days between -60 and 360),
  template text not null,
  channel text not null default 'whatsapp',
  active boolean not null default true,
  changed_at timestamptz,
  changed_by int
);
comment on table reminder_steps is 'Programa de recordatorios: días respecto al vencimiento y texto';

do $$
declare t text;
begin
  foreach t in array array['parties', 'receivables', 'boxes', 'payments', 'allocations', 'arrears_moves',
                           'ageing_days', 'day_closings'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
end $$;

grant select on all tables in schema public to caudal_app;
grant usage on sequence client_numbers, receivable_numbers, receipt_numbers to caudal_app;
-- what happened: rows are added, never changed
grant insert on allocations, arrears_moves to caudal_app;
-- what has a state: only the columns that hold it
grant insert on parties, receivables, payments, boxes, day_closings, ageing_days, reminder_steps to caudal_app;
grant update on parties, boxes, day_closings, reminder_steps to caudal_app;
grant update (cancelled_at, cancelled_on, cancelled_by, cancel_reason, cancel_entry_id, version)
  on receivables to caudal_app;
grant update (reversed_at, reversed_on, reversed_by, reversal_reason, reversal_entry_id) on payments to caudal_app;
-- figures of a day that is closed again are written again
grant update, delete on ageing_days to caudal_app;
