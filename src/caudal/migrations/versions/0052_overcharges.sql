-- What a loan that ended had paid over a ceiling written down later is recognised: money in favour of its client.

create table loan_overcharges (
  id bigint generated always as identity primary key,
  loan_id uuid not null references loans,
  branch_id smallint not null references branches,
  ceiling_id bigint not null references loan_ceilings,
  payment_id uuid not null unique references payments,
  request_id bigint references loan_requests,
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  uses jsonb not null,
  given_on date not null,
  at timestamptz not null,
  actor_id int not null,
  reason text not null check (length(reason) >= 3),
  reversed_on date,
  reversed_at timestamptz,
  reversed_by int,
  reversal_reason text,
  act_id uuid not null,
  constraint loan_overcharges_reversed check ((reversed_on is null) = (reversed_by is null)
    and (reversed_on is null) = (reversed_at is null))
);
create unique index loan_overcharges_once on loan_overcharges (loan_id, ceiling_id) where reversed_on is null;
create index loan_overcharges_loan on loan_overcharges (loan_id, id);
create index loan_overcharges_branch on loan_overcharges (branch_id);
create index loan_overcharges_ceiling on loan_overcharges (ceiling_id);
create index loan_overcharges_request on loan_overcharges (request_id) where request_id is not null;
comment on table loan_overcharges is 'Lo cobrado de más que se reconoció a préstamos ya terminados: quedó a favor del cliente';
comment on column loan_overcharges.ceiling_id is 'El último tope escrito que lo cubre: por él no se reconoce dos veces';
comment on column loan_overcharges.uses is 'Cuánto se quitó de cada ingreso, en unidades menores';

alter table loan_overcharges enable row level security;
create policy by_branch on loan_overcharges to caudal_app, caudal_read using (
  (select current_setting('caudal.all', true)) = '1'
  or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]));
grant select, insert on loan_overcharges to caudal_app;
grant update (reversed_on, reversed_at, reversed_by, reversal_reason) on loan_overcharges to caudal_app;

-- It is money in favour that nobody handed over: like credit that is used, it never was in a till.
alter table payments drop constraint payments_method_check,
  add constraint payments_method_check
    check (method in ('cash', 'transfer', 'card', 'cheque', 'credit', 'renewal', 'overcharge')),
  drop constraint payments_box_check,
  add constraint payments_box_check
    check (case method when 'credit' then box_id is null and credit = -amount
                       when 'renewal' then box_id is null and credit = 0
                       when 'overcharge' then box_id is null and credit = amount
                       else box_id is not null and credit between 0 and amount end);

-- Over the limit of who sees it, it is asked for like a waiver: what was done isn't something that happened to the loan.
alter table loan_requests
  drop constraint loan_requests_kind_check,
  add constraint loan_requests_kind_check check (kind in ('waiver', 'write_off', 'overcharge')),
  drop constraint loan_requests_done,
  add constraint loan_requests_done check (
    case when kind = 'overcharge' then event_id is null else (status = 'approved') = (event_id is not null) end);
comment on table loan_requests is 'Condonaciones, castigos y devoluciones de lo cobrado de más que alguien pide y otra persona autoriza';
