-- Who asks for a loan doesn't decide on it; what was authorised and will never be executed says so and why; and whoever
-- authorises may hand that duty over for some days, without anybody getting two duties of one request.

-- Loans: what was decided by whoever asked, before this, stays as it was.
do $$
declare last timestamptz;
begin
  select max(decided_at) into last from loans where decided_by = applied_by;
  execute 'alter table loans add constraint loans_asker_apart check (decided_by <> applied_by'
    || case when last is null then '' else format(' or decided_at <= %L::timestamptz', last) end || ')';
end $$;
comment on constraint loans_asker_apart on loans is 'Quien pidió el préstamo no lo aprueba ni lo rechaza';

alter table loan_requests add column estimate bigint check (estimate >= 0);
comment on column loan_requests.estimate is 'Cuánto era al pedirlo: contra esto se mira el tope de quien decide';

-- What was authorised and no longer holds.
create table approval_annulments (
  request_id uuid primary key references approval_requests,
  branch_id smallint not null references branches,
  actor_id int not null,
  reason text not null check (length(reason) between 3 and 300),
  at timestamptz not null,
  act_id uuid not null
);
create index approval_annulments_branch on approval_annulments (branch_id);
comment on table approval_annulments is 'Lo autorizado que ya no se ejecutará, y por qué: su cosa se anuló o cambió después de la firma';

alter table approval_annulments enable row level security;
create policy by_branch on approval_annulments to caudal_app, caudal_read using (
  (select current_setting('caudal.all', true)) = '1'
  or branch_id = any((select string_to_array(nullif(current_setting('caudal.branches', true), ''), ',')::smallint[])::smallint[]));
grant select, insert on approval_annulments to caudal_app;

insert into approval_annulments (request_id, branch_id, actor_id, reason, at, act_id)
select r.id, r.branch_id, f.ended_by, left('El reembolso se anuló: ' || coalesce(f.ended_reason, 'sin motivo'), 300),
  f.ended_at, v.act_id
from approval_requests r
join approval_verdicts v on v.request_id = r.id and v.decision = 'authorised'
join refunds f on f.request_id = r.id and f.state = 'voided'
where not exists (select from approval_executions x where x.request_id = r.id);

insert into approval_annulments (request_id, branch_id, actor_id, reason, at, act_id)
select r.id, r.branch_id, n.actor_id, left(n.told || coalesce(': ' || n.reason, ''), 300), n.at,
  n.act_id
from approval_requests r
join approval_verdicts v on v.request_id = r.id and v.decision = 'authorised'
join payables p on p.id = (r.payload ->> 'payable')::uuid and p.request_id is distinct from r.id
cross join lateral (select n.* from payable_events n where n.payable_id = p.id and n.kind = 'unsigned' and n.at >= v.at
                    order by n.at limit 1) n
where r.kind in ('payable', 'payable_exception')
  and not exists (select from approval_executions x where x.request_id = r.id);

-- The duty to authorise, handed over for some days.
create table approval_delegations (
  id bigint generated always as identity primary key,
  from_user int not null,
  to_user int not null,
  role text not null references roles,
  from_on date not null,
  to_on date not null,
  reason text not null check (length(reason) between 3 and 300),
  created_at timestamptz not null,
  created_by int not null,
  act_id uuid not null,
  ended_at timestamptz,
  ended_by int,
  ended_reason text,
  constraint approval_delegations_whose unique (id, from_user, to_user, role),
  constraint approval_delegations_apart check (from_user <> to_user and created_by <> to_user),
  constraint approval_delegations_days check (to_on between from_on and from_on + 90),
  constraint approval_delegations_ended check ((ended_at is null) = (ended_by is null))
);
create index approval_delegations_to on approval_delegations (to_user, to_on desc);
create index approval_delegations_from on approval_delegations (from_user, to_on desc);
create index approval_delegations_role on approval_delegations (role);
comment on table approval_delegations is 'Quién autoriza en lugar de quién, entre dos fechas; se acaba sola';
comment on column approval_delegations.role is 'El puesto de quien la da: con su función y con su tope se firma';
grant select, insert on approval_delegations to caudal_app;
grant update (ended_at, ended_by, ended_reason) on approval_delegations to caudal_app;

alter table approval_signatures
  add column on_behalf_of int,
  add column delegation_id bigint,
  add column hand int not null generated always as (coalesce(on_behalf_of, actor_id)) stored,
  add constraint approval_signatures_hand unique (request_id, hand),
  add constraint approval_signatures_lent check ((on_behalf_of is null) = (delegation_id is null)
    and (on_behalf_of is null or says in ('authorise', 'reject', 'send_back'))),
  add constraint approval_signatures_delegation foreign key (delegation_id, on_behalf_of, actor_id, role)
    references approval_delegations (id, from_user, to_user, role);
create index approval_signatures_delegations on approval_signatures (delegation_id, on_behalf_of, actor_id, role)
  where delegation_id is not null;
comment on column approval_signatures.on_behalf_of is 'En lugar de quién se firmó, por delegación';
comment on column approval_signatures.hand is 'De quién es la función que se usó: tampoco se usa dos veces en una solicitud';
