-- Two hands by keys: nobody signs twice, nobody signs what their role doesn't, nothing is executed without being
-- authorised nor twice, and every signature is over the content it saw. Nothing here is ever changed.

create sequence approval_numbers as bigint;

create table approval_duties (
  kind text not null,
  role text not null references roles,
  duty text not null check (duty in ('ask', 'authorise', 'execute', 'review')),
  primary key (kind, role, duty)
);
create index approval_duties_role on approval_duties (role);
comment on table approval_duties is 'La matriz: qué puede hacer cada rol con cada clase de solicitud. No se edita';

create table approval_limits (
  id bigint generated always as identity primary key,
  kind text not null,
  role text not null,
  duty text not null generated always as ('authorise') stored,
  currency char(3) not null,
  amount bigint check (amount >= 0),
  from_on date not null,
  reason text not null check (length(reason) between 3 and 300),
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  constraint approval_limits_duty foreign key (kind, role, duty) references approval_duties
);
create index approval_limits_latest on approval_limits (kind, role, currency, from_on desc, id desc);
comment on table approval_limits is 'Hasta cuánto autoriza cada rol desde una fecha, por clase y moneda. Sin renglón no hay tope';
comment on column approval_limits.amount is 'Unidades mínimas; vacío: sin tope; cero: no autoriza';

create table approval_requests (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('approval_numbers'),
  branch_id smallint not null references branches,
  kind text not null,
  subject_id uuid not null,
  turn smallint not null check (turn > 0),
  folio text not null check (length(folio) between 1 and 40),
  summary text not null check (length(summary) between 1 and 200),
  party_id uuid references parties,
  currency char(3) not null,
  amount bigint not null check (amount >= 0),
  payload jsonb not null,
  sha bytea not null check (length(sha) = 32),
  asked_on date not null,
  asked_at timestamptz not null,
  asked_by int not null,
  says text not null generated always as ('ask') stored,
  reason text not null default '',
  act_id uuid not null,
  constraint approval_requests_content unique (id, branch_id, kind, sha),
  constraint approval_requests_subject unique (kind, subject_id, turn)
);
create index approval_requests_branch on approval_requests (branch_id, number desc);
create index approval_requests_party on approval_requests (party_id) where party_id is not null;
comment on table approval_requests is 'Lo que alguien pide y otra persona decide. Su estado se deduce de decisiones y ejecuciones';
comment on column approval_requests.subject_id is 'De qué es: la cuenta por pagar, el reembolso, el asiento';
comment on column approval_requests.turn is 'Cuántas veces se ha pedido lo mismo';
comment on column approval_requests.sha is 'Huella de lo que se firma: clase, cosa, importe, persona y contenido';

create table approval_signatures (
  request_id uuid not null,
  actor_id int not null,
  branch_id smallint not null,
  kind text not null,
  sha bytea not null,
  role text not null,
  says text not null check (says in ('ask', 'authorise', 'reject', 'send_back', 'execute', 'review')),
  duty text not null generated always as (case when says in ('reject', 'send_back') then 'authorise' else says end) stored,
  on_date date not null,
  at timestamptz not null,
  ip text not null,
  note text not null default '',
  act_id uuid not null,
  primary key (request_id, actor_id),
  constraint approval_signatures_said unique (request_id, actor_id, says),
  constraint approval_signatures_content foreign key (request_id, branch_id, kind, sha)
    references approval_requests (id, branch_id, kind, sha),
  constraint approval_signatures_duty foreign key (kind, role, duty) references approval_duties
);
create index approval_signatures_branch on approval_signatures (branch_id, at desc);
create index approval_signatures_actor on approval_signatures (actor_id, at desc);
create index approval_signatures_duties on approval_signatures (kind, role, duty);
comment on table approval_signatures is 'Quién firmó qué de cada solicitud: una persona, una sola vez';

alter table approval_requests add constraint approval_requests_asked foreign key (id, asked_by, says)
  references approval_signatures (request_id, actor_id, says) deferrable initially deferred;

create table approval_verdicts (
  request_id uuid primary key,
  branch_id smallint not null references branches,
  decision text not null check (decision in ('authorised', 'rejected', 'sent_back', 'withdrawn')),
  actor_id int not null,
  says text not null generated always as (case decision when 'authorised' then 'authorise' when 'rejected' then 'reject'
    when 'sent_back' then 'send_back' else 'ask' end) stored,
  reason text not null default '',
  at timestamptz not null,
  act_id uuid not null,
  constraint approval_verdicts_decision unique (request_id, decision),
  constraint approval_verdicts_why check (decision not in ('rejected', 'sent_back') or length(reason) >= 3),
  constraint approval_verdicts_signed foreign key (request_id, actor_id, says)
    references approval_signatures (request_id, actor_id, says)
);
create index approval_verdicts_branch on approval_verdicts (branch_id);
comment on table approval_verdicts is 'Qué se decidió de cada solicitud: una vez, por quien lo firmó';

create table approval_executions (
  request_id uuid primary key,
  branch_id smallint not null,
  kind text not null,
  subject_id uuid not null,
  sha bytea not null,
  actor_id int not null,
  decision text not null generated always as ('authorised') stored,
  says text not null generated always as ('execute') stored,
  at timestamptz not null,
  act_id uuid not null,
  constraint approval_executions_once unique (kind, subject_id),
  constraint approval_executions_content foreign key (request_id, branch_id, kind, sha)
    references approval_requests (id, branch_id, kind, sha),
  constraint approval_executions_authorised foreign key (request_id, decision)
    references approval_verdicts (request_id, decision),
  constraint approval_executions_signed foreign key (request_id, actor_id, says)
    references approval_signatures (request_id, actor_id, says)
);
create index approval_executions_branch on approval_executions (branch_id);
comment on table approval_executions is 'La única ejecución de cada solicitud autorizada';

do $$
declare t text;
begin
  foreach t in array array['approval_requests', 'approval_signatures', 'approval_verdicts', 'approval_executions'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
end $$;

grant usage on sequence approval_numbers to caudal_app;
grant select on approval_duties to caudal_app;
-- what happened: rows are added, never changed
grant select, insert on approval_limits, approval_requests, approval_signatures, approval_verdicts, approval_executions
  to caudal_app;
