-- Products, loans, their instalments and what happened to them.

create sequence loan_numbers as bigint;

create table loan_products (
  id int generated always as identity primary key,
  code text not null check (code ~ '^[a-z0-9_-]{2,40}$'),
  version smallint not null check (version > 0),
  name text not null check (length(name) between 2 and 80),
  currency char(3) not null,
  definition jsonb not null,
  active boolean not null default true,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  unique (code, version)
);
create unique index loan_products_active on loan_products (code) where active;
comment on table loan_products is 'Productos de préstamo por versión: un préstamo conserva la suya';

create table loans (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('loan_numbers'),
  branch_id smallint not null references branches,
  party_id uuid not null references parties,
  product_id int not null references loan_products,
  currency char(3) not null,
  principal bigint not null check (principal > 0),
  contract jsonb not null,
  status text not null check (status in
    ('applied', 'approved', 'rejected', 'active', 'paid', 'renewed', 'restructured', 'written_off', 'cancelled')),
  purpose text not null default '',
  applied_on date not null,
  applied_at timestamptz not null,
  applied_by int not null,
  decided_at timestamptz,
  decided_by int,
  decision_reason text,
  disbursed_on date,
  disbursed_at timestamptz,
  disbursed_by int,
  closed_on date,
  renews_id uuid references loans,
  late_when_renewed int not null default 0,
  outstanding bigint not null default 0 check (outstanding >= 0),
  interest_total bigint not null default 0,
  advance bigint not null default 0,
  oldest_due_on date,
  act_id uuid not null,
  version int not null default 1,
  check ((decided_at is null) = (decided_by is null)),
  check ((disbursed_on is null) = (disbursed_by is null)),
  constraint loans_two_hands check (disbursed_by is null or disbursed_by <> decided_by),
  check (status not in ('active', 'paid', 'renewed', 'restructured', 'written_off') or disbursed_on is not null)
);
create index loans_party on loans (party_id, number desc);
create index loans_branch on loans (branch_id, number desc);
create index loans_product on loans (product_id);
create index loans_renews on loans (renews_id) where renews_id is not null;
create index loans_live on loans (branch_id, status) include (currency, outstanding, oldest_due_on)
  where status in ('active', 'written_off');
comment on table loans is 'Préstamos: lo pactado y su estado; los saldos se calculan de sus hechos';
comment on column loans.outstanding is 'Capital por pagar según sus hechos: lo escribe quien los registra y se verifica cada noche';
comment on column loans.interest_total is 'Interés de todas sus cuotas vigentes: lo que se habrá devengado al final';
comment on column loans.oldest_due_on is 'Vencimiento de la cuota más antigua sin pagar; los días de mora son una resta';
comment on column loans.late_when_renewed is 'Días de mora del préstamo que renovó: sigue en mora para PAR';

create table loan_installments (
  id bigint generated always as identity primary key,
  receivable_id uuid references receivables,
  loan_id uuid not null references loans,
  branch_id smallint not null,
  number smallint not null,
  start_on date not null,
  end_on date not null,
  due_on date not null,
  principal bigint not null,
  interest bigint not null check (interest >= 0),
  fees bigint not null check (fees >= 0),
  earned_before bigint not null,
  live boolean not null default true,
  act_id uuid not null
);
create index loan_installments_debt on loan_installments (receivable_id) where receivable_id is not null;
create index loan_installments_loan on loan_installments (loan_id, end_on);
create index loan_installments_runs on loan_installments (branch_id, end_on, start_on)
  include (loan_id, interest, earned_before) where live;
comment on table loan_installments is 'De qué se compone cada cuota; su cuenta por cobrar dice cuánto falta';
comment on column loan_installments.earned_before is 'Interés de los períodos anteriores: el devengado de un día es una resta';

create table loan_events (
  id bigint generated always as identity primary key,
  loan_id uuid not null references loans,
  branch_id smallint not null,
  kind text not null,
  on_date date not null,
  body jsonb not null,
  payment_id uuid,
  undone_by bigint references loan_events,
  entry_id bigint,
  at timestamptz not null,
  recorded_on date not null,
  actor_id int not null,
  reason text not null default '',
  effects jsonb not null default '{}',
  act_id uuid not null
);
create index loan_events_loan on loan_events (loan_id, id);
create unique index loan_events_payment on loan_events (loan_id, payment_id, kind) where payment_id is not null;
create index loan_events_undone on loan_events (undone_by) where undone_by is not null;
create index loan_events_day on loan_events (branch_id, on_date);
comment on column loan_events.effects is 'Cuánto cambió cada componente: lo que su asiento movió';
comment on table loan_events is 'Lo que pasó con cada préstamo, en el orden en que se registró; se deshace con otro hecho';

create table loan_parts (
  id bigint generated always as identity primary key,
  loan_id uuid not null references loans,
  branch_id smallint not null,
  payment_id uuid not null,
  number smallint not null,
  component text not null
    check (component in ('principal', 'interest', 'arrears', 'charge', 'insurance', 'advance')),
  amount bigint not null check (amount <> 0),
  on_date date not null,
  act_id uuid not null
);
create index loan_parts_loan on loan_parts (loan_id, on_date);
create index loan_parts_payment on loan_parts (payment_id);
comment on table loan_parts is 'A qué fue cada peso cobrado de un préstamo; lo que cambia de lugar entra en negativo y en positivo';
comment on column loan_parts.component is 'advance: recibido por cuotas que aún no vencen';

create table loan_days (
  branch_id smallint not null,
  business_date date not null,
  loan_id uuid not null,
  currency char(3) not null,
  principal bigint not null,
  earned bigint not null,
  overdue bigint not null,
  days int not null,
  bucket smallint not null,
  provision bigint not null,
  primary key (branch_id, business_date, loan_id)
);
comment on table loan_days is 'Cada préstamo al cierre de cada día: de aquí salen asientos agregados, cartera y PAR de esa fecha';

do $$
declare t text;
begin
  foreach t in array array['loans', 'loan_installments', 'loan_events', 'loan_parts', 'loan_days'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
end $$;

grant usage on sequence loan_numbers to caudal_app;
grant select on loan_products, loans, loan_installments, loan_events, loan_parts, loan_days to caudal_app;
grant insert on loan_products, loans, loan_installments, loan_events, loan_parts, loan_days to caudal_app;
grant update (active) on loan_products to caudal_app;
grant update on loans to caudal_app;
grant update (live) on loan_installments to caudal_app;
grant update (undone_by, entry_id) on loan_events to caudal_app;
grant delete on loan_days to caudal_app;
