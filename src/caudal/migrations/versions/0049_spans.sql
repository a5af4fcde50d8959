-- What one person authorises in a row to the same person, or forgives of the same loan, is one thing against the limit
-- of their role: over which days, said from a date on.
create table approval_spans (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('payable', 'payable_exception', 'refund', 'refund_exception', 'loan')),
  days smallint check (days between 0 and 366),
  from_on date not null,
  reason text not null check (length(reason) between 3 and 300),
  created_at timestamptz not null,
  created_by int,
  act_id uuid,
  constraint approval_spans_said check ((created_by is null) = (act_id is null))
);
create index approval_spans_latest on approval_spans (kind, from_on desc, id desc);
comment on table approval_spans is 'Qué se suma contra el tope de quien autoriza o condona, desde una fecha y por clase';
comment on column approval_spans.days is 'Vacío: lo del mes calendario; cero: cada cosa sola; uno: lo del mismo día; más: lo de los últimos tantos días';
comment on column approval_spans.created_by is 'Vacío: así viene la casa';
grant select, insert on approval_spans to caudal_app;

insert into approval_spans (kind, days, from_on, reason, created_at)
select kind, days, date '2000-01-01', 'Así viene la casa', timestamptz '2026-11-22 00:00Z' from (values
  ('payable', 1), ('payable_exception', 1), ('refund', null), ('refund_exception', null), ('loan', null)) v (kind, days);

create index approval_signatures_authorised on approval_signatures (hand, on_date) where says = 'authorise';

-- A contract that ended before its time says who ended it and why.
alter table supplier_contracts
  add column ended_at timestamptz,
  add column ended_by int,
  add column ended_reason text check (length(ended_reason) between 3 and 300),
  add constraint supplier_contracts_ended check ((ended_at is null) = (ended_by is null)
    and (ended_reason is null or ended_by is not null) and (ended_at is null or to_on is not null));
comment on column supplier_contracts.ended_reason is 'Por qué se dijo su último día después de firmado';
grant update (ended_at, ended_by, ended_reason) on supplier_contracts to caudal_app;
