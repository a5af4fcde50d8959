-- Sanes by turns: groups, their numbers, what happened to them, the pots handed over and what was given back.

create sequence rosca_folios as bigint;

create table roscas (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('rosca_folios'),
  branch_id smallint not null references branches,
  name text not null check (length(name) between 2 and 80),
  currency char(3) not null,
  contribution bigint not null check (contribution > 0),
  places smallint not null check (places between 2 and 200),
  frequency text not null check (frequency in ('weekly', 'biweekly', 'fortnight', 'monthly')),
  starts_on date not null,
  fee_kind text not null default 'none' check (fee_kind in ('none', 'fixed', 'percent', 'first_turn')),
  fee_amount bigint check (fee_amount >= 0),
  fee_share numeric(9, 8) check (fee_share >= 0 and fee_share < 1),
  organiser_id uuid references parties,
  status text not null default 'forming'
    check (status in ('forming', 'drawn', 'active', 'suspended', 'completed', 'liquidated')),
  started_on date,
  closed_on date,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  version int not null default 1,
  check ((fee_kind = 'fixed') = (fee_amount is not null)),
  check ((fee_kind = 'percent') = (fee_share is not null)),
  check (fee_kind <> 'first_turn' or organiser_id is not null),
  check (status in ('forming', 'drawn', 'liquidated') or started_on is not null),
  check (closed_on is null or status in ('completed', 'liquidated'))
);
create index roscas_branch on roscas (branch_id, number desc);
create index roscas_organiser on roscas (organiser_id) where organiser_id is not null;
comment on table roscas is 'Sanes por turnos: lo pactado y su estado; las posiciones se deducen de cuotas y entregas';
comment on column roscas.contribution is 'Lo que pone cada número en cada ronda, en unidades menores';

create table rosca_numbers (
  id uuid primary key default uuidv7(),
  rosca_id uuid not null references roscas,
  branch_id smallint not null references branches,
  number smallint not null check (number > 0),
  party_id uuid references parties,
  turn smallint check (turn > 0),
  unique (rosca_id, number),
  constraint rosca_turns unique (rosca_id, turn) deferrable initially immediate
);
create index rosca_numbers_branch on rosca_numbers (branch_id);
create index rosca_numbers_party on rosca_numbers (party_id) where party_id is not null;
comment on table rosca_numbers is 'Números de un san: quién lo tiene y en qué ronda cobra; cada cuota es una deuda con owner_id = id';

create table rosca_events (
  id bigint generated always as identity primary key,
  rosca_id uuid not null references roscas,
  branch_id smallint not null references branches,
  kind text not null check (kind in ('created', 'joined', 'left', 'agreed', 'drawn', 'started', 'swapped', 'postponed',
    'replaced', 'authorised', 'delivered', 'returned', 'suspended', 'resumed', 'liquidated', 'refunded', 'recovered',
    'closed')),
  on_date date not null,
  at timestamptz not null,
  actor_id int not null,
  reason text not null default '',
  body jsonb not null default '{}',
  act_id uuid not null
);
create index rosca_events_rosca on rosca_events (rosca_id, id);
create index rosca_events_branch on rosca_events (branch_id);
comment on table rosca_events is 'Lo que pasó con cada san: sorteos con su semilla, permutas con su consentimiento, reemplazos…';

create table rosca_deliveries (
  id uuid primary key default uuidv7(),
  rosca_id uuid not null references roscas,
  branch_id smallint not null references branches,
  round smallint not null check (round > 0),
  number_id uuid not null references rosca_numbers,
  party_id uuid not null references parties,
  gross bigint not null check (gross > 0),
  fee bigint not null check (fee >= 0 and fee < gross),
  fronted bigint not null check (fronted between 0 and gross),
  method text not null check (method in ('cash', 'transfer')),
  reference text,
  box_id int not null references boxes,
  on_date date not null,
  at timestamptz not null,
  authorised_by int not null,
  delivered_by int not null,
  entry_id bigint not null,
  act_id uuid not null,
  reversed_at timestamptz,
  reversed_on date,
  reversed_by int,
  reversal_reason text,
  reversal_entry_id bigint,
  constraint rosca_two_hands check (authorised_by <> delivered_by),
  check ((reversed_at is null) = (reversed_on is null))
);
-- nobody is paid twice, and no pot is handed over twice
create unique index rosca_deliveries_round on rosca_deliveries (rosca_id, round) where reversed_at is null;
create unique index rosca_deliveries_number on rosca_deliveries (number_id) where reversed_at is null;
create index rosca_deliveries_rosca on rosca_deliveries (rosca_id);
create index rosca_deliveries_numbers on rosca_deliveries (number_id);
create index rosca_deliveries_party on rosca_deliveries (party_id);
create index rosca_deliveries_branch on rosca_deliveries (branch_id);
create index rosca_deliveries_box on rosca_deliveries (box_id);
comment on table rosca_deliveries is 'Botes entregados: una vez por ronda y una por número; fronted es lo que puso el organizador';

create table rosca_refunds (
  id uuid primary key default uuidv7(),
  rosca_id uuid not null references roscas,
  branch_id smallint not null references branches,
  number_id uuid not null references rosca_numbers,
  kind text not null check (kind in ('member', 'organiser')),
  amount bigint not null check (amount > 0),
  method text check (method in ('cash', 'transfer')),
  box_id int references boxes,
  on_date date not null,
  at timestamptz not null,
  actor_id int not null,
  entry_id bigint not null,
  act_id uuid not null,
  check ((kind = 'member') = (box_id is not null))
);
create index rosca_refunds_rosca on rosca_refunds (rosca_id);
create index rosca_refunds_number on rosca_refunds (number_id);
create index rosca_refunds_branch on rosca_refunds (branch_id);
create index rosca_refunds_box on rosca_refunds (box_id) where box_id is not null;
comment on table rosca_refunds is 'Lo que un san liquidado devuelve a quien no cobró, y lo que el organizador recupera de lo que puso';

do $$
declare t text;
begin
  foreach t in array array['roscas', 'rosca_numbers', 'rosca_events', 'rosca_deliveries', 'rosca_refunds'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
end $$;

grant usage on sequence rosca_folios to caudal_app;
grant select, insert on roscas, rosca_numbers, rosca_events, rosca_deliveries, rosca_refunds to caudal_app;
grant update (status, started_on, closed_on, version) on roscas to caudal_app;
grant update (party_id, turn) on rosca_numbers to caudal_app;
grant update (reversed_at, reversed_on, reversed_by, reversal_reason, reversal_entry_id) on rosca_deliveries to caudal_app;
