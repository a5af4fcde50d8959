-- What somebody asks to give up of a loan, and another person authorises; and how many instalments each loan has paid.

create table loan_requests (
  id bigint generated always as identity primary key,
  loan_id uuid not null references loans,
  branch_id smallint not null,
  kind text not null check (kind in ('waiver', 'write_off')),
  component text check (component in ('charge', 'insurance', 'arrears', 'interest', 'principal')),
  amount bigint check (amount > 0),
  currency char(3) not null,
  status text not null default 'pending' check (status in ('pending', 'approved', 'refused')),
  reason text not null check (length(reason) >= 3),
  asked_on date not null,
  asked_at timestamptz not null,
  asked_by int not null,
  decided_at timestamptz,
  decided_by int,
  decision_reason text,
  event_id bigint references loan_events,
  act_id uuid not null,
  constraint loan_requests_kind check ((kind = 'waiver') = (component is not null)),
  constraint loan_requests_decided check ((status = 'pending') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  constraint loan_requests_two_hands check (decided_by <> asked_by),
  constraint loan_requests_done check ((status = 'approved') = (event_id is not null))
);
create unique index loan_requests_once on loan_requests (loan_id, kind) where status = 'pending';
create index loan_requests_loan on loan_requests (loan_id, id desc);
create index loan_requests_branch on loan_requests (branch_id, id desc) where status = 'pending';
create index loan_requests_event on loan_requests (event_id) where event_id is not null;
comment on table loan_requests is 'Condonaciones y castigos que alguien pide y otra persona autoriza';
comment on column loan_requests.amount is 'Cuánto se pide condonar; todo lo vencido de eso, si falta';
comment on constraint loan_requests_two_hands on loan_requests is 'Quien lo pidió no lo autoriza ni lo rechaza';

alter table loan_requests enable row level security;
create policy by_branch on loan_requests to caudal_app, caudal_read using (
  (select current_setting('caudal.all', true)) = '1'
  or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]));
grant select, insert on loan_requests to caudal_app;
grant update (status, decided_at, decided_by, decision_reason, event_id) on loan_requests to caudal_app;

alter table loans add column paid_count int not null default 0;
comment on column loans.paid_count is 'Cuotas pagadas, también las cubiertas por adelantado: desde cuántas se renueva lo dice su producto';
update loans l set paid_count = s.paid
from (select owner_id, count(*) as paid from receivables
      where kind = 'loan' and open = 0 and turn > 0 and cancelled_at is null group by 1) s
where s.owner_id = l.id;
create index loans_renewable on loans (product_id, paid_count) where status = 'active';
