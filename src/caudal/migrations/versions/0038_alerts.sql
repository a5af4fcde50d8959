-- Alerts and who they concern, notices to the people of the house by e-mail, SMS and WhatsApp, and scheduled reports.

alter table users add column email text check (length(email) between 3 and 254);
alter table users add column phone text check (phone ~ '^\+[1-9][0-9]{6,14}$');
comment on column users.email is 'A dónde le llegan avisos y reportes; nunca se escribe en bitácoras';
comment on column users.phone is 'Teléfono móvil en E.164, para avisos urgentes; nunca se escribe en bitácoras';

create sequence alert_numbers as bigint;

create table alert_rules (
  id bigint generated always as identity primary key,
  rule text not null,
  branch_id smallint references branches,
  inherits boolean not null default false,
  active boolean not null,
  urgency text not null check (urgency in ('critical', 'high', 'medium', 'low')),
  threshold jsonb not null,
  recipients text[] not null,
  channels text[] not null check (channels <@ array['email', 'sms', 'whatsapp']),
  escalate_minutes int check (escalate_minutes between 5 and 10080),
  escalate_to text[] not null,
  quiet_from time,
  quiet_until time,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  constraint alert_rules_quiet check ((quiet_from is null) = (quiet_until is null))
);
create index alert_rules_latest on alert_rules (rule, branch_id, id desc);
create index alert_rules_branch on alert_rules (branch_id) where branch_id is not null;
comment on table alert_rules is 'Cada cambio de una regla de alerta; vale el último. Sin renglón: la de fábrica';
comment on column alert_rules.branch_id is 'Vacío: toda la empresa; la de una sucursal manda sobre la de la empresa';
comment on column alert_rules.inherits is 'La sucursal vuelve a la regla de la empresa';
comment on column alert_rules.threshold is 'Días, fracción, o importe por moneda en unidades mínimas';

create table alerts (
  id uuid primary key default uuidv7(),
  number bigint not null unique default nextval('alert_numbers'),
  rule text not null,
  urgency text not null check (urgency in ('critical', 'high', 'medium', 'low')),
  branch_id smallint not null references branches,
  key text not null check (length(key) between 1 and 120),
  stamp text not null check (length(stamp) <= 120),
  subject text not null check (length(subject) between 1 and 200),
  link text not null,
  party_id uuid,
  currency char(3),
  amount bigint,
  facts jsonb not null default '{}',
  state text not null check (state in ('new', 'seen', 'working', 'resolved', 'dismissed')),
  cause boolean not null default true,
  times int not null default 1 check (times > 0),
  first_at timestamptz not null,
  latest_at timestamptz not null,
  assignee int references users,
  escalate_at timestamptz,
  escalated_at timestamptz,
  ended_at timestamptz,
  ended_by int,
  end_reason text check (length(end_reason) between 3 and 300),
  act_id uuid not null,
  version int not null default 1,
  constraint alerts_ended check ((ended_at is null) = (state in ('new', 'seen', 'working'))),
  constraint alerts_dismissed check (state <> 'dismissed' or (end_reason is not null and ended_by is not null)),
  constraint alerts_money check ((amount is null) = (currency is null))
);
create unique index alerts_live on alerts (rule, branch_id, key) where cause and state <> 'resolved';
create index alerts_open on alerts (branch_id, rule) where state in ('new', 'seen', 'working');
create index alerts_branch on alerts (branch_id, number desc);
create index alerts_same on alerts (rule, branch_id, key, stamp);
create index alerts_waiting on alerts (escalate_at) where state = 'new' and escalated_at is null and escalate_at is not null;
create index alerts_assignee on alerts (assignee) where assignee is not null;
create index alerts_party on alerts (party_id) where party_id is not null;
comment on table alerts is 'Lo que la casa avisa: una por causa mientras esté abierta, contada cada vez que se repite';
comment on column alerts.key is 'De qué es: la misma causa no se levanta dos veces mientras siga viva';
comment on column alerts.stamp is 'Cuál de sus ocurrencias fue la última: la misma no cuenta dos veces';
comment on column alerts.cause is 'Si la causa seguía ahí la última vez que se miró';
comment on column alerts.amount is 'Unidades mínimas';

create table alert_recipients (
  alert_id uuid not null references alerts,
  user_id int not null references users,
  branch_id smallint not null references branches,
  why text not null,
  at timestamptz not null,
  primary key (alert_id, user_id)
);
create index alert_recipients_user on alert_recipients (user_id, alert_id);
create index alert_recipients_branch on alert_recipients (branch_id);
comment on table alert_recipients is 'A quién se dirigió cada alerta y por qué';

create table alert_events (
  id bigint generated always as identity primary key,
  alert_id uuid not null references alerts,
  branch_id smallint not null references branches,
  kind text not null check (kind in ('raised', 'repeated', 'seen', 'assigned', 'working', 'noted', 'escalated', 'resolved',
                                     'dismissed', 'reopened')),
  note text not null default '' check (length(note) <= 300),
  at timestamptz not null,
  by int not null,
  act_id uuid not null
);
create index alert_events_alert on alert_events (alert_id, id);
create index alert_events_branch on alert_events (branch_id);
comment on table alert_events is 'La vida de cada alerta: qué le pasó, cuándo y quién';

create table alert_rounds (
  branch_id smallint not null references branches,
  moment text not null check (moment in ('diario', 'semanal')),
  on_date date not null,
  at timestamptz not null,
  act_id uuid not null,
  primary key (branch_id, moment, on_date)
);
comment on table alert_rounds is 'Qué días y semanas ya se revisaron las alertas de cada sucursal: una vez cada uno';

create table notices (
  id uuid primary key default uuidv7(),
  branch_id smallint references branches,
  user_id int not null references users,
  kind text not null check (kind in ('alert', 'escalation', 'report', 'test')),
  channel text not null check (channel in ('email', 'sms', 'whatsapp')),
  dedupe text not null unique,
  urgent boolean not null,
  subject text not null,
  text text not null,
  html text not null default '',
  wire jsonb not null default '{}',
  link text not null default '',
  alert_id uuid references alerts,
  report_id uuid,
  attachment bytea,
  attachment_name text,
  to_address text not null,
  status text not null check (status in ('queued', 'deferred', 'sending', 'sent', 'delivered', 'failed', 'kept', 'undeliverable')),
  cause text not null default '',
  code int,
  attempts smallint not null default 0,
  next_attempt_at timestamptz not null,
  claimed_at timestamptz,
  provider text,
  provider_id text,
  created_at timestamptz not null,
  sent_at timestamptz,
  delivered_at timestamptz,
  closed_at timestamptz,
  actor_id int not null,
  act_id uuid not null,
  constraint notices_attached check ((attachment is null) = (attachment_name is null))
);
create index notices_turn on notices (channel, next_attempt_at) where status in ('queued', 'deferred');
create index notices_flight on notices (channel, claimed_at) where status = 'sending';
create index notices_user on notices (user_id, created_at desc);
create index notices_branch on notices (branch_id, created_at desc);
create index notices_alert on notices (alert_id) where alert_id is not null;
create index notices_report on notices (report_id) where report_id is not null;
create index notices_provider on notices (provider_id) where provider_id is not null;
comment on table notices is 'Avisos a la gente de la casa: qué se les dijo, por dónde y qué fue de ello';
comment on column notices.branch_id is 'De qué sucursal habla; vacío: de todas';
comment on column notices.status is 'kept: no se envió porque el canal no está configurado; undeliverable: la persona no tiene dirección';

create table notice_channels (
  channel text primary key check (channel in ('email', 'sms', 'whatsapp')),
  down_since timestamptz,
  cause text not null default '',
  failures int not null default 0,
  latest_at timestamptz
);
comment on table notice_channels is 'Si el proveedor de cada canal responde, y desde cuándo no';

create table report_schedules (
  id uuid primary key default uuidv7(),
  report text not null check (report in ('daily', 'weekly')),
  branch_id smallint references branches,
  at time not null,
  weekday smallint check (weekday between 1 and 7),
  recipients text[] not null check (cardinality(recipients) > 0),
  channels text[] not null check (channels <@ array['email', 'sms', 'whatsapp'] and cardinality(channels) > 0),
  attachment text not null default 'none' check (attachment in ('none', 'xlsx', 'pdf')),
  only_with_data boolean not null default false,
  active boolean not null default true,
  created_at timestamptz not null default clock_timestamp(),
  created_by int not null,
  act_id uuid not null,
  version int not null default 1,
  constraint report_schedules_weekday check ((report = 'weekly') = (weekday is not null))
);
create index report_schedules_branch on report_schedules (branch_id) where branch_id is not null;
comment on table report_schedules is 'Qué reporte sale solo, a qué hora de la sucursal, a quién y por dónde';
comment on column report_schedules.branch_id is 'Vacío: el diario, de cada sucursal; el semanal, de todas juntas';
comment on column report_schedules.weekday is '1 lunes … 7 domingo';

create table report_runs (
  id uuid primary key default uuidv7(),
  schedule_id uuid not null references report_schedules,
  branch_id smallint references branches,
  period_on date not null,
  once text not null default '',
  outcome text not null check (outcome in ('sent', 'empty', 'nobody')),
  notices int not null,
  at timestamptz not null,
  by int not null,
  act_id uuid not null
);
create unique index report_runs_once on report_runs (schedule_id, coalesce(branch_id, 0), period_on, once);
create index report_runs_branch on report_runs (branch_id) where branch_id is not null;
alter table notices add constraint notices_report_run foreign key (report_id) references report_runs;
comment on table report_runs is 'Cada vez que un reporte programado salió: una por sucursal y día';
comment on column report_runs.period_on is 'El día que le tocaba salir, en la fecha de la sucursal';
comment on column report_runs.once is 'Vacío: por su hora; si no, el acto de quien lo pidió a mano';

insert into report_schedules (report, at, weekday, recipients, channels, created_at, created_by, act_id) values
  ('daily', '08:00', null, array['gerente'], array['email', 'whatsapp'], '2000-01-01', 0, '00000000-0000-0000-0000-000000000000'),
  ('weekly', '09:00', 1, array['director', 'duena'], array['email', 'whatsapp'], '2000-01-01', 0, '00000000-0000-0000-0000-000000000000');

do $$
declare t text;
begin
  foreach t in array array['alerts', 'alert_recipients', 'alert_events', 'alert_rounds'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t);
  end loop;
  -- what is of every branch is for who works in all of them
  foreach t in array array['notices', 'report_runs'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[])
        or (branch_id is null and (select not exists (select from branches b where b.active and b.id <> all(coalesce(
              string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[], '{}'))))))
      $policy$, t);
  end loop;
  -- the rules of the company are read by everybody and changed by who works in every branch
  foreach t in array array['alert_rules', 'report_schedules'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1' or branch_id is null
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      with check (
        (select current_setting('caudal.all', true)) = '1'
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[])
        or (branch_id is null and (select not exists (select from branches b where b.active and b.id <> all(coalesce(
              string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[], '{}'))))))
      $policy$, t);
  end loop;
end $$;

grant usage on sequence alert_numbers to caudal_app;
grant select on all tables in schema public to caudal_app;
-- what happened: rows are added, never changed
grant insert on alert_rules, alert_events, alert_recipients, alert_rounds, report_runs to caudal_app;
-- what has a state: only the columns that hold it
grant insert on alerts, notices, notice_channels, report_schedules to caudal_app;
grant update (urgency, stamp, subject, link, currency, amount, facts, state, cause, times, latest_at, assignee, escalate_at,
  escalated_at, ended_at, ended_by, end_reason, version) on alerts to caudal_app;
grant update (status, cause, code, attempts, next_attempt_at, claimed_at, provider, provider_id, sent_at, delivered_at,
  closed_at) on notices to caudal_app;
grant update (down_since, cause, failures, latest_at) on notice_channels to caudal_app;
grant update (at, weekday, recipients, channels, attachment, only_with_data, active, version) on report_schedules to caudal_app;
