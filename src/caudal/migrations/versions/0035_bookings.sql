-- Bookings create what is owed of them; what is owed may change by an entry of the difference, never by an edit.

alter table receivables drop constraint receivables_mode_check;
alter table receivables add constraint receivables_mode_check check (mode in ('sale', 'opening', 'booking'));
alter table receivables add column refunded bigint not null default 0;
alter table receivables add constraint receivables_refunded check (refunded >= 0 and (refunded = 0 or refunded <= paid));
comment on column receivables.refunded is 'Lo que se devolvió al cliente de lo que pagó: ese dinero ya no se puede reversar';
comment on column receivables.mode is 'sale: venta; opening: saldo inicial; booking: servicio vendido que falta prestar';

create table receivable_adjustments (
  id bigint generated always as identity primary key,
  receivable_id uuid not null references receivables,
  branch_id smallint not null references branches,
  amount bigint not null,
  due_on date,
  on_date date not null,
  entry_id bigint,
  reason text not null check (length(reason) between 3 and 300),
  at timestamptz not null,
  actor_id int not null,
  act_id uuid not null,
  constraint receivable_adjustments_some check (amount <> 0 or due_on is not null),
  constraint receivable_adjustments_entry check ((amount <> 0) = (entry_id is not null))
);
create index receivable_adjustments_debt on receivable_adjustments (receivable_id, id);
create index receivable_adjustments_branch on receivable_adjustments (branch_id, on_date);
comment on table receivable_adjustments is 'Diferencias del monto de una cuenta: la suma con el monto original es lo que dice hoy. Nunca cambian';
comment on column receivable_adjustments.due_on is 'El vencimiento que se acordó de nuevo, si cambió';

create sequence booking_numbers as bigint;

create table bookings (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('booking_numbers'),
  branch_id smallint not null references branches,
  party_id uuid not null references parties,
  kind text not null check (kind in ('tour', 'transport', 'lodging', 'service')),
  service text not null check (length(service) between 2 and 160),
  service_on date not null,
  service_time time,
  currency char(3) not null,
  price bigint not null check (price > 0),
  receivable_id uuid not null unique references receivables,
  contract_id uuid,
  seller_id int not null,
  notes text not null default '' check (length(notes) <= 300),
  state text not null default 'booked' check (state in ('booked', 'done', 'cancelled')),
  sold_on date not null,
  origin text not null default 'manual' check (origin in ('manual', 'demo')),
  done_on date,
  done_at timestamptz,
  done_by int,
  done_entry_id bigint,
  payable_id uuid,
  cancelled_on date,
  cancelled_at timestamptz,
  cancelled_by int,
  cancel_reason text,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  version int not null default 1,
  constraint bookings_done check ((state = 'done') = (done_on is not null) and num_nulls(done_on, done_at, done_by, done_entry_id) in (0, 4)),
  constraint bookings_cancelled check ((state = 'cancelled') = (cancelled_on is not null) and num_nulls(cancelled_on, cancelled_at, cancelled_by, cancel_reason) in (0, 4))
);
create index bookings_branch on bookings (branch_id, number desc);
create index bookings_party on bookings (party_id, number desc);
create index bookings_service on bookings (branch_id, service_on) where state = 'booked';
create index bookings_seller on bookings (seller_id);
create index bookings_contract on bookings (contract_id) where contract_id is not null;
comment on table bookings is 'Servicios vendidos para una fecha. Cada una tiene su cuenta por cobrar; su estado de pago es el de ella';
comment on column bookings.contract_id is 'El contrato del proveedor que presta el servicio, si no lo presta la casa';
comment on column bookings.sold_on is 'El día de la venta: la política de cancelación vigente entonces es la suya';
comment on column bookings.done_on is 'El día en que se prestó: desde entonces es ingreso';
comment on column bookings.payable_id is 'Lo que se debe al proveedor desde que se prestó';

create table booking_changes (
  id bigint generated always as identity primary key,
  booking_id uuid not null references bookings,
  branch_id smallint not null references branches,
  service_on_from date not null,
  service_on_to date not null,
  price_from bigint not null,
  price_to bigint not null,
  entry_id bigint,
  reason text not null check (length(reason) between 3 and 300),
  at timestamptz not null,
  actor_id int not null,
  act_id uuid not null,
  constraint booking_changes_some check (service_on_from <> service_on_to or price_from <> price_to),
  constraint booking_changes_entry check ((price_from = price_to) = (entry_id is null))
);
create index booking_changes_booking on booking_changes (booking_id, id);
create index booking_changes_branch on booking_changes (branch_id);
comment on table booking_changes is 'Cambios de fecha o de precio de una reserva, con su motivo y el asiento de la diferencia';

do $$
declare t text;
begin
  foreach t in array array['receivable_adjustments', 'bookings', 'booking_changes'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
end $$;

grant usage on sequence booking_numbers to caudal_app;
grant select on all tables in schema public to caudal_app;
-- what happened: rows are added, never changed
grant insert on receivable_adjustments, booking_changes to caudal_app;
-- what has a state: only the columns that hold it
grant insert on bookings to caudal_app;
grant update (service_on, service_time, price, state, done_on, done_at, done_by, done_entry_id, payable_id, cancelled_on, cancelled_at,
  cancelled_by, cancel_reason, version) on bookings to caudal_app;
