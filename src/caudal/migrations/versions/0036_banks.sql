-- Bank accounts, their statements, what explains each line, and the reconciliation of each day.

alter table boxes add column shared boolean not null default false;
comment on column boxes.shared is 'Cuenta de la empresa: cualquier sucursal deposita en ella, y la lleva la suya';
drop policy by_branch on boxes;
create policy by_branch on boxes to caudal_app, caudal_read using (
  (select current_setting('caudal.all', true)) = '1' or shared
  or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
  with check (
  (select current_setting('caudal.all', true)) = '1'
  or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]));

create table bank_accounts (
  box_id int primary key references boxes,
  branch_id smallint not null references branches,
  bank text not null check (length(bank) between 2 and 60),
  kind text not null check (kind in ('clabe', 'iban', 'account')),
  number text not null check (number ~ '^[0-9A-Z]{4,34}$'),
  currency char(3) not null,
  threshold bigint not null check (threshold >= 0),
  since date not null,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  constraint bank_accounts_number unique (number, currency)
);
create index bank_accounts_branch on bank_accounts (branch_id);
comment on table bank_accounts is 'Lo que el banco sabe de una cuenta: banco, número, saldo mínimo deseado y desde cuándo se concilia';
comment on column bank_accounts.threshold is 'Unidades mínimas: por debajo, el saldo es bajo';

create sequence bank_transfer_numbers as bigint;
create table bank_transfers (
  id uuid primary key default uuidv7(),
  number bigint not null unique,
  branch_id smallint not null references branches,
  from_box_id int not null references boxes,
  to_box_id int not null references boxes,
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  concept text not null check (length(concept) between 3 and 120),
  reference text check (length(reference) between 1 and 60),
  request_id uuid not null unique,
  done_on date not null,
  entry_id bigint not null,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  constraint bank_transfers_apart check (from_box_id <> to_box_id)
);
create index bank_transfers_branch on bank_transfers (branch_id, number desc);
create index bank_transfers_from on bank_transfers (from_box_id);
create index bank_transfers_to on bank_transfers (to_box_id);
comment on table bank_transfers is 'Traspasos entre cuentas bancarias: los pide una persona, los autoriza otra y los ejecuta otra más';

create table bank_movements (
  entry_id bigint not null,
  line smallint not null,
  branch_id smallint not null references branches,
  box_id int not null references boxes,
  on_date date not null,
  amount bigint not null check (amount <> 0),
  open bigint not null,
  paired_with bigint,
  primary key (entry_id, line),
  constraint bank_movements_open check (case when amount > 0 then open between 0 and amount else open between amount and 0 end)
);
create index bank_movements_waiting on bank_movements (box_id, on_date) include (amount) where open <> 0;
create index bank_movements_day on bank_movements (box_id, on_date);
create index bank_movements_branch on bank_movements (branch_id);
comment on table bank_movements is 'Renglones del diario en cuentas bancarias, y cuánto de cada uno falta ver en el banco';
comment on column bank_movements.open is 'Lo que falta explicar, con el signo del movimiento';
comment on column bank_movements.paired_with is 'El asiento que lo reversa, o al que reversa: entre los dos no llegó nada al banco';

insert into bank_movements (entry_id, line, branch_id, box_id, on_date, amount, open, paired_with)
select l.entry_id, l.line, l.branch_id, b.id, l.on_date, l.amount, case when o.id is null then l.amount else 0 end, o.id
from boxes b
join ledger.lines l on l.account_id = b.account_id and l.branch_id = b.branch_id
join ledger.entries e on e.id = l.entry_id
left join ledger.entries o on o.reverses = e.id or o.id = e.reverses
where b.kind = 'bank';

create sequence bank_statement_numbers as bigint;
create table bank_statements (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('bank_statement_numbers'),
  branch_id smallint not null references branches,
  box_id int not null references boxes,
  currency char(3) not null,
  format text not null check (format in ('table', 'ofx', 'mt940', 'camt')),
  filename text not null check (length(filename) between 1 and 200),
  sha bytea not null check (length(sha) = 32),
  data bytea not null,
  state text not null check (state in ('read', 'entered', 'withdrawn')),
  analysis jsonb not null,
  plan jsonb,
  from_on date,
  to_on date,
  opening bigint,
  closing bigint,
  total bigint,
  gap bigint,
  uneven bigint not null default 0,
  lines int,
  repeated int,
  broken jsonb,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  entered_at timestamptz,
  entered_by int,
  withdrawn_at timestamptz,
  withdrawn_by int,
  withdrawn_reason text,
  constraint bank_statements_entered check (state = 'read' or num_nulls(from_on, to_on, total, lines, repeated, entered_at, entered_by) = 0),
  constraint bank_statements_withdrawn check ((state = 'withdrawn') = (withdrawn_at is not null))
);
create unique index bank_statements_once on bank_statements (box_id, sha) where state = 'entered';
create index bank_statements_account on bank_statements (box_id, from_on desc) where state = 'entered';
create index bank_statements_box on bank_statements (box_id);
create index bank_statements_branch on bank_statements (branch_id, number desc);
comment on table bank_statements is 'Extractos bancarios: el archivo como llegó, lo que se decidió de él y lo que cuadra';
comment on column bank_statements.sha is 'SHA-256 del archivo: el mismo no entra dos veces a una cuenta';
comment on column bank_statements.total is 'Suma de todas sus líneas legibles, también las que ya estaban';
comment on column bank_statements.gap is 'Saldo inicial menos el que dejaba lo anterior: lo que falta entre extractos';
comment on column bank_statements.uneven is 'Lo que falta para llegar al saldo final: solo si alguien decidió dejar fuera renglones ilegibles';
comment on column bank_statements.broken is 'Renglones que no se pudieron leer y se dejaron fuera, con su razón';

create table bank_lines (
  id bigint generated always as identity primary key,
  branch_id smallint not null references branches,
  box_id int not null references boxes,
  statement_id uuid not null references bank_statements,
  position int not null,
  on_date date not null,
  amount bigint not null check (amount <> 0),
  open bigint not null,
  told text not null check (length(told) <= 400),
  reference text check (length(reference) between 1 and 80),
  payer text check (length(payer) between 1 and 120),
  external_id text check (length(external_id) between 1 and 120),
  text_hash bytea not null check (length(text_hash) = 32),
  ordinal smallint not null,
  words text[] not null,
  nature text not null check (nature in ('other', 'cash', 'fee', 'fee_tax', 'interest')),
  payer_key bytea check (length(payer_key) = 32),
  withdrawn boolean not null default false,
  constraint bank_lines_open check (case when amount > 0 then open between 0 and amount else open between amount and 0 end)
);
create unique index bank_lines_external on bank_lines (box_id, external_id) where external_id is not null and not withdrawn;
create unique index bank_lines_same on bank_lines (box_id, on_date, amount, text_hash, ordinal)
  where external_id is null and not withdrawn;
create index bank_lines_waiting on bank_lines (box_id, on_date) where open <> 0 and not withdrawn;
create index bank_lines_day on bank_lines (box_id, on_date, id);
create index bank_lines_statement on bank_lines (statement_id, position);
create index bank_lines_branch on bank_lines (branch_id);
comment on table bank_lines is 'Líneas de los extractos: lo que pasó según el banco, y cuánto falta explicar de cada una';
comment on column bank_lines.amount is 'Unidades mínimas: positivo entra, negativo sale';
comment on column bank_lines.ordinal is 'Cuántas iguales hubo antes en su extracto: dos iguales son dos, la misma otra vez no';
comment on column bank_lines.words is 'Palabras y referencias del texto, sin acentos, para buscar a qué corresponde';
comment on column bank_lines.payer_key is 'Huella de quien paga según el banco: por ella se recuerda de quién es';

create table bank_matches (
  id uuid primary key default uuidv7(),
  branch_id smallint not null references branches,
  box_id int not null references boxes,
  pass text not null check (pass in ('reference', 'slip', 'unique', 'name', 'sum', 'rule', 'manual', 'entry')),
  score smallint not null check (score between 0 and 100),
  reason text not null check (length(reason) between 1 and 300),
  made text check (made in ('fee', 'fee_tax', 'interest', 'unidentified', 'payment')),
  made_entry_id bigint,
  payment_id uuid,
  matched_at timestamptz not null,
  matched_by int not null,
  act_id uuid not null,
  undone_at timestamptz,
  undone_by int,
  undone_reason text,
  constraint bank_matches_made check ((made is null) = (made_entry_id is null)),
  constraint bank_matches_undone check ((undone_at is null) = (undone_by is null))
);
create index bank_matches_box on bank_matches (box_id, matched_at desc);
create index bank_matches_branch on bank_matches (branch_id);
comment on table bank_matches is 'Qué explica a qué: cada emparejamiento, por qué se hizo y quién; uno equivocado se deshace';

create table bank_match_parts (
  match_id uuid not null references bank_matches,
  branch_id smallint not null references branches,
  line_id bigint not null references bank_lines,
  entry_id bigint not null,
  entry_line smallint not null,
  amount bigint not null check (amount <> 0),
  primary key (match_id, line_id, entry_id, entry_line),
  foreign key (entry_id, entry_line) references bank_movements
);
create index bank_match_parts_line on bank_match_parts (line_id);
create index bank_match_parts_movement on bank_match_parts (entry_id, entry_line);
create index bank_match_parts_branch on bank_match_parts (branch_id);
comment on table bank_match_parts is 'Cuánto de cada línea del banco es cuánto de cada movimiento: lo mismo de los dos lados';

create table bank_suggestions (
  id bigint generated always as identity primary key,
  branch_id smallint not null references branches,
  box_id int not null references boxes,
  pass text not null check (pass in ('name', 'sum', 'rule')),
  score smallint not null check (score between 0 and 100),
  reason text not null check (length(reason) between 1 and 300),
  lines bigint[] not null,
  entries bigint[] not null,
  entry_lines smallint[] not null,
  outcome text check (outcome in ('fee', 'fee_tax', 'interest', 'payer')),
  party_id uuid references parties,
  constraint bank_suggestions_sides check (cardinality(entries) = cardinality(entry_lines) and cardinality(lines) > 0)
);
create index bank_suggestions_box on bank_suggestions (box_id);
create index bank_suggestions_lines on bank_suggestions using gin (lines);
create index bank_suggestions_branch on bank_suggestions (branch_id);
create index bank_suggestions_party on bank_suggestions (party_id) where party_id is not null;
comment on table bank_suggestions is 'Lo que se propone para cada línea sin explicar: se calcula otra vez entero, no es historia';

create table bank_rules (
  id int generated always as identity primary key,
  branch_id smallint not null references branches,
  box_id int references boxes,
  needle text not null check (length(needle) between 3 and 60),
  outcome text not null check (outcome in ('fee', 'fee_tax', 'interest', 'payer')),
  party_id uuid references parties,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  ended_at timestamptz,
  ended_by int,
  constraint bank_rules_payer check ((outcome = 'payer') = (party_id is not null))
);
create unique index bank_rules_once on bank_rules (branch_id, box_id, needle) nulls not distinct where ended_at is null;
create index bank_rules_branch on bank_rules (branch_id);
create index bank_rules_box on bank_rules (box_id) where box_id is not null;
create index bank_rules_party on bank_rules (party_id) where party_id is not null;
comment on table bank_rules is 'Textos del banco que siempre son lo mismo: una comisión, su impuesto, un interés, alguien conocido';

create table payer_aliases (
  id bigint generated always as identity primary key,
  branch_id smallint not null references branches,
  party_id uuid not null references parties,
  payer_key bytea not null check (length(payer_key) = 32),
  learned_at timestamptz not null,
  learned_by int not null,
  act_id uuid not null,
  constraint payer_aliases_once unique (branch_id, payer_key, party_id)
);
create index payer_aliases_party on payer_aliases (party_id);
comment on table payer_aliases is 'Con qué nombre paga cada cliente según el banco: solo su huella, nunca el nombre';

create table bank_owners (
  id bigint generated always as identity primary key,
  branch_id smallint not null references branches,
  line_id bigint references bank_lines,
  entry_id bigint,
  entry_line smallint,
  user_id int not null references users,
  note text check (length(note) <= 200),
  assigned_at timestamptz not null,
  assigned_by int not null,
  act_id uuid not null,
  foreign key (entry_id, entry_line) references bank_movements,
  constraint bank_owners_one check (num_nulls(line_id, entry_id) = 1 and (entry_id is null) = (entry_line is null))
);
create index bank_owners_line on bank_owners (line_id, id desc) where line_id is not null;
create index bank_owners_movement on bank_owners (entry_id, entry_line, id desc) where entry_id is not null;
create index bank_owners_branch on bank_owners (branch_id);
create index bank_owners_user on bank_owners (user_id);
comment on table bank_owners is 'Quién responde por cada diferencia abierta; vale lo último que se dijo';

create table statement_layouts (
  id int generated always as identity primary key,
  bank text not null check (length(bank) between 2 and 60),
  titles text[] not null,
  plan jsonb not null,
  saved_at timestamptz not null,
  saved_by int not null,
  act_id uuid not null
);
create index statement_layouts_bank on statement_layouts (lower(bank), id desc);
comment on table statement_layouts is 'Qué es cada columna del extracto de cada banco; vale lo último que se guardó';

create table day_reconciliations (
  id bigint generated always as identity primary key,
  branch_id smallint not null references branches,
  business_date date not null,
  currency char(3) not null,
  version int not null check (version > 0),
  state text not null check (state in ('reconciled', 'unreconciled', 'pending')),
  system_in bigint not null check (system_in >= 0),
  bank_in bigint not null check (bank_in >= 0),
  system_out bigint not null check (system_out >= 0),
  bank_out bigint not null check (bank_out >= 0),
  unmatched_bank int not null,
  unmatched_books int not null,
  uneven int not null,
  timing int not null,
  unexplained bigint not null check (unexplained >= 0),
  items jsonb not null,
  ran_at timestamptz not null,
  ran_by int not null,
  act_id uuid not null,
  constraint day_reconciliations_once unique (branch_id, business_date, currency, version),
  constraint day_reconciliations_state check (state <> 'reconciled' or unmatched_bank + unmatched_books + uneven = 0)
);
create index day_reconciliations_latest on day_reconciliations (branch_id, business_date desc, currency, version desc);
comment on table day_reconciliations is 'Conciliación de cada día, 23:00 de su sucursal: volver a hacerla agrega una versión, nunca cambia la anterior';
comment on column day_reconciliations.unexplained is 'Suma de lo que no tiene con qué, de los dos lados, sin compensar';

do $$
declare t text;
begin
  foreach t in array array['bank_accounts', 'bank_transfers', 'bank_movements', 'bank_statements', 'bank_lines', 'bank_matches',
                           'bank_match_parts', 'bank_suggestions', 'bank_rules', 'payer_aliases', 'bank_owners',
                           'day_reconciliations'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
end $$;

grant usage on sequence bank_transfer_numbers, bank_statement_numbers to caudal_app;
grant select on all tables in schema public to caudal_app;
-- what happened: rows are added, never changed; movements are written by the journal itself
grant insert on bank_transfers, bank_match_parts, payer_aliases, bank_owners, statement_layouts, day_reconciliations to caudal_app;
-- what has a state: only the columns that hold it
grant insert on bank_accounts, bank_statements, bank_lines, bank_matches, bank_rules to caudal_app;
grant update (bank, kind, number, threshold) on bank_accounts to caudal_app;
grant update (state, analysis, plan, from_on, to_on, opening, closing, total, gap, uneven, lines, repeated, broken, entered_at, entered_by,
              withdrawn_at, withdrawn_by, withdrawn_reason) on bank_statements to caudal_app;
grant update (open, withdrawn) on bank_lines to caudal_app;
grant update (open) on bank_movements to caudal_app;
grant update (undone_at, undone_by, undone_reason) on bank_matches to caudal_app;
grant update (ended_at, ended_by) on bank_rules to caudal_app;
-- proposals are worked out again whole; whoever asks to be forgotten pays under no name
grant insert, delete on bank_suggestions to caudal_app;
grant delete on payer_aliases to caudal_app;
