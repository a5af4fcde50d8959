-- What is paid to insurers and treasuries of what the instalments collected for them.

create sequence remittance_numbers as bigint;

create table loan_remittances (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('remittance_numbers'),
  branch_id smallint not null references branches,
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  payee text not null check (length(payee) between 2 and 120),
  concept text not null check (length(concept) between 2 and 200),
  reference text not null default '',
  method text not null check (method in ('cash', 'transfer', 'cheque')),
  paid_on date not null,
  entry_id bigint not null,
  at timestamptz not null,
  actor_id int not null,
  reversed_on date,
  reversed_by int,
  reversal_reason text,
  reversal_entry_id bigint,
  act_id uuid not null,
  version int not null default 1,
  constraint loan_remittances_reversed check
    ((reversed_on is null) = (reversed_by is null) and (reversed_on is null) = (reversal_entry_id is null))
);
create index loan_remittances_branch on loan_remittances (branch_id, number desc);
comment on table loan_remittances is 'Pagos a terceros de lo que las cuotas cobraron por su cuenta: seguros, predial';

alter table loan_remittances enable row level security;
create policy by_branch on loan_remittances to caudal_app, caudal_read using (
  (select current_setting('caudal.all', true)) = '1'
  or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]));

grant usage on sequence remittance_numbers to caudal_app;
grant select, insert on loan_remittances to caudal_app;
grant update (reversed_on, reversed_by, reversal_reason, reversal_entry_id, version) on loan_remittances to caudal_app;
