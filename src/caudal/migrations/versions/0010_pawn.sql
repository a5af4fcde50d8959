-- Pawn: tables of prices and of lending, tickets, articles, custody and lots.

create sequence pawn_numbers as bigint;
create sequence pawn_lot_numbers as bigint;

-- The rest of an instalment that was paid in part is a new debt, also when what it is part of was already due.
do $$
declare c text;
begin
  for c in select conname from pg_constraint where conrelid = 'receivables'::regclass and contype = 'c'
           and pg_get_constraintdef(oid) ~ '^CHECK \(\(due_on >= issued_on\)\)$' loop
    execute format('alter table receivables drop constraint %I', c);
    execute format('alter table receivables add constraint %I check (kind <> ''plain'' or due_on >= issued_on)', c);
  end loop;
end $$;

create table pawn_plans (
  id int generated always as identity primary key,
  code text not null check (code ~ '^[a-z0-9_-]{2,40}$'),
  version smallint not null check (version > 0),
  name text not null check (length(name) between 2 and 80),
  currency char(3) not null,
  rate numeric(9, 6) not null check (rate >= 0),
  storage_rate numeric(9, 6) not null default 0 check (storage_rate >= 0),
  period text not null check (period in ('week', 'month')),
  term smallint not null check (term between 1 and 260),
  grace_days smallint not null check (grace_days between 0 and 180),
  grace_interest boolean not null default true,
  sale_cost_rate numeric(7, 6) not null default 0 check (sale_cost_rate between 0 and 1),
  surplus boolean not null default true,
  surplus_days smallint not null default 365 check (surplus_days between 1 and 3650),
  active boolean not null default true,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  unique (code, version)
);
create unique index pawn_plans_active on pawn_plans (code) where active;
comment on table pawn_plans is 'Condiciones de empeño por versión: una boleta conserva las suyas';
comment on column pawn_plans.rate is 'Interés por período comenzado, como fracción: 0.05 es 5 %';
comment on column pawn_plans.surplus is 'Si la demasía de una venta se devuelve al cliente';

create table pawn_prices (
  id int generated always as identity primary key,
  category text not null check (length(category) between 2 and 40),
  name text not null check (length(name) between 1 and 120),
  unit text not null check (unit in ('gram', 'piece')),
  currency char(3) not null,
  price bigint not null check (price > 0),
  valid_from date not null,
  source text not null default '',
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null
);
create index pawn_prices_current on pawn_prices (currency, category, name, valid_from desc, id desc);
comment on table pawn_prices is 'Precios de referencia con fecha: vale el último que ya empezó';

create table pawn_ltv (
  id int generated always as identity primary key,
  category text not null check (length(category) between 2 and 40),
  condition text not null check (condition in ('new', 'good', 'fair', 'poor')),
  ltv numeric(5, 4) not null check (ltv between 0 and 1),
  valid_from date not null,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null
);
create index pawn_ltv_current on pawn_ltv (category, condition, valid_from desc, id desc);
comment on table pawn_ltv is 'Cuánto se presta del avalúo, por categoría y estado, con fecha';

create table pawn_locations (
  id int generated always as identity primary key,
  branch_id smallint not null references branches,
  kind text not null check (kind in ('counter', 'vault', 'showcase', 'workshop')),
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null
);
create unique index pawn_locations_name on pawn_locations (branch_id, lower(name));
comment on table pawn_locations is 'Dónde se guardan las prendas de cada sucursal';

create table pawn_tickets (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('pawn_numbers'),
  branch_id smallint not null references branches,
  party_id uuid not null references parties,
  plan_id int not null references pawn_plans,
  root_id uuid not null references pawn_tickets deferrable initially deferred,
  previous_id uuid references pawn_tickets,
  currency char(3) not null,
  principal bigint not null check (principal > 0),
  appraisal bigint not null check (appraisal > 0),
  allowed bigint not null check (allowed >= 0),
  opened_on date not null,
  starts_on date not null check (starts_on >= opened_on),
  due_on date not null check (due_on > starts_on),
  grace_on date not null check (grace_on >= due_on),
  last_on date not null check (last_on in (due_on, grace_on)),
  override_by int,
  override_reason text,
  handed_on date,
  handed_by int,
  entry_id bigint,
  capital bigint not null check (capital between 0 and principal),
  base_periods int not null default 0,
  interest_before bigint not null default 0,
  storage_before bigint not null default 0,
  interest_each bigint not null,
  storage_each bigint not null,
  interest_paid bigint not null default 0,
  storage_paid bigint not null default 0,
  moved_on date not null,
  closed_on date,
  closed_how text check (closed_how in ('redeemed', 'renewed', 'adjudicated', 'surrendered', 'cancelled', 'undone')),
  lost_on date,
  copy smallint not null default 1,
  retained_on date,
  opened_at timestamptz not null,
  opened_by int not null,
  act_id uuid not null,
  version int not null default 1,
  check ((closed_on is null) = (closed_how is null)),
  check ((override_by is null) = (override_reason is null)),
  check ((handed_on is null) = (handed_by is null)),
  constraint pawn_tickets_two_hands check (previous_id is not null or handed_by is distinct from override_by or handed_by is null)
);
create index pawn_tickets_party on pawn_tickets (party_id, number desc);
create index pawn_tickets_branch on pawn_tickets (branch_id, number desc);
create index pawn_tickets_plan on pawn_tickets (plan_id);
create index pawn_tickets_root on pawn_tickets (root_id);
create index pawn_tickets_previous on pawn_tickets (previous_id) where previous_id is not null;
create index pawn_tickets_live on pawn_tickets (branch_id, due_on) where closed_on is null and handed_on is not null;
create index pawn_tickets_closed on pawn_tickets (branch_id, closed_on) where closed_on is not null;
comment on table pawn_tickets is 'Boletas de empeño: lo pactado y dónde va; su estado se deduce de estas fechas';
comment on column pawn_tickets.root_id is 'La primera boleta de la cadena de refrendos: de ella son las prendas';
comment on column pawn_tickets.last_on is 'Último día que causa interés';
comment on column pawn_tickets.interest_before is 'Interés de los primeros base_periods períodos; los demás causan interest_each';

create table pawn_items (
  id uuid primary key default uuidv7(),
  ticket_id uuid not null references pawn_tickets,
  branch_id smallint not null references branches,
  position smallint not null,
  category text not null,
  description text not null check (length(description) between 1 and 200),
  brand text not null default '',
  model text not null default '',
  serial text not null default '',
  price_name text,
  weight_mg bigint check (weight_mg > 0),
  condition text not null check (condition in ('new', 'good', 'fair', 'poor')),
  appraisal bigint not null check (appraisal > 0),
  price_id int references pawn_prices,
  ltv_id int references pawn_ltv,
  seal text not null default '',
  location_id int references pawn_locations,
  gone_on date,
  gone_how text check (gone_how in ('delivered', 'sold', 'surrendered', 'written_off', 'cancelled')),
  gone_to text not null default '',
  created_at timestamptz not null,
  act_id uuid not null,
  unique (ticket_id, position),
  check ((gone_on is null) = (gone_how is null)),
  check (gone_on is null or location_id is null)
);
create index pawn_items_location on pawn_items (location_id) where location_id is not null;
create index pawn_items_price on pawn_items (price_id) where price_id is not null;
create index pawn_items_ltv on pawn_items (ltv_id) where ltv_id is not null;
create index pawn_items_branch on pawn_items (branch_id);
create index pawn_items_serial on pawn_items (lower(serial)) where serial <> '' and gone_on is null;
comment on table pawn_items is 'Prendas: qué son, en cuánto se valuaron y dónde están';

create table pawn_photos (
  id uuid primary key default uuidv7(),
  item_id uuid not null references pawn_items,
  branch_id smallint not null references branches,
  media text not null check (media in ('image/jpeg', 'image/png', 'image/webp')),
  sha bytea not null,
  data bytea not null check (length(data) <= 5242880),
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  unique (item_id, sha)
);
create index pawn_photos_branch on pawn_photos (branch_id);
comment on table pawn_photos is 'Fotografías de las prendas';

create table pawn_events (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references pawn_tickets,
  branch_id smallint not null references branches,
  kind text not null,
  on_date date not null,
  amount bigint not null default 0,
  note text not null default '',
  payment_id uuid references payments,
  entry_id bigint,
  at timestamptz not null,
  actor_id int not null,
  act_id uuid not null
);
create index pawn_events_ticket on pawn_events (ticket_id, id);
create index pawn_events_payment on pawn_events (payment_id) where payment_id is not null;
create index pawn_events_branch on pawn_events (branch_id);
comment on table pawn_events is 'Lo que pasó con cada boleta, en el orden en que se registró';

create table pawn_parts (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references pawn_tickets,
  branch_id smallint not null references branches,
  payment_id uuid not null references payments,
  component text not null check (component in ('principal', 'interest', 'storage')),
  due bigint not null,
  amount bigint not null check (amount <> 0),
  on_date date not null,
  act_id uuid not null
);
create index pawn_parts_ticket on pawn_parts (ticket_id, id);
create index pawn_parts_payment on pawn_parts (payment_id);
create index pawn_parts_branch on pawn_parts (branch_id);
comment on table pawn_parts is 'A qué parte de la boleta fue cada peso cobrado; lo que se reversa entra en negativo';

create table pawn_accruals (
  id bigint generated always as identity primary key,
  branch_id smallint not null references branches,
  business_date date not null,
  currency char(3) not null,
  interest bigint not null,
  storage bigint not null,
  entry_id bigint not null,
  act_id uuid not null,
  at timestamptz not null
);
create index pawn_accruals_day on pawn_accruals (branch_id, currency, business_date);
comment on table pawn_accruals is 'Cuánto cambió en cada cierre lo devengado y no cobrado de las boletas';

create table pawn_moves (
  id uuid primary key default uuidv7(),
  branch_id smallint not null references branches,
  to_location_id int not null references pawn_locations,
  sent_by int not null,
  sent_at timestamptz not null,
  received_by int,
  received_at timestamptz,
  note text not null default '',
  act_id uuid not null,
  check ((received_by is null) = (received_at is null)),
  constraint pawn_moves_two_hands check (received_by <> sent_by)
);
create index pawn_moves_branch on pawn_moves (branch_id, id desc);
create index pawn_moves_location on pawn_moves (to_location_id);
comment on table pawn_moves is 'Traslados de prendas: uno entrega y otro recibe';

create table pawn_move_items (
  move_id uuid not null references pawn_moves,
  item_id uuid not null references pawn_items,
  branch_id smallint not null references branches,
  from_location_id int references pawn_locations,
  open boolean not null default true,
  primary key (move_id, item_id)
);
create unique index pawn_move_items_open on pawn_move_items (item_id) where open;
create index pawn_move_items_item on pawn_move_items (item_id);
create index pawn_move_items_from on pawn_move_items (from_location_id) where from_location_id is not null;
create index pawn_move_items_branch on pawn_move_items (branch_id);
comment on table pawn_move_items is 'Qué prendas van en cada traslado y de dónde salieron';

create table pawn_counts (
  id uuid primary key default uuidv7(),
  branch_id smallint not null references branches,
  location_id int not null references pawn_locations,
  expected uuid[] not null,
  found uuid[] not null,
  unknown text[] not null default '{}',
  counted_by int not null,
  at timestamptz not null,
  note text not null default '',
  act_id uuid not null
);
create index pawn_counts_branch on pawn_counts (branch_id, id desc);
create index pawn_counts_location on pawn_counts (location_id);
comment on table pawn_counts is 'Inventarios físicos: lo que debía estar y lo que estaba';

create table pawn_lots (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('pawn_lot_numbers'),
  ticket_id uuid not null unique references pawn_tickets,
  branch_id smallint not null references branches,
  party_id uuid not null references parties,
  currency char(3) not null,
  capital bigint not null check (capital >= 0),
  debt bigint not null check (debt >= capital),
  value bigint not null check (value > 0),
  cost bigint not null check (cost between 0 and capital),
  surplus_policy boolean not null,
  surplus_days smallint not null,
  sale_cost_rate numeric(7, 6) not null,
  adjudicated_on date not null,
  entry_id bigint not null,
  minimum bigint check (minimum > 0),
  listed_on date,
  ended_on date,
  ended_how text check (ended_how in ('sold', 'surrendered', 'written_off')),
  end_entry_id bigint,
  price bigint check (price > 0),
  sale_cost bigint check (sale_cost >= 0),
  surplus bigint not null default 0 check (surplus >= 0),
  shortfall bigint not null default 0 check (shortfall >= 0),
  buyer text not null default '',
  surplus_ended_on date,
  surplus_how text check (surplus_how in ('paid', 'lapsed')),
  surplus_entry_id bigint,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  version int not null default 1,
  check ((listed_on is null) = (minimum is null)),
  check ((ended_on is null) = (ended_how is null)),
  check ((ended_how = 'sold') = (price is not null) or ended_how is null and price is null),
  check ((surplus_ended_on is null) = (surplus_how is null)),
  constraint pawn_lots_not_before check (ended_on is null or ended_on >= adjudicated_on)
);
create index pawn_lots_branch on pawn_lots (branch_id, number desc);
create index pawn_lots_party on pawn_lots (party_id);
create index pawn_lots_surplus on pawn_lots (branch_id) where surplus > 0 and surplus_ended_on is null;
comment on table pawn_lots is 'Prendas adjudicadas: en venta, vendidas, y la demasía que se debe al cliente';
comment on column pawn_lots.cost is 'En cuánto entró al inventario: lo menor entre el capital y su valor neto de realización';

do $$
declare t text;
begin
  foreach t in array array['pawn_locations', 'pawn_tickets', 'pawn_items', 'pawn_photos', 'pawn_events', 'pawn_parts',
                           'pawn_accruals', 'pawn_moves', 'pawn_move_items', 'pawn_counts', 'pawn_lots'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
end $$;

grant usage on sequence pawn_numbers, pawn_lot_numbers to caudal_app;
grant select on all tables in schema public to caudal_app;
-- what happened: rows are added, never changed
grant insert on pawn_prices, pawn_ltv, pawn_photos, pawn_events, pawn_parts, pawn_accruals, pawn_counts to caudal_app;
-- what has a state: only the columns that hold it
grant insert on pawn_plans, pawn_locations, pawn_tickets, pawn_items, pawn_moves, pawn_move_items, pawn_lots to caudal_app;
grant update (active) on pawn_plans to caudal_app;
grant update (handed_on, handed_by, entry_id, capital, base_periods, interest_before, storage_before, interest_each, storage_each,
              interest_paid, storage_paid, moved_on, closed_on, closed_how, lost_on, copy, retained_on, version)
  on pawn_tickets to caudal_app;
grant update (location_id, seal, gone_on, gone_how, gone_to) on pawn_items to caudal_app;
grant update (received_by, received_at) on pawn_moves to caudal_app;
grant update (open) on pawn_move_items to caudal_app;
grant update (minimum, listed_on, ended_on, ended_how, end_entry_id, price, sale_cost, surplus, shortfall, buyer, surplus_ended_on,
              surplus_how, surplus_entry_id, version) on pawn_lots to caudal_app;
