-- Templates, consents, opt-outs, messages, what the provider said of them, replies.
-- People and debts are ids of other rooms: no foreign keys to them from here.

create table message_templates (
  id uuid primary key default uuidv7(),
  code text not null,
  version int not null check (version > 1),
  body text not null check (length(body) between 1 and 1024),
  provider_name text not null,
  language text not null,
  active boolean not null,
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  unique (code, version)
);
comment on table message_templates is 'Ediciones de los textos: la versión 1 es la de fábrica; manda la mayor';

create table consents (
  id uuid primary key default uuidv7(),
  party_id uuid not null,
  channel text not null check (channel in ('whatsapp', 'sms', 'correo', 'llamada')),
  granted boolean not null,
  version text not null default '1',
  shown text not null default '',
  evidence text not null default '',
  at timestamptz not null,
  recorded_by int not null,
  act_id uuid not null
);
create index consents_party on consents (party_id, channel, id desc);
comment on table consents is 'Autorizaciones y revocaciones por canal (habeas data): vale la más reciente';

create table opt_outs (
  id uuid primary key default uuidv7(),
  channel text not null,
  address text not null,
  party_id uuid,
  kind text not null check (kind in ('baja', 'publicidad', 'no_entregable')),
  active boolean not null,
  source text not null check (source in ('palabra', 'proveedor', 'persona')),
  evidence text not null default '',
  at timestamptz not null,
  act_id uuid not null
);
create index opt_outs_address on opt_outs (channel, address, kind, id desc);
create index opt_outs_party on opt_outs (party_id, channel, kind, id desc) where party_id is not null;
comment on table opt_outs is 'Bajas y altas por canal y número: vale la más reciente de cada clase';

create table messages (
  id uuid primary key default uuidv7(),
  branch_id smallint not null references branches,
  party_id uuid not null,
  party_name text not null default '',
  receivable_id uuid,
  folio text,
  channel text not null,
  to_address text not null,
  country char(2) not null,
  time_zone text not null,
  role text not null default 'titular',
  purpose text not null
    check (purpose in ('cobranza', 'recordatorio_preventivo', 'comprobante', 'respuesta', 'publicidad', 'legal')),
  template text,
  template_version int,
  step text,
  dedupe text not null unique,
  status text not null check (status in ('queued', 'deferred', 'blocked', 'sending', 'sent', 'delivered', 'read',
    'failed', 'cancelled', 'expired')),
  text text not null,
  wire jsonb not null,
  cause text,
  rule text,
  provider_code int,
  business_date date not null,
  due_at timestamptz not null,
  next_attempt_at timestamptz not null,
  expires_at timestamptz,
  attempts smallint not null default 0,
  claimed_at timestamptz,
  provider text,
  provider_id text,
  created_at timestamptz not null,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  answered_at timestamptz,
  closed_at timestamptz,
  act_id uuid not null,
  actor_id int not null,
  check (status <> 'sending' or claimed_at is not null)
);
create index messages_branch on messages (branch_id, id desc);
create index messages_party on messages (party_id, id desc);
create index messages_receivable on messages (receivable_id, id desc) where receivable_id is not null;
create index messages_act on messages (act_id);
create index messages_due on messages (channel, next_attempt_at, id) where status in ('queued', 'deferred');
create index messages_in_flight on messages (claimed_at) where status = 'sending';
create index messages_troubled on messages (status, id desc)
  where status in ('queued', 'deferred', 'blocked', 'failed', 'cancelled', 'expired');
create unique index messages_provider on messages (provider_id) where provider_id is not null;
create index messages_address on messages (channel, to_address, id desc);
comment on table messages is 'Un renglón por contacto de salida; la llave dedupe impide encolarlo dos veces';

create table message_events (
  id uuid primary key default uuidv7(),
  digest bytea not null unique,
  message_id uuid,
  branch_id smallint references branches,
  source text not null check (source in ('proveedor', 'casa')),
  provider_id text,
  attempt smallint,
  kind text not null,
  code int,
  detail text,
  raw jsonb,
  occurred_at timestamptz not null,
  received_at timestamptz not null
);
create index message_events_message on message_events (message_id, id);
create index message_events_provider on message_events (provider_id) where provider_id is not null;
create index message_events_branch on message_events (branch_id);
create index message_events_unknown on message_events (received_at) where message_id is null;
comment on table message_events is 'Lo que el proveedor avisó y lo que la casa hizo con cada mensaje, tal como llegó';

create table inbound_messages (
  id uuid primary key default uuidv7(),
  channel text not null,
  provider_id text not null unique,
  from_address text not null,
  party_id uuid,
  branch_id smallint references branches,
  kind text not null,
  text text not null,
  reply_to text,
  word text check (word in ('baja', 'alta')),
  raw jsonb,
  at timestamptz not null,
  received_at timestamptz not null,
  act_id uuid not null
);
create index inbound_messages_from on inbound_messages (channel, from_address, at desc);
create index inbound_messages_party on inbound_messages (party_id, at desc) where party_id is not null;
create index inbound_messages_branch on inbound_messages (branch_id);
comment on table inbound_messages is 'Lo que los clientes escriben; abre la ventana de 24 horas de WhatsApp';

create table sandbox_inbox (
  message_id uuid primary key references messages,
  branch_id smallint not null references branches,
  to_address text not null,
  text text not null,
  attempt smallint not null,
  at timestamptz not null
);
create index sandbox_inbox_branch on sandbox_inbox (branch_id);
comment on table sandbox_inbox is 'Buzón del modo prueba: lo que habría salido';

create table channel_states (
  channel text primary key,
  paused_until timestamptz,
  cause text,
  provider_code int,
  changed_at timestamptz not null
);
comment on table channel_states is 'Canales en pausa por un aviso del proveedor, y por qué';

do $$
declare t text;
begin
  foreach t in array array['messages', 'sandbox_inbox', 'message_events', 'inbound_messages'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$
      create policy by_branch on %I to caudal_app, caudal_read using (
        (select current_setting('caudal.all', true)) = '1' %s
        or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]))
      $policy$, t, case when t in ('message_events', 'inbound_messages') then 'or branch_id is null' else '' end);
  end loop;
end $$;

grant insert on message_templates, consents, opt_outs, message_events, sandbox_inbox, inbound_messages to caudal_app;
grant insert, update on messages, channel_states to caudal_app;
