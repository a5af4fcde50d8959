-- What a cancelled booking gives back: the policy as dated data, and refunds that three people sign.

create sequence refund_numbers as bigint;

create table cancellation_policies (
  id uuid primary key default uuidv7(),
  company_id smallint references companies,
  kind text check (kind in ('tour', 'transport', 'lodging', 'service')),
  from_on date not null,
  pay_days smallint not null default 5 check (pay_days between 0 and 90),
  reason text not null,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid
);
create index cancellation_policies_latest on cancellation_policies (kind, from_on desc, created_at desc);
create index cancellation_policies_company on cancellation_policies (company_id) where company_id is not null;
comment on table cancellation_policies is 'Versiones de la política de cancelación por clase de servicio. Rige la del día de la venta; ninguna cambia';
comment on column cancellation_policies.kind is 'Vacío: toda clase de servicio que no tenga la suya';
comment on column cancellation_policies.pay_days is 'Días naturales que hay para pagar un reembolso desde que se pide';

create table cancellation_bands (
  policy_id uuid not null references cancellation_policies,
  first_day smallint not null check (first_day between 0 and 3660),
  percent numeric(5, 2) not null check (percent between 0 and 100),
  primary key (policy_id, first_day)
);
comment on table cancellation_bands is 'Desde cuántos días antes del servicio se devuelve qué parte de lo pagado';

with house as (
  insert into cancellation_policies (from_on, reason, created_at, created_by)
  values ('1990-01-01', 'Política inicial de la casa', '1990-01-01T00:00:00Z', 0) returning id
)
insert into cancellation_bands (policy_id, first_day, percent)
select house.id, b.first_day, b.percent from house,
  (values (30, 100), (14, 90), (7, 75), (2, 50), (0, 0)) b (first_day, percent);

create table refunds (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('refund_numbers'),
  branch_id smallint not null references branches,
  booking_id uuid not null references bookings,
  party_id uuid not null references parties,
  policy_id uuid not null references cancellation_policies,
  currency char(3) not null,
  service_on date not null,
  days int not null,
  percent numeric(5, 2) not null check (percent between 0 and 100),
  paid_minor bigint not null check (paid_minor > 0),
  before_minor bigint not null check (before_minor >= 0),
  policy_minor bigint not null check (policy_minor >= 0),
  refund_minor bigint not null check (refund_minor >= 0),
  retained_minor bigint not null check (retained_minor >= 0),
  exception boolean not null,
  method text not null check (method in ('cash', 'transfer', 'card')),
  pay_to text not null default '' check (length(pay_to) <= 80),
  reason text not null check (length(reason) between 3 and 300),
  state text not null check (state in ('asked', 'authorised', 'paid', 'retained', 'rejected', 'withdrawn', 'voided')),
  asked_on date not null,
  asked_at timestamptz not null,
  asked_by int not null,
  due_on date not null,
  request_id uuid,
  decided_on date,
  decided_at timestamptz,
  decided_by int,
  decision_entry_id bigint,
  box_id int references boxes,
  reference text check (length(reference) between 1 and 80),
  paid_on date,
  paid_at timestamptz,
  paid_by int,
  entry_id bigint,
  ended_on date,
  ended_at timestamptz,
  ended_by int,
  ended_reason text,
  void_entry_id bigint,
  act_id uuid not null,
  version int not null default 1,
  constraint refunds_sums check (before_minor + refund_minor + retained_minor = paid_minor),
  constraint refunds_exception check (exception = (refund_minor > policy_minor)),
  constraint refunds_two_hands check (refund_minor = 0 or decided_by <> asked_by),
  constraint refunds_third_hand check (paid_by <> decided_by and paid_by <> asked_by),
  constraint refunds_decided check (num_nulls(decided_on, decided_at, decided_by, decision_entry_id) in (0, 4)
    and (state not in ('authorised', 'paid', 'retained', 'voided') or decided_on is not null)),
  constraint refunds_paid check (num_nulls(box_id, paid_on, paid_at, paid_by, entry_id) in (0, 5) and (state = 'paid') = (entry_id is not null)),
  constraint refunds_ended check (num_nulls(ended_on, ended_at, ended_by) in (0, 3)
    and (state in ('rejected', 'withdrawn', 'voided')) = (ended_on is not null)),
  constraint refunds_voided check ((state = 'voided') = (void_entry_id is not null)),
  constraint refunds_nothing check ((state = 'retained') = (refund_minor = 0))
);
create unique index refunds_live on refunds (booking_id) where state in ('asked', 'authorised');
create unique index refunds_reference on refunds (box_id, lower(reference)) where reference is not null;
create index refunds_booking on refunds (booking_id, number);
create index refunds_branch on refunds (branch_id, number desc);
create index refunds_party on refunds (party_id);
create index refunds_policy on refunds (policy_id);
create index refunds_due on refunds (branch_id, due_on) where state in ('asked', 'authorised');
create index refunds_request on refunds (request_id) where request_id is not null;
comment on table refunds is 'Reembolsos de servicios cancelados: lo que la política devuelve de lo pagado, quién lo pidió, lo autorizó y lo pagó';
comment on column refunds.days is 'Días naturales entre la cancelación y el servicio, en el calendario de la sucursal';
comment on column refunds.before_minor is 'Lo que ya se había devuelto o autorizado devolver de esa reserva, en unidades mínimas';
comment on column refunds.policy_minor is 'Lo que la política permite devolver: su parte de lo pagado menos lo ya devuelto, en unidades mínimas';
comment on column refunds.retained_minor is 'Lo que la casa retiene si este reembolso se paga, en unidades mínimas';
comment on column refunds.exception is 'Se pide más de lo que la política permite: solo lo autoriza la dirección';

alter table refunds enable row level security;
create policy by_branch on refunds to caudal_app, caudal_read using (
  (select current_setting('caudal.all', true)) = '1'
  or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]));

grant usage on sequence refund_numbers to caudal_app;
grant select on cancellation_policies, cancellation_bands, refunds to caudal_app;
-- what happened: rows are added, never changed
grant insert on cancellation_policies, cancellation_bands to caudal_app;
-- what has a state: only the columns that hold it
grant insert on refunds to caudal_app;
grant update (state, request_id, decided_on, decided_at, decided_by, decision_entry_id, box_id, reference, paid_on, paid_at, paid_by,
  entry_id, ended_on, ended_at, ended_by, ended_reason, void_entry_id, version) on refunds to caudal_app;
