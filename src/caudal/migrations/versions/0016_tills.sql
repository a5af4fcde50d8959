-- Shifts of tills. A shift keeps no balance: what is in a till is what its account says; only counted figures are kept.

alter table boxes add column shifts boolean not null default false;
alter table boxes add column shift_id uuid;
create index boxes_account on boxes (account_id);
comment on column boxes.shifts is 'Si alguna vez se abrió un turno en ella: desde entonces cada movimiento queda en un turno o fuera de él';
comment on column boxes.shift_id is 'El turno al que pertenece lo que se mueve ahora; vacío mientras está cerrada o contada';

create sequence till_shift_numbers as bigint;
create sequence till_operation_numbers as bigint;

create table till_shifts (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('till_shift_numbers'),
  branch_id smallint not null references branches,
  box_id int not null references boxes,
  currency char(3) not null,
  state text not null check (state in ('opening', 'open', 'counted', 'waiting', 'closed', 'discarded')),
  opened_on date not null,
  opened_at timestamptz not null,
  opened_by int not null,
  opened_after bigint not null,
  closed_on date,
  closed_at timestamptz,
  closed_by int,
  closed_after bigint,
  act_id uuid not null,
  kept_at timestamptz not null default clock_timestamp(),
  constraint till_shifts_closed check ((closed_at is null) = (state not in ('closed', 'discarded'))),
  constraint till_shifts_counted check (state not in ('counted', 'waiting', 'closed') or closed_after is not null)
);
create unique index till_shifts_live on till_shifts (box_id) where state not in ('closed', 'discarded');
create index till_shifts_box on till_shifts (box_id, number desc);
create index till_shifts_branch on till_shifts (branch_id, number desc);
comment on table till_shifts is 'Turnos de caja: quién la abrió y la cerró. No guardan saldo: el de la caja es el de su cuenta';
comment on column till_shifts.opened_after is 'Último movimiento de la caja anterior a la apertura (till_moves.id)';
comment on column till_shifts.closed_after is 'Último movimiento de la caja anterior al conteo de cierre (till_moves.id)';
comment on column till_shifts.kept_at is 'Instante real en que se abrió';

create table till_counts (
  id uuid primary key default uuidv7(),
  branch_id smallint not null references branches,
  shift_id uuid not null references till_shifts,
  moment text not null check (moment in ('opening', 'closing')),
  number smallint not null check (number > 0),
  pieces jsonb not null,
  amount bigint not null check (amount >= 0),
  sighted boolean not null,
  counted_at timestamptz not null,
  counted_by int not null,
  act_id uuid not null,
  constraint till_counts_once unique (shift_id, moment, number)
);
create index till_counts_branch on till_counts (branch_id);
comment on table till_counts is 'Lo que se contó en una caja, pieza por pieza. Nunca cambia: se corrige con otro conteo';
comment on column till_counts.pieces is 'Cuántas piezas de cada billete o moneda';
comment on column till_counts.sighted is 'Si quien contó podía ver lo que debía haber';

create table till_differences (
  id uuid primary key default uuidv7(),
  branch_id smallint not null references branches,
  shift_id uuid not null references till_shifts,
  count_id uuid not null unique references till_counts,
  amount bigint not null,
  tolerance bigint not null check (tolerance >= 0),
  state text not null check (state in ('waiting', 'posted', 'sent_back')),
  reason text not null check (length(reason) between 3 and 300),
  asked_at timestamptz not null,
  asked_by int not null,
  decided_at timestamptz,
  decided_by int,
  decision text,
  entry_id bigint,
  act_id uuid not null,
  constraint till_differences_two_hands check (decided_by <> asked_by),
  constraint till_differences_decided check ((decided_at is null) = (decided_by is null) and (state <> 'sent_back' or decided_at is not null)),
  constraint till_differences_posted check ((state = 'posted' and amount <> 0) = (entry_id is not null))
);
create index till_differences_shift on till_differences (shift_id);
create index till_differences_branch on till_differences (branch_id, asked_at desc);
create unique index till_differences_entry on till_differences (entry_id) where entry_id is not null;
comment on table till_differences is 'Lo contado menos lo que debía haber: sobrante si es positivo, faltante si es negativo';
comment on column till_differences.tolerance is 'Lo que se toleraba ese día sin una segunda mano, en unidades mínimas';

create table till_moves (
  id bigint generated always as identity primary key,
  branch_id smallint not null,
  box_id int not null,
  shift_id uuid,
  entry_id bigint not null,
  line smallint not null
);
create unique index till_moves_line on till_moves (entry_id, line);
create index till_moves_box on till_moves (box_id, id);
create index till_moves_shift on till_moves (shift_id, id) where shift_id is not null;
comment on table till_moves is 'A qué turno pertenece cada renglón de asiento de una caja. Lo escribe el diario al registrar';
comment on column till_moves.shift_id is 'Vacío: la caja estaba cerrada o contada';

create table till_operations (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('till_operation_numbers'),
  branch_id smallint not null references branches,
  kind text not null check (kind in ('transfer', 'deposit', 'expense')),
  box_id int not null references boxes,
  to_box_id int references boxes,
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  concept text not null check (length(concept) between 3 and 120),
  reference text check (length(reference) between 1 and 60),
  done_on date not null,
  entry_id bigint not null,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  undone_at timestamptz,
  undone_on date,
  undone_by int,
  undone_reason text,
  undone_entry_id bigint,
  constraint till_operations_to check ((kind = 'expense') = (to_box_id is null) and to_box_id is distinct from box_id),
  constraint till_operations_undone check (num_nulls(undone_at, undone_on, undone_by, undone_entry_id) in (0, 4))
);
create index till_operations_box on till_operations (box_id, number desc);
create index till_operations_to_box on till_operations (to_box_id) where to_box_id is not null;
create index till_operations_branch on till_operations (branch_id, number desc);
comment on table till_operations is 'Traspasos, depósitos y gastos menores: uno equivocado se deshace, nunca se borra';

create table till_photos (
  id uuid primary key default uuidv7(),
  branch_id smallint not null references branches,
  operation_id uuid not null references till_operations,
  media text not null check (media in ('image/jpeg', 'image/png', 'image/webp')),
  sha bytea not null check (length(sha) = 32),
  data bytea not null check (octet_length(data) between 1 and 5242880),
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  constraint till_photos_once unique (operation_id, sha)
);
create index till_photos_branch on till_photos (branch_id);
comment on table till_photos is 'Fotografías de los comprobantes de lo que se hizo con el dinero de una caja';

create table till_rules (
  id int generated always as identity primary key,
  branch_id smallint not null references branches,
  currency char(3) not null,
  from_on date not null,
  required boolean not null,
  tolerance bigint not null check (tolerance >= 0),
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null
);
create index till_rules_latest on till_rules (branch_id, currency, from_on desc, id desc);
comment on table till_rules is 'Desde qué fecha se exige caja abierta en una sucursal y cuánta diferencia se tolera, por moneda';
comment on column till_rules.tolerance is 'Unidades mínimas; una diferencia mayor la autoriza otra persona';

do $$
declare t text;
begin
  foreach t in array array['till_shifts', 'till_counts', 'till_differences', 'till_moves', 'till_operations', 'till_photos',
                           'till_rules'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
end $$;

grant usage on sequence till_shift_numbers, till_operation_numbers to caudal_app;
grant select on all tables in schema public to caudal_app;
-- what happened: rows are added, never changed; what moved is written by the journal itself
grant insert on till_counts, till_photos, till_rules to caudal_app;
-- what has a state: only the columns that hold it
grant insert on till_shifts, till_differences, till_operations to caudal_app;
grant update (state, closed_on, closed_at, closed_by, closed_after) on till_shifts to caudal_app;
grant update (state, decided_at, decided_by, decision, entry_id) on till_differences to caudal_app;
grant update (undone_at, undone_on, undone_by, undone_reason, undone_entry_id) on till_operations to caudal_app;
