-- Suppliers are of the whole company; contracts of a branch or of all; what is owed, invoiced and paid, of a branch.

create sequence supplier_numbers as bigint;
create sequence supplier_contract_numbers as bigint;
create sequence payable_numbers as bigint;
create sequence payable_batch_numbers as bigint;
create sequence payable_payment_numbers as bigint;

create table suppliers (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('supplier_numbers'),
  party_id uuid not null unique references parties,
  name text not null check (length(name) between 1 and 200),
  tax_id text check (length(tax_id) between 1 and 40),
  terms_days smallint not null check (terms_days between 0 and 365),
  invoice_required boolean not null,
  active boolean not null default true,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  version int not null default 1
);
create index suppliers_name on suppliers (lower(name));
comment on table suppliers is 'Proveedores de toda la empresa. Cada uno es una persona o empresa de parties';
comment on column suppliers.terms_days is 'Días de plazo si el contrato no dice otros';
comment on column suppliers.invoice_required is 'Si no se le puede pagar sin factura';

create table supplier_accounts (
  id uuid primary key default uuidv7(),
  supplier_id uuid not null references suppliers,
  currency char(3) not null,
  kind text not null check (kind in ('clabe', 'account')),
  bank text not null check (length(bank) between 2 and 80),
  number text not null check (number ~ '^[0-9A-Z-]{5,34}$'),
  holder text not null check (length(holder) between 2 and 200),
  state text not null check (state in ('asked', 'active', 'rejected')),
  request_id uuid,
  usable_from date,
  asked_at timestamptz not null,
  asked_by int not null,
  decided_at timestamptz,
  decided_by int,
  act_id uuid not null,
  constraint supplier_accounts_decided check ((state = 'asked') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint supplier_accounts_usable check ((state = 'active') = (usable_from is not null)),
  constraint supplier_accounts_two_hands check (decided_by <> asked_by or state = 'rejected')
);
create index supplier_accounts_of on supplier_accounts (supplier_id, currency, usable_from desc);
create unique index supplier_accounts_asked on supplier_accounts (supplier_id, currency) where state = 'asked';
comment on table supplier_accounts is 'Cuentas bancarias de proveedores: una nueva la autoriza otra persona y sirve tras unos días de espera';

create table supplier_contracts (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('supplier_contract_numbers'),
  supplier_id uuid not null references suppliers,
  branch_id smallint references branches,
  title text not null check (length(title) between 3 and 120),
  reference text check (length(reference) between 1 and 60),
  from_on date not null,
  to_on date,
  terms_days smallint not null check (terms_days between 0 and 365),
  includes_tax boolean not null,
  cost_use text not null check (cost_use in ('COSTS', 'EXPENSES')),
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  constraint supplier_contracts_dates check (to_on is null or to_on >= from_on)
);
create index supplier_contracts_of on supplier_contracts (supplier_id, number desc);
create index supplier_contracts_branch on supplier_contracts (branch_id);
comment on table supplier_contracts is 'Contratos con proveedores. Sin sucursal: valen en todas';

create table supplier_prices (
  id uuid primary key default uuidv7(),
  contract_id uuid not null references supplier_contracts,
  branch_id smallint references branches,
  service text not null check (length(service) between 2 and 120),
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  from_on date not null,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null
);
create index supplier_prices_of on supplier_prices (contract_id, lower(service), from_on desc, id desc);
create index supplier_prices_branch on supplier_prices (branch_id);
comment on table supplier_prices is 'Precio de cada servicio de un contrato desde una fecha. Nunca cambia: se dice otro desde otra fecha';

create table payables (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('payable_numbers'),
  branch_id smallint not null references branches,
  supplier_id uuid not null references suppliers,
  kind text not null check (kind in ('service', 'advance')),
  contract_id uuid references supplier_contracts,
  price_id uuid references supplier_prices,
  service text not null check (length(service) between 2 and 200),
  quantity int not null check (quantity between 1 and 100000),
  cost_use text not null check (cost_use in ('COSTS', 'EXPENSES')),
  served_on date not null,
  currency char(3) not null,
  contracted bigint not null check (contracted > 0),
  includes_tax boolean not null,
  invoice_required boolean not null,
  amount bigint not null check (amount > 0),
  settled bigint not null default 0,
  open bigint generated always as (case when state = 'cancelled' then 0 else amount - settled end) stored,
  terms_days smallint not null check (terms_days between 0 and 365),
  due_on date not null,
  state text not null check (state in ('waiting', 'mismatch', 'correction', 'ready', 'asked', 'sent_back', 'rejected',
                                       'authorised', 'returned', 'paid', 'cancelled')),
  invoice_id uuid,
  request_id uuid,
  subject_id uuid,
  asking bigint check (asking > 0),
  authorised_on date,
  authorised_by int,
  scheduled_on date,
  paid_on date,
  entry_id bigint,
  cancelled_on date,
  cancel_entry_id bigint,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  version int not null default 1,
  constraint payables_settled check (settled between 0 and amount),
  constraint payables_paid check ((state = 'paid') = (settled = amount)),
  constraint payables_entry check ((kind = 'service') = (entry_id is not null)),
  constraint payables_asked check (state not in ('asked', 'authorised') or (request_id is not null and asking is not null)),
  constraint payables_authorised check ((state = 'authorised') = (scheduled_on is not null)
    and (state <> 'authorised' or num_nulls(authorised_on, authorised_by) = 0)),
  constraint payables_cancelled check ((state = 'cancelled') = (cancelled_on is not null))
);
create index payables_branch on payables (branch_id, number desc);
create index payables_supplier on payables (supplier_id, number desc);
create index payables_contract on payables (contract_id) where contract_id is not null;
create index payables_price on payables (price_id) where price_id is not null;
create index payables_open on payables (branch_id, due_on) where state not in ('paid', 'cancelled');
create index payables_scheduled on payables (scheduled_on, branch_id) where scheduled_on is not null;
create unique index payables_request on payables (request_id) where request_id is not null;
create index payables_subject on payables (subject_id) where subject_id is not null;
comment on table payables is 'Cuentas por pagar: un servicio prestado, contra su contrato, o un anticipo';
comment on column payables.contracted is 'Lo que dice el contrato, en unidades mínimas';
comment on column payables.amount is 'Lo que se debe pagar al proveedor: lo del contrato hasta que hay factura aceptada';
comment on column payables.settled is 'Lo ya pagado, acreditado o cubierto con anticipos. Lo lleva la base desde payable_moves';
comment on column payables.subject_id is 'De qué pago es la última solicitud: cada pago de una misma cuenta se firma aparte';
comment on column payables.asking is 'Lo que pide pagar la solicitud viva';
comment on column payables.scheduled_on is 'Qué día se paga: el de la autorización más el plazo, u otro que alguien dijo';

create table payable_invoices (
  id uuid primary key default uuidv7(),
  branch_id smallint not null references branches,
  payable_id uuid not null references payables,
  supplier_id uuid not null references suppliers,
  number text not null check (length(number) between 1 and 60),
  fiscal_uuid uuid,
  issued_on date not null,
  currency char(3) not null,
  subtotal bigint not null check (subtotal > 0),
  tax bigint not null check (tax >= 0),
  withheld bigint not null check (withheld >= 0),
  total bigint not null check (total > 0),
  lines jsonb not null,
  compared bigint not null,
  contracted bigint not null,
  difference bigint generated always as (compared - contracted) stored,
  state text not null check (state in ('accepted', 'mismatch', 'correction', 'rejected', 'replaced')),
  replaces_id uuid references payable_invoices,
  entry_id bigint,
  received_at timestamptz not null,
  received_by int not null,
  decided_at timestamptz,
  decided_by int,
  reason text,
  act_id uuid not null,
  constraint payable_invoices_total check (total = subtotal + tax - withheld),
  constraint payable_invoices_matches check (state <> 'mismatch' or compared <> contracted)
);
create index payable_invoices_of on payable_invoices (payable_id, received_at);
create index payable_invoices_supplier on payable_invoices (supplier_id);
create index payable_invoices_branch on payable_invoices (branch_id);
create index payable_invoices_replaces on payable_invoices (replaces_id) where replaces_id is not null;
create unique index payable_invoices_number on payable_invoices (supplier_id, lower(number))
  where state in ('accepted', 'mismatch');
create unique index payable_invoices_uuid on payable_invoices (fiscal_uuid) where fiscal_uuid is not null;
create unique index payable_invoices_live on payable_invoices (payable_id) where state in ('accepted', 'mismatch');
comment on table payable_invoices is 'Facturas de proveedores. La que se corrige queda, reemplazada por la otra';
comment on column payable_invoices.compared is 'Lo que se compara con el contrato: con impuesto o sin él, según el contrato';

create table payable_moves (
  id bigint generated always as identity primary key,
  branch_id smallint not null references branches,
  payable_id uuid not null references payables,
  kind text not null check (kind in ('payment', 'credit', 'advance')),
  amount bigint not null check (amount <> 0),
  from_id uuid references payables,
  payment_id uuid,
  reference text check (length(reference) between 1 and 60),
  fiscal_uuid uuid,
  entry_id bigint not null,
  undoes bigint unique references payable_moves,
  on_date date not null,
  at timestamptz not null,
  actor_id int not null,
  act_id uuid not null,
  constraint payable_moves_undoes check ((amount < 0) = (undoes is not null)),
  constraint payable_moves_from check ((kind = 'advance') = (from_id is not null) and from_id <> payable_id),
  constraint payable_moves_payment check ((kind = 'payment') = (payment_id is not null))
);
create index payable_moves_of on payable_moves (payable_id, id);
create index payable_moves_from_id on payable_moves (from_id) where from_id is not null;
create index payable_moves_branch on payable_moves (branch_id);
create unique index payable_moves_uuid on payable_moves (fiscal_uuid) where fiscal_uuid is not null and amount > 0;
comment on table payable_moves is 'Lo que baja una cuenta por pagar: pagos, notas de crédito, anticipos aplicados; y lo que se deshizo';

create table payable_batches (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('payable_batch_numbers'),
  branch_id smallint not null references branches,
  box_id int not null references boxes,
  currency char(3) not null,
  pay_on date not null,
  state text not null check (state in ('draft', 'executed', 'cancelled')),
  created_at timestamptz not null,
  created_by int not null,
  executed_at timestamptz,
  executed_by int,
  act_id uuid not null,
  constraint payable_batches_executed check ((state = 'executed') = (executed_at is not null) and (executed_at is null) = (executed_by is null))
);
create index payable_batches_branch on payable_batches (branch_id, number desc);
create index payable_batches_box on payable_batches (box_id);
comment on table payable_batches is 'Lotes de pagos a proveedores desde una cuenta bancaria';

create table payable_payments (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('payable_payment_numbers'),
  branch_id smallint not null references branches,
  batch_id uuid not null references payable_batches,
  payable_id uuid not null references payables,
  supplier_id uuid not null references suppliers,
  account_id uuid not null references supplier_accounts,
  request_id uuid not null,
  subject_id uuid not null,
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  state text not null check (state in ('planned', 'paid', 'returned', 'removed')),
  entry_id bigint,
  paid_on date,
  reference text check (length(reference) between 1 and 60),
  returned_on date,
  returned_by int,
  return_reason text,
  return_entry_id bigint,
  act_id uuid not null,
  constraint payable_payments_paid check ((state in ('paid', 'returned')) = (entry_id is not null) and (entry_id is null) = (paid_on is null)),
  constraint payable_payments_returned check ((state = 'returned') = (return_entry_id is not null)
    and num_nulls(returned_on, returned_by, return_entry_id) in (0, 3))
);
create index payable_payments_batch on payable_payments (batch_id, number);
create index payable_payments_of on payable_payments (payable_id, number);
create index payable_payments_subject on payable_payments (subject_id);
create index payable_payments_supplier on payable_payments (supplier_id, number desc);
create index payable_payments_account on payable_payments (account_id);
create index payable_payments_branch on payable_payments (branch_id, number desc);
create unique index payable_payments_planned on payable_payments (payable_id) where state = 'planned';
create unique index payable_payments_request on payable_payments (request_id) where state in ('paid', 'returned');
comment on table payable_payments is 'Pagos a proveedores, uno por renglón de un lote. Uno devuelto por el banco se reversa y se vuelve a pedir';

create table payable_files (
  id uuid primary key default uuidv7(),
  branch_id smallint not null references branches,
  batch_id uuid not null references payable_batches,
  layout text not null check (layout in ('csv', 'xlsx')),
  name text not null,
  sha bytea not null check (length(sha) = 32),
  data bytea not null,
  made_at timestamptz not null,
  made_by int not null,
  act_id uuid not null
);
create index payable_files_batch on payable_files (batch_id, made_at);
create index payable_files_branch on payable_files (branch_id);
comment on table payable_files is 'Archivos que se mandaron al banco, con su huella y su fecha';

create table payable_papers (
  id uuid primary key default uuidv7(),
  branch_id smallint not null references branches,
  payable_id uuid not null references payables,
  invoice_id uuid references payable_invoices,
  payment_id uuid references payable_payments,
  name text not null check (length(name) between 1 and 120),
  media text not null check (media in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf', 'application/xml')),
  sha bytea not null check (length(sha) = 32),
  data bytea not null check (octet_length(data) between 1 and 5242880),
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  constraint payable_papers_once unique (payable_id, sha)
);
create index payable_papers_branch on payable_papers (branch_id);
create index payable_papers_invoice on payable_papers (invoice_id) where invoice_id is not null;
create index payable_papers_payment on payable_papers (payment_id) where payment_id is not null;
comment on table payable_papers is 'Evidencia: la foto, el PDF o el XML de una factura o de un comprobante de pago';

create table payable_events (
  id bigint generated always as identity primary key,
  branch_id smallint not null references branches,
  payable_id uuid not null references payables,
  kind text not null,
  told text not null,
  reason text,
  on_date date not null,
  at timestamptz not null,
  actor_id int not null,
  act_id uuid not null
);
create index payable_events_of on payable_events (payable_id, id);
create index payable_events_branch on payable_events (branch_id);
comment on table payable_events is 'Lo que pasó con cada cuenta por pagar, en una oración';

do $$
declare t text;
begin
  foreach t in array array['payables', 'payable_invoices', 'payable_moves', 'payable_batches', 'payable_payments',
                           'payable_files', 'payable_papers', 'payable_events'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
  foreach t in array array['supplier_contracts', 'supplier_prices'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        branch_id is null or (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
end $$;

grant usage on sequence supplier_numbers, supplier_contract_numbers, payable_numbers, payable_batch_numbers,
  payable_payment_numbers to caudal_app;
grant select on all tables in schema public to caudal_app;
-- what happened: rows are added, never changed
grant insert on supplier_prices, payable_moves, payable_files, payable_papers, payable_events to caudal_app;
-- what has a state: only the columns that hold it
grant insert on suppliers, supplier_accounts, supplier_contracts, payables, payable_invoices, payable_batches,
  payable_payments to caudal_app;
grant update (name, tax_id, terms_days, invoice_required, active, version) on suppliers to caudal_app;
grant update (state, request_id, usable_from, decided_at, decided_by) on supplier_accounts to caudal_app;
grant update (to_on) on supplier_contracts to caudal_app;
grant update (amount, due_on, state, invoice_id, request_id, subject_id, asking, authorised_on, authorised_by, scheduled_on, paid_on,
              cancelled_on, cancel_entry_id, version) on payables to caudal_app;
grant update (state, entry_id, decided_at, decided_by, reason) on payable_invoices to caudal_app;
grant update (state, executed_at, executed_by) on payable_batches to caudal_app;
grant update (state, entry_id, paid_on, reference, returned_on, returned_by, return_reason, return_entry_id)
  on payable_payments to caudal_app;
