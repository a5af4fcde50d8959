-- Things that back loans, what they are worth and who insures them; the liens and the people of each loan.

create sequence collateral_numbers as bigint;

create table collaterals (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('collateral_numbers'),
  branch_id smallint not null references branches,
  party_id uuid not null references parties,
  kind text not null check (kind in ('property', 'vehicle', 'other')),
  description text not null check (length(description) between 3 and 300),
  country char(2) not null,
  currency char(3) not null,
  registration text not null default '',
  registration_key text generated always as
    (nullif(regexp_replace(upper(registration), '[^A-Z0-9]', '', 'g'), '')) stored,
  office text not null default '',
  cadastre text not null default '',
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  version int not null default 1
);
create unique index collaterals_registry on collaterals (country, kind, office, registration_key) where registration_key is not null;
create index collaterals_party on collaterals (party_id);
create index collaterals_branch on collaterals (branch_id, number desc);
comment on table collaterals is 'Garantías reales: la cosa, su dueño y sus datos de registro';
comment on column collaterals.registration is 'Matrícula inmobiliaria (CO), folio real (MX), matrícula del título (DO) o placa';
comment on column collaterals.cadastre is 'Cédula o designación catastral, o número de serie del vehículo';

create table collateral_valuations (
  id bigint generated always as identity primary key,
  collateral_id uuid not null references collaterals,
  branch_id smallint not null,
  valued_on date not null,
  valid_until date not null,
  amount bigint not null check (amount > 0),
  appraiser text not null check (length(appraiser) between 2 and 120),
  report text not null default '',
  at timestamptz not null,
  actor_id int not null,
  act_id uuid not null,
  constraint collateral_valuations_dates check (valid_until >= valued_on)
);
create index collateral_valuations_thing on collateral_valuations (collateral_id, valued_on desc, id desc);
comment on table collateral_valuations is 'Avalúos: solo se agregan; vale el más reciente que no ha vencido';

create table collateral_policies (
  id bigint generated always as identity primary key,
  collateral_id uuid not null references collaterals,
  branch_id smallint not null,
  insurer text not null check (length(insurer) between 2 and 120),
  policy text not null check (length(policy) between 1 and 60),
  covers text not null check (length(covers) between 2 and 200),
  amount bigint check (amount > 0),
  from_on date not null,
  to_on date not null,
  at timestamptz not null,
  actor_id int not null,
  act_id uuid not null,
  constraint collateral_policies_dates check (to_on > from_on)
);
create index collateral_policies_thing on collateral_policies (collateral_id, to_on desc);
comment on table collateral_policies is 'Pólizas que cubren una garantía: solo se agregan; la renovación es otra';

create table loan_liens (
  id uuid primary key default uuidv7(),
  loan_id uuid not null references loans,
  collateral_id uuid not null references collaterals,
  branch_id smallint not null,
  part numeric(7, 6) not null check (part > 0 and part <= 1),
  rank smallint not null check (rank between 1 and 20),
  status text not null default 'pending' check (status in ('pending', 'registered', 'released')),
  given_on date not null,
  notary text not null default '',
  entry text not null default '',
  registered_on date,
  registered_by int,
  asked_by int,
  asked_on date,
  asked_reason text,
  released_on date,
  released_by int,
  act_id uuid not null,
  version int not null default 1,
  constraint loan_liens_registered check ((registered_on is null) = (registered_by is null)),
  constraint loan_liens_released check ((status = 'released') = (released_on is not null and released_by is not null)),
  constraint loan_liens_two_hands check (released_by is null or asked_by is null or released_by <> asked_by)
);
create unique index loan_liens_once on loan_liens (loan_id, collateral_id) where status <> 'released';
create index loan_liens_loan on loan_liens (loan_id, rank);
create index loan_liens_thing on loan_liens (collateral_id);
create index loan_liens_branch on loan_liens (branch_id) where status <> 'released';
comment on table loan_liens is 'Gravamen de una garantía por un préstamo: por inscribir, inscrito, cancelado';
comment on column loan_liens.part is 'Qué parte del valor de la garantía respalda este préstamo; las de todos no pasan de 1';
comment on column loan_liens.asked_by is 'Quién pidió cancelarlo con el préstamo vivo: lo autoriza otra persona';

create table loan_sureties (
  id uuid primary key default uuidv7(),
  loan_id uuid not null references loans,
  branch_id smallint not null,
  party_id uuid not null references parties,
  role text not null check (role in ('codebtor', 'guarantor')),
  since_on date not null,
  removed_on date,
  removed_by int,
  act_id uuid not null,
  version int not null default 1,
  constraint loan_sureties_removed check ((removed_on is null) = (removed_by is null))
);
create unique index loan_sureties_once on loan_sureties (loan_id, party_id) where removed_on is null;
create index loan_sureties_loan on loan_sureties (loan_id);
create index loan_sureties_party on loan_sureties (party_id);
comment on table loan_sureties is 'Quién responde por un préstamo además de su deudor: codeudores y avales';

do $$
declare t text;
begin
  foreach t in array array['collaterals', 'collateral_valuations', 'collateral_policies', 'loan_liens', 'loan_sureties'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
end $$;

grant usage on sequence collateral_numbers to caudal_app;
grant select, insert on collaterals, collateral_valuations, collateral_policies, loan_liens, loan_sureties to caudal_app;
grant update (description, registration, office, cadastre, version) on collaterals to caudal_app;
grant update (status, notary, entry, registered_on, registered_by, asked_by, asked_on, asked_reason, released_on,
              released_by, version) on loan_liens to caudal_app;
grant update (removed_on, removed_by, version) on loan_sureties to caudal_app;
