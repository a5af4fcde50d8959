-- The journal: accounts by chart, entries and lines that never change, periods, guarded balances, snapshots, seals.
-- Functions, triggers, policies and grants are replaceable and live in caudal/ledger/sql.

create table ledger.charts (
  chart text not null check (chart in ('mx', 'co', 'do')),
  code text not null,
  name text not null,
  class char(1) not null check (class in ('A', 'L', 'E', 'I', 'X')),
  use text,
  primary key (chart, code)
);
create unique index charts_use on ledger.charts (chart, use) where use is not null;
comment on table ledger.charts is 'Catálogos de cuentas por país; de aquí se abren las cuentas de cada empresa';
comment on column ledger.charts.class is 'A activo, L pasivo, E capital, I ingreso, X gasto';
comment on column ledger.charts.use is 'Papel que cumple la cuenta en el sistema (CASH, AR…); vacío si nada la usa todavía';

create table ledger.accounts (
  id int generated always as identity primary key,
  company_id smallint not null references companies,
  code text not null,
  name text not null,
  class char(1) not null check (class in ('A', 'L', 'E', 'I', 'X')),
  use text,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  parent_id int references ledger.accounts,
  guard smallint not null default 0 check (guard in (-1, 0, 1)),
  active boolean not null default true,
  xid bigint not null default pg_current_xact_id()::text::bigint,
  created_at timestamptz not null default clock_timestamp(),
  unique (company_id, code, currency)
);
create unique index accounts_use on ledger.accounts (company_id, use, currency)
  where parent_id is null and use is not null;
create index accounts_parent on ledger.accounts (parent_id) where parent_id is not null;
comment on table ledger.accounts is 'Cuentas contables, una por empresa, código y moneda';
comment on column ledger.accounts.guard is
  '1: el saldo de cada sucursal nunca baja de su piso; -1: nunca sube de su tope; 0: sin vigilancia';
comment on column ledger.accounts.xid is 'Transacción que la abrió: una cuenta sin confirmar no se recuerda';

create table ledger.periods (
  company_id smallint not null references companies,
  ym int not null check (ym between 190001 and 299912 and ym % 100 between 1 and 12),
  status char(1) not null check (status in ('O', 'S', 'C')),
  closed_by int,
  closed_at timestamptz,
  primary key (company_id, ym)
);
comment on table ledger.periods is
  'Meses con estado propio. Sin renglón, el mes está abierto salvo que uno posterior esté cerrado';
comment on column ledger.periods.status is 'O abierto, S solo ajustes, C cerrado';

create table ledger.period_changes (
  id bigint generated always as identity primary key,
  company_id smallint not null,
  ym int not null,
  status char(1) not null,
  actor int not null,
  act_id uuid,
  reason text,
  at timestamptz not null default clock_timestamp()
);
create index period_changes_month on ledger.period_changes (company_id, ym, id);
comment on table ledger.period_changes is 'Cada apertura y cierre de un mes: quién, cuándo y por qué';

-- No foreign keys from the journal to accounts and branches: they would share-lock the hottest rows on every post.
-- post() checks them and caudal verify proves them. That a line has its entry is proved by the trigger `balanced`.
create table ledger.entries (
  id bigint generated always as identity primary key,
  company_id smallint not null,
  branch_id smallint not null,
  on_date date not null,
  kind text not null check (length(kind) between 1 and 40),
  idem uuid not null,
  request_sha bytea not null check (length(request_sha) = 32),
  reverses bigint references ledger.entries,
  source text check (length(source) <= 120),
  memo text check (length(memo) <= 500),
  actor int not null,
  act_id uuid,
  ip text,
  reason text,
  xid bigint not null default pg_current_xact_id()::text::bigint,
  created_at timestamptz not null default clock_timestamp(),
  constraint entries_idem unique (idem)
);
create unique index entries_reverses on ledger.entries (reverses) where reverses is not null;
create index entries_branch_day on ledger.entries (branch_id, on_date, id);
create index entries_source on ledger.entries (source) where source is not null;
create index entries_act on ledger.entries (act_id) where act_id is not null;
create index entries_xid on ledger.entries using brin (xid) with (pages_per_range = 16, autosummarize = on);
comment on table ledger.entries is 'Asientos: nunca se cambian ni se borran; un error se corrige con su reversa';
comment on column ledger.entries.on_date is 'Fecha contable';
comment on column ledger.entries.kind is 'Clase de asiento (payment, sale, opening…)';
comment on column ledger.entries.idem is 'Llave de idempotencia: la misma llave es el mismo asiento para siempre';
comment on column ledger.entries.request_sha is 'SHA-256 de lo pedido: la misma llave con otro contenido se rechaza';
comment on column ledger.entries.source is 'Qué lo causó, como «cuarto:id»';
comment on column ledger.entries.xid is 'Transacción que lo escribió: orden de los sellos';

create table ledger.lines (
  entry_id bigint not null references ledger.entries not enforced,
  line smallint not null,
  account_id int not null,
  branch_id smallint not null,
  currency char(3) not null,
  on_date date not null,
  amount bigint not null constraint lines_amount check (amount <> 0),
  party_id uuid,
  doc_id uuid,
  primary key (entry_id, line)
);
create index lines_account on ledger.lines (account_id, branch_id, on_date) include (amount);
create index lines_party on ledger.lines (party_id, entry_id) where party_id is not null;
create index lines_doc on ledger.lines (doc_id, entry_id) where doc_id is not null;
comment on table ledger.lines is 'Renglones de los asientos: cada asiento suma cero por sucursal y moneda';
comment on column ledger.lines.amount is 'Unidades mínimas de la moneda: positivo cargo, negativo abono';
comment on column ledger.lines.party_id is 'Cliente o proveedor';
comment on column ledger.lines.doc_id is 'Documento (cuenta por cobrar, pago…)';

create table ledger.balances (
  account_id int not null references ledger.accounts,
  branch_id smallint not null,
  guard smallint not null,
  floor bigint not null,
  posted bigint not null default 0,
  version bigint not null default 0,
  primary key (account_id, branch_id),
  constraint balances_guard
    check (case guard when 1 then posted >= floor when -1 then posted <= floor else true end)
) with (fillfactor = 50);
comment on table ledger.balances is 'Saldo vivo de las cuentas vigiladas (cajas y bancos), por sucursal';
comment on column ledger.balances.floor is 'Piso (guard 1) o tope (guard -1) del saldo, en unidades mínimas';

create table ledger.day_balances (
  account_id int not null,
  branch_id smallint not null,
  on_date date not null,
  debit bigint not null,
  credit bigint not null,
  primary key (account_id, branch_id, on_date)
);
comment on table ledger.day_balances is 'Movimiento sellado de cada cuenta, sucursal y día';
create table ledger.month_balances (
  account_id int not null,
  branch_id smallint not null,
  ym int not null,
  debit bigint not null,
  credit bigint not null,
  primary key (account_id, branch_id, ym)
);
comment on table ledger.month_balances is 'Movimiento sellado de cada cuenta, sucursal y mes (AAAAMM)';

create table ledger.seals (
  branch_id smallint not null,
  seq bigint not null,
  to_xid bigint not null,
  entries int not null,
  lines int not null,
  debit numeric not null,
  prev bytea not null,
  hash bytea not null,
  at timestamptz not null default clock_timestamp(),
  primary key (branch_id, seq)
);
comment on table ledger.seals is 'Cadena de sellos por sucursal: cada bloque ata al anterior y a sus asientos';
create table ledger.seal_state (
  one boolean primary key default true check (one),
  upto bigint not null,
  seals bigint not null
);
insert into ledger.seal_state (upto, seals) values (0, 0);
comment on table ledger.seal_state is 'Hasta qué transacción está sellado el diario y cuántos bloques hay';
