-- The law of a country, the same for every branch: nothing of it is changed, a correction takes the place of a row.

create table loan_ceilings (
  id bigint generated always as identity primary key,
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  modality text not null check (modality ~ '^[a-z_]{2,40}$'),
  first_on date not null check (date_trunc('month', first_on) = first_on),
  last_on date not null check (date_trunc('month', last_on + 1) = last_on + 1),
  reference numeric check (reference > 0 and reference < 100),
  cap numeric not null check (cap > 0 and cap < 100),
  mora_factor numeric check (mora_factor > 0 and mora_factor < 100),
  source text not null check (length(source) between 10 and 400),
  replaces bigint references loan_ceilings,
  replaces_on date,
  recorded_on date not null,
  at timestamptz not null,
  actor_id int not null,
  reason text not null check (length(reason) > 0),
  act_id uuid not null,
  check (last_on > first_on),
  check (replaces < id),
  check (replaces is null or replaces_on is not null),
  constraint loan_ceilings_replaced_once unique (replaces)
);
create index loan_ceilings_recorded on loan_ceilings (recorded_on);
comment on table loan_ceilings is 'Topes legales certificados después de los que trae la casa: por país, modalidad y meses';
comment on column loan_ceilings.reference is 'Interés bancario corriente certificado, efectivo anual, como fracción';
comment on column loan_ceilings.cap is 'Tasa más alta que se puede cobrar, efectiva anual, como fracción';
comment on column loan_ceilings.replaces is 'El renglón que corrige; vacío con replaces_on si corrige uno de la casa';
comment on column loan_ceilings.recorded_on is 'Fecha de negocio en que se escribió: lo que se sabía antes no lo tenía';

grant select, insert on loan_ceilings to caudal_app;
