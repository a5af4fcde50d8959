-- The matrix of the house, by kind of request and role: what the document says, and its owner, who may do any of the
-- four but never two on one request. Exceptions to a contract or to a policy, and opening
-- books again, are the director's.
with kinds (kind) as (values
  ('payable'), ('payable_exception'), ('supplier_account'), ('refund'), ('refund_exception'), ('manual_entry'),
  ('bank_transfer'), ('reopening')
), matrix (role, duties) as (values
  ('empleado', 'ask'), ('supervisor', 'ask authorise'), ('gerente', 'ask authorise review'),
  ('contador', 'execute review'), ('director', 'authorise review'), ('duena', 'ask authorise execute review')
), wanted (kind, role, duty) as (
  select k.kind, m.role, unnest(string_to_array(m.duties, ' ')) from kinds k cross join matrix m
  union values ('manual_entry', 'contador', 'ask'), ('reopening', 'contador', 'ask')
  except values ('payable_exception', 'supervisor', 'authorise'), ('payable_exception', 'gerente', 'authorise'),
    ('refund_exception', 'supervisor', 'authorise'), ('refund_exception', 'gerente', 'authorise'),
    ('reopening', 'supervisor', 'authorise'), ('reopening', 'gerente', 'authorise')
)
insert into approval_duties (kind, role, duty) select kind, role, duty from wanted
on conflict do nothing;

-- From which day on what is of a kind counts together on `day`; nothing where each counts alone.
create or replace function limit_since(what text, day date) returns date language sql stable
  set search_path = public, pg_temp as $$
  select case when s.days is null then date_trunc('month', day)::date when s.days > 0 then day - (s.days - 1) end
  from approval_spans s where s.kind = what and s.from_on <= day
  order by s.from_on desc, s.id desc limit 1
$$;

-- What `who` authorised of each kind to each person within the days that count together on `day`, in every branch:
-- without `but`, without what was annulled, and without what was asked for again before it was executed.
create or replace function authorised_lately(who int, day date, but uuid default null)
  returns table (kind text, party_id uuid, currency char(3), amount bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select r.kind, r.party_id, r.currency, sum(r.amount)::bigint
  from (select k.kind, limit_since(k.kind, day) as since from (select distinct kind from approval_spans) k) w
  join approval_signatures s on s.kind = w.kind and s.hand = who and s.says = 'authorise' and s.on_date >= w.since
  join approval_requests r on r.id = s.request_id
  where r.party_id is not null and r.id is distinct from but
    and not exists (select from approval_annulments n where n.request_id = r.id)
    and (exists (select from approval_executions x where x.request_id = r.id) or not exists (
      select from approval_requests later
      where later.kind = r.kind and later.subject_id = r.subject_id and later.turn > r.turn))
  group by r.kind, r.party_id, r.currency
$$;

-- What keys can't say of a signature: it is of whoever acts, with the role and in a branch that are theirs, and who
-- authorises does it up to the limit in force for that role that day, together with what they authorised lately.
create or replace function check_signature() returns trigger language plpgsql as $$
declare
  asked bigint; money char(3); whose uuid; ceiling bigint;
begin
  if new.actor_id::text is distinct from current_setting('caudal.actor', true) then
    raise exception 'a signature belongs to whoever acts' using errcode = 'CA030';
  end if;
  if exists (select from users u where u.id in (new.actor_id, new.hand) and (not u.active
      or (u.id = new.hand and u.role <> new.role) or not exists (
        select from user_branches b where b.user_id = u.id and b.branch_id = new.branch_id))) then
    raise exception 'whoever signs has not that role in that branch' using errcode = 'CA031';
  end if;
  if new.delegation_id is not null and (not exists (
      select from approval_delegations d where d.id = new.delegation_id and new.on_date between d.from_on and d.to_on
        and d.ended_at is null) or exists (
      select from users u where u.id = new.actor_id and not exists (
        select from approval_duties d where d.role = u.role and d.duty = 'authorise'))) then
    raise exception 'that delegation is not in force' using errcode = 'CA034';
  end if;
  if new.says = 'authorise' then
    perform pg_advisory_xact_lock(hashtextextended('approvals:hand:' || new.hand, 0));
    select r.amount, r.currency, r.party_id into asked, money, whose from approval_requests r where r.id = new.request_id;
    select l.amount into ceiling from approval_limits l
      where l.kind = new.kind and l.role = new.role and l.currency = money and l.from_on <= new.on_date
      order by l.from_on desc, l.id desc limit 1;
    asked := asked + coalesce((
      select l.amount from authorised_lately(new.hand, new.on_date, new.request_id) l
      where l.kind = new.kind and l.party_id = whose and l.currency = money), 0);
    if asked > ceiling then
      raise exception 'over the limit of whoever authorises' using errcode = 'CA032';
    end if;
  end if;
  return null;
end $$;

create or replace trigger checked after insert on approval_signatures for each row execute function check_signature();

-- What was annulled is never executed, nor what was executed annulled, whichever comes first of two at once.
create or replace function check_ending() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('approvals:ending:' || new.request_id, 0));
  if exists (select from approval_annulments a where a.request_id = new.request_id and tg_table_name <> 'approval_annulments')
    or exists (select from approval_executions x where x.request_id = new.request_id and tg_table_name <> 'approval_executions')
  then
    raise exception 'a request is executed or annulled, not both' using errcode = 'CA033';
  end if;
  return new;
end $$;

create or replace trigger ending before insert on approval_annulments for each row execute function check_ending();
create or replace trigger ending before insert on approval_executions for each row execute function check_ending();

create or replace trigger noted after update or delete on approval_delegations for each row execute function note_changes();

do $$
declare t text;
begin
  foreach t in array array['approval_limits', 'approval_spans', 'approval_requests', 'approval_signatures',
                           'approval_verdicts', 'approval_executions', 'approval_annulments'] loop
    execute format('create or replace trigger frozen before update or delete or truncate on %I for each statement'
                   ' execute function refuse_change()', t);
    execute format('alter table %I enable always trigger frozen', t);
  end loop;
end $$;
